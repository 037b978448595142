package io.scstream.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationIT {

  @Test
  void whatOutlivesAJobIsNotInTheJarOfTheJobs() throws IOException {
    List<String> classes = classes();
    assertThat(classes)
        .contains(
            "io/scstream/jobs/TrainMain.class",
            "io/scstream/models/learner/DjlLearner.class",
            "io/scstream/store/FileModelStore.class",
            "org/apache/avro/Schema.class",
            "org/apache/flink/connector/kafka/source/KafkaSource.class",
            "org/apache/kafka/clients/consumer/KafkaConsumer.class")
        .noneMatch(name -> name.startsWith("ai/djl/"))
        .noneMatch(name -> name.startsWith("org/slf4j/"))
        .noneMatch(name -> name.startsWith("org/apache/logging/"))
        .noneMatch(name -> name.startsWith("org/apache/flink/runtime/"))
        .noneMatch(name -> name.startsWith("org/apache/flink/connector/base/"));
  }

  @Test
  void theProcessesHaveTheRestOnTheirClassPath() throws IOException {
    try (Stream<Path> jars = Files.list(home().resolve("lib"))) {
      assertThat(jars.map(jar -> jar.getFileName().toString().replaceAll("-\\d.*", "")))
          .contains("flink-runtime", "pytorch-engine", "pytorch-jni", "pytorch-native-cpu")
          .contains("log4j-slf4j-impl", "slf4j-api", "flink-connector-base")
          .doesNotContain("kafka-clients", "avro", "scstream-models", "jackson-databind")
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void aMissingPartIsToldWithHowToBuildIt(@TempDir Path empty) {
    assertThatThrownBy(() -> new Installation(empty))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("Missing " + empty)
        .hasMessageEndingWith("build it with: ./mvnw -q -DskipTests package");
  }

  private static List<String> classes() throws IOException {
    try (JarFile jar = new JarFile(new Installation(home()).jobJar().toFile())) {
      return jar.stream().map(ZipEntry::getName).filter(name -> name.endsWith(".class")).toList();
    }
  }

  private static Path home() {
    return SmallCluster.root().resolve("deploy/target/cluster");
  }
}
