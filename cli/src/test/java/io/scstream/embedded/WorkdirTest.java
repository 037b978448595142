package io.scstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkdirTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Test
  void keepsEverythingButTheScratchSpace() throws IOException {
    try (Workdir workdir = Workdir.open(folder.resolve("new"))) {
      Files.writeString(workdir.store().resolve("kept"), "kept");
      Files.createDirectories(workdir.tmp().resolve("deep/deeper"));
      Files.writeString(workdir.tmp().resolve("deep/deeper/scratch"), "gone");
    }
    try (Workdir workdir = Workdir.open(folder.resolve("new"))) {
      assertThat(workdir.store().resolve("kept")).hasContent("kept");
      assertThat(workdir.tmp()).isEmptyDirectory();
      assertThat(workdir.kafka()).isDirectory();
      assertThat(workdir.checkpoints()).isDirectory();
      assertThat(workdir.path().resolve("scstream.lock"))
          .hasContent(String.valueOf(ProcessHandle.current().pid()));
    }
  }

  @Test
  void isOpenOnce() {
    try (Workdir first = Workdir.open(folder)) {
      assertThatThrownBy(() -> Workdir.open(folder.resolve("../" + folder.getFileName())))
          .isInstanceOf(EmbeddedException.class)
          .hasMessageStartingWith("The folder " + first.path() + " is in use by process ");
    }
    Workdir.open(folder).close();
  }

  @Test
  void deletesATemporaryFolder() throws IOException {
    Workdir workdir = Workdir.temporary();
    Files.writeString(workdir.store().resolve("gone"), "gone");
    workdir.close();
    workdir.close();
    assertThat(workdir.path()).doesNotExist();
  }

  @Test
  void closesItsPartsBeforeItsFolderAndTheLastFirst() {
    List<String> closed = new ArrayList<>();
    try (Workdir workdir = Workdir.temporary()) {
      workdir.keep(() -> closed.add("first " + Files.exists(workdir.store())));
      workdir.keep(
          () -> {
            throw new IOException("stuck");
          });
      workdir.keep(() -> closed.add("last"));
    }
    assertThat(closed).containsExactly("last", "first true");
  }

  @Test
  void saysWhichFolderCannotBeUsed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> Workdir.open(file.resolve("below")))
        .isInstanceOf(EmbeddedException.class)
        .hasMessageContaining("Cannot use the work folder " + file.resolve("below"));
  }
}
