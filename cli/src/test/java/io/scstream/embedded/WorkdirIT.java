package io.scstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkdirIT {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Test
  void refusesTheFolderOfALivingProcess() throws Exception {
    try (Child other = Child.start(WorkdirProcess.class, folder.toString())) {
      assertThat(other.greeting()).isEqualTo(folder.toRealPath().toString());
      assertThatThrownBy(() -> Workdir.open(folder))
          .isInstanceOf(EmbeddedException.class)
          .hasMessageContaining(folder.toString())
          .hasMessageContaining("in use by process " + other.pid());
      other.kill();
    }
    Workdir.open(folder).close();
  }

  @Test
  void keepsItsLockWhileASecondOpenerOfTheSameProcessIsRefused() throws Exception {
    try (Workdir first = Workdir.open(folder)) {
      assertThatThrownBy(() -> Workdir.open(folder)).hasMessageContaining("in use by process");
      try (Child other = Child.start(WorkdirProcess.class, folder.toString())) {
        assertThat(other.greeting()).isEqualTo("null");
        assertThat(other.end()).isEqualTo(1);
      }
      assertThat(first.tmp()).isDirectory();
    }
  }

  @Test
  void aTemporaryOneGoesWithItsProcess() throws Exception {
    try (Child child = Child.start(WorkdirProcess.class)) {
      Path temporary = Path.of(child.greeting());
      assertThat(temporary.resolve("kafka/meta.properties")).exists();
      assertThat(child.end()).isZero();
      assertThat(temporary).doesNotExist();
    }
  }

  @Test
  void aTemporaryOneGoesWhenItsProcessIsTerminated() throws Exception {
    try (Child child = Child.start(WorkdirProcess.class)) {
      Path temporary = Path.of(child.greeting());
      assertThat(Files.exists(temporary)).isTrue();
      assertThat(child.terminate()).isEqualTo(143);
      assertThat(temporary).doesNotExist();
    }
  }
}
