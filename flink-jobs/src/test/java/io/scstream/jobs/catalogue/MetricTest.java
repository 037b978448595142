package io.scstream.jobs.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricTest {

  @Test
  void namesAreUniqueAndOfOneForm() {
    assertThat(Metric.all())
        .allSatisfy(
            metric -> {
              assertThat(metric.entry().pattern()).matches("[a-z_]+(\\.[A-Z]+)?");
              assertThat(((Enum<?>) metric).name()).isEqualToIgnoringCase(metric.flinkWord());
              assertThat(metric.entry().unit()).isNotBlank();
              assertThat(metric.entry().meaning()).isNotBlank().doesNotContain("|", "\n");
              assertThat(metric.entry().outlets()).isNotEmpty().doesNotHaveDuplicates();
            });
    List<String> flink =
        Metric.all().stream()
            .flatMap(
                it -> it.entry().outlets().stream().filter(Outlet::isFlink).map(it::prometheus))
            .toList();
    assertThat(flink).doesNotHaveDuplicates();
  }

  @Test
  void everyEnumThatIsPermittedIsListed() {
    assertThat(new LinkedHashSet<>(Metric.all().stream().map(Object::getClass).toList()))
        .containsExactly(Metric.class.getPermittedSubclasses());
  }

  @Test
  void familiesHaveMembersAndOthersHaveNone() {
    assertThat(IntakeMetric.DLQ_TOTAL.word("empty-cells")).isEqualTo("dlq_total.empty-cells");
    assertThat(TrainMetric.LOSS.word()).isEqualTo("loss");
    assertThatThrownBy(IntakeMetric.DLQ_TOTAL::word).hasMessageContaining("dlq_total.REASON");
    assertThatThrownBy(() -> TrainMetric.LOSS.word("x"))
        .hasMessage("Invalid member: x; expected none, as there is one loss");
    assertThat(Metric.of("dlq_total.empty-cells")).contains(IntakeMetric.DLQ_TOTAL);
    assertThat(Metric.of("loss")).contains(TrainMetric.LOSS);
    assertThat(Metric.of("losses")).isEmpty();
    assertThat(Metric.of("dlq_total")).isEmpty();
  }

  @Test
  void kindsOfAlertsAreWords() {
    assertThat(AlertKind.values())
        .allSatisfy(
            kind -> {
              assertThat(kind.word()).matches("[a-z]+(-[a-z]+)*");
              assertThat(kind.cause()).isNotBlank();
              assertThat(kind.action()).isNotBlank();
            });
    assertThat(AlertKind.CONTROL_REFUSED.word()).isEqualTo("control");
    assertThat(AlertKind.BATCH_INCOMPLETE.word()).isEqualTo("batch-incomplete");
  }
}
