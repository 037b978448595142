package io.scstream.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultDiaryTest {
  @Test
  void whatIsWrittenIsReadByAnother(@TempDir Path folder) {
    List<FaultDiary.Entry> entries =
        List.of(
            new FaultDiary.Entry(7, "job-manager", 24.8, true),
            new FaultDiary.Entry(7, "slow-broker", 1.25, false),
            new FaultDiary.Entry(7, "job-manager", 30, true));
    entries.forEach(new FaultDiary(folder)::write);
    List<FaultDiary.Entry> read = new FaultDiary(folder).read();
    assertThat(read).isEqualTo(entries);
    assertThat(FaultDiary.byKind(read)).containsEntry("job-manager", 2).hasSize(2);
    assertThat(FaultDiary.recoveries(read)).containsExactly(24.8, 30.0);
  }

  @Test
  void anotherFolderIsRefused(@TempDir Path folder) throws Exception {
    assertThatThrownBy(() -> new FaultDiary(folder).read())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("expected the folder of a bench of faults");
    Files.writeString(folder.resolve("faults.tsv"), "7 job-manager");
    assertThatThrownBy(() -> new FaultDiary(folder).read())
        .hasMessage(
            "Invalid line of a diary: 7 job-manager; expected seed, kind, seconds, recovery");
  }
}
