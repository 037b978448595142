package io.scstream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
  @Test
  void readsColumnsWhoseNamesHoldCommas() {
    ObsMapping columns =
        ObsMapping.parse(List.of("role=a, b,covariate=cell type,covariate=x,y=z", "donor=p"));
    assertThat(columns.role()).contains("a, b");
    assertThat(columns.covariates()).containsExactly("cell type", "x,y=z");
    assertThat(columns.donor()).contains("p");
    assertThat(columns.batch()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "colour=red~ Invalid obs: colour=red; expected <key>=<column>",
        "role~ Invalid obs: role; expected <key>=<column>",
        "role=~ Invalid obs: role=; expected <key>=<column>",
        "role=a,role=b~ Invalid obs: role=[a, b]; expected one column",
        "dose=d~ Invalid obs: dose=d without a treatment",
      })
  void refusesWhatIsNoMapping(String text, String beginning) {
    assertThatThrownBy(() -> ObsMapping.parse(List.of(text))).hasMessageStartingWith(beginning);
  }

  @Test
  void refusesBackgroundValuesOfNoColumn() {
    assertThatThrownBy(() -> IngestOptions.defaults().withObs("batch=b", "ctrl"))
        .hasMessage(
            "Invalid background: [ctrl] without a role column; expected --obs role=<column>");
  }

  @Test
  void refusesADatasetNameThatCannotBeAKey() {
    assertThatThrownBy(() -> IngestOptions.defaults().withDataset("a|b"))
        .hasMessage("Invalid dataset: 'a|b'; expected a name without '|'");
  }

  @ParameterizedTest
  @CsvSource({
    "a.h5ad,a",
    "b.csv.gz,b",
    "matrix.mtx.gz,matrix",
    "sample.1,sample.1",
    ".h5ad,.h5ad",
    "x.H5,x"
  })
  void namesFilesWithoutExtension(String file, String name) {
    assertThat(FileNames.stem(file)).isEqualTo(name);
  }

  @Test
  void namesFilesByWhatTellsThemApart() {
    assertThat(FileNames.of(List.of(Path.of("/data/ctrl"), Path.of("/data/stim/"))))
        .containsExactly("ctrl", "stim");
    assertThat(
            FileNames.of(
                List.of(
                    Path.of("/run/s1/outs/filtered_feature_bc_matrix.h5"),
                    Path.of("/run/s2/outs/filtered_feature_bc_matrix.h5"))))
        .containsExactly("s1", "s2");
    assertThatThrownBy(() -> FileNames.of(List.of(Path.of("/a.csv"), Path.of("/a.csv"))))
        .hasMessageContaining("expected different files");
  }

  @Test
  void showsProgressToThoseWhoWatch() {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    Steps clock = new Steps();
    TerminalProgress progress =
        new TerminalProgress(new PrintStream(shown, true, StandardCharsets.UTF_8), true, clock);
    progress.start("Sending", 4000);
    progress.advance(1000);
    progress.advance(1000);
    progress.finish();
    assertThat(shown.toString(StandardCharsets.UTF_8))
        .contains("Sending: 1,000 of 4,000 cells, 1,000 cells/s, 3 s left")
        .contains("Sending: 2,000 of 4,000 cells, 1,000 cells/s, 2 s left")
        .endsWith("Sending: 2,000 of 4,000 cells in 3 s, 667 cells/s" + System.lineSeparator());
  }

  @Test
  void printsOneLineWhereNobodyWatches() {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    TerminalProgress progress =
        new TerminalProgress(
            new PrintStream(shown, true, StandardCharsets.UTF_8), false, new Steps());
    progress.start("Sending", 10);
    progress.advance(10);
    progress.finish();
    assertThat(shown.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
  }

  /** Each look is a second later than the one before. */
  private static final class Steps extends Clock {
    private int seconds;

    @Override
    public Instant instant() {
      return Instant.ofEpochSecond(seconds++);
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
