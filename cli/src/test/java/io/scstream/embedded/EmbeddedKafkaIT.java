package io.scstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Test
  void findsItsDataAgainAfterARestart() {
    String first;
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder)) {
      first = kafka.bootstrap();
      Letters.write(first, "one", "two");
      assertThat(Letters.read(first)).containsExactly("one", "two");
    }
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder)) {
      assertThat(kafka.bootstrap()).startsWith("127.0.0.1:").isNotEqualTo(first);
      Letters.write(kafka.bootstrap(), "three");
      assertThat(Letters.read(kafka.bootstrap())).containsExactly("one", "two", "three");
    }
  }

  @Test
  void goesOnAfterItsProcessWasKilled() throws Exception {
    try (Child child = Child.start(BrokerProcess.class, folder.toString())) {
      assertThat(Letters.read(child.greeting())).containsExactly("one", "two", "three");
      child.kill();
    }
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder)) {
      Letters.write(kafka.bootstrap(), "four");
      assertThat(Letters.read(kafka.bootstrap())).containsExactly("one", "two", "three", "four");
    }
  }

  @Test
  void startsOnACopyOfTheFolderOfARunningBroker(@TempDir Path copy) throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder)) {
      Letters.write(kafka.bootstrap(), "one", "two");
      copy(folder, copy);
      try (EmbeddedKafka second = EmbeddedKafka.start(copy)) {
        assertThat(Letters.read(second.bootstrap())).containsExactly("one", "two");
        Letters.write(second.bootstrap(), "of the copy");
      }
      assertThat(Letters.read(kafka.bootstrap())).containsExactly("one", "two");
    }
  }

  @Test
  void refusesAFolderThatAnotherBrokerUses() {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder)) {
      assertThatThrownBy(() -> EmbeddedKafka.start(folder))
          .isInstanceOf(EmbeddedException.class)
          .hasMessageContaining("The folder " + folder + " is in use by process ");
      Letters.write(kafka.bootstrap(), "still there");
      assertThat(Letters.read(kafka.bootstrap())).containsExactly("still there");
    }
  }

  @Test
  void leavesNoThreadBehind() {
    Set<Thread> before = threads();
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder)) {
      Letters.write(kafka.bootstrap(), "one");
    }
    await()
        .untilAsserted(
            () ->
                assertThat(threads())
                    .filteredOn(thread -> !before.contains(thread))
                    .extracting(Thread::getName)
                    .filteredOn(name -> !isKeptByTheProcess(name))
                    .isEmpty());
  }

  @Test
  void closesTwice() {
    EmbeddedKafka kafka = EmbeddedKafka.start(folder);
    kafka.close();
    kafka.close();
  }

  /** Kafka's metrics library and the test's own process keep single daemon threads for ever. */
  private static boolean isKeptByTheProcess(String name) {
    return Stream.of("metrics-meter-tick-thread", "process reaper", "awaitility")
        .anyMatch(name::startsWith);
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .collect(Collectors.toSet());
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(path -> !path.equals(from)).toList()) {
        copyIfPresent(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private static void copyIfPresent(Path file, Path to) throws IOException {
    try {
      Files.copy(file, to);
    } catch (NoSuchFileException e) {
      assertThat(file).doesNotExist();
    }
  }
}
