package io.scstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.scstream.jobs.catalogue.AlertKind;
import io.scstream.jobs.catalogue.Metric;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nothing stands in the catalogue that no job gives. */
class CatalogueUseTest {
  private static final JavaClasses JOBS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.scstream.jobs");

  @Test
  void everyMetricAndEveryAlertIsNamedByWhoeverGivesIt() {
    List<Enum<?>> names = new ArrayList<>(List.of(AlertKind.values()));
    Metric.all().forEach(metric -> names.add((Enum<?>) metric));
    for (Enum<?> name : names) {
      JavaClass catalogue = JOBS.get(name.getDeclaringClass());
      assertThat(catalogue.getField(name.name()).getAccessesToSelf())
          .as("uses of %s.%s outside of the catalogue", catalogue.getSimpleName(), name)
          .anyMatch(
              access ->
                  !access.getOriginOwner().getPackageName().equals(catalogue.getPackageName()));
    }
  }
}
