package io.scstream;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the modules, and what no main code may do. */
@AnalyzeClasses(packages = "io.scstream", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule modelsKnowNeitherStreamsNorStoreNorMessages =
      noClasses()
          .that()
          .resideInAPackage("io.scstream.models..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.flink..",
              "org.apache.kafka..",
              "org.apache.avro..",
              "io.scstream.store..",
              "io.scstream.schema..",
              "io.scstream.jobs..");

  @ArchTest
  static final ArchRule theStoreKnowsBytesAndManifestsOnly =
      noClasses()
          .that()
          .resideInAPackage("io.scstream.store..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.flink..",
              "org.apache.kafka..",
              "ai.djl..",
              "io.scstream.models..",
              "io.scstream.schema..",
              "io.scstream.jobs..");

  @ArchTest
  static final ArchRule schemasKnowNobody =
      noClasses()
          .that()
          .resideInAPackage("io.scstream.schema..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.flink..",
              "org.apache.kafka..",
              "ai.djl..",
              "io.scstream.models..",
              "io.scstream.store..",
              "io.scstream.jobs..");

  @ArchTest
  static final ArchRule jobsDoNotKnowTheCommand =
      noClasses()
          .that()
          .resideInAnyPackage("io.scstream.jobs..", "io.scstream.config..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.scstream.cli..",
              "io.scstream.embedded..",
              "io.scstream.ingest..",
              "io.scstream.matrix..");

  @ArchTest
  static final ArchRule readersWorkWithoutKafka =
      classes()
          .that()
          .resideInAPackage("io.scstream.matrix..")
          .should()
          .onlyDependOnClassesThat(
              resideInAPackage("io.scstream.matrix..")
                  .or(resideInAPackage("java.."))
                  .or(resideInAPackage("io.jhdf.."))
                  .or(resideInAPackage("org.jspecify.."))
                  .or(resideInAPackage("com.google.errorprone.."))
                  .or(resideInAPackage("org.slf4j..")));

  @ArchTest
  static final ArchRule ingestKnowsNoFlink =
      noClasses()
          .that()
          .resideInAPackage("io.scstream.ingest..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.flink..", "ai.djl..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.scstream.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyTheCommandEndsTheProcess =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.scstream.cli..")
          .should()
          .callMethod(System.class, "exit", int.class);

  @ArchTest
  static final ArchRule timeIsPassedIn =
      noClasses()
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(Thread.class, "sleep", long.class);

  @ArchTest
  static final ArchRule chanceIsCounterBased =
      noClasses()
          .should()
          .callConstructor(java.util.Random.class)
          .orShould()
          .callMethod(Math.class, "random");
}
