package io.scstream.cli;

import io.scstream.ingest.FileCells;
import io.scstream.ingest.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Cells of pairs that a version has not learned from, which tell how far its answers are off. */
final class WithheldOptions {
  @Option(
      names = "--withheld",
      paramLabel = "FILE",
      description = {
        "Cells, as ingest reads them, of pairs of covariates and treatment that the model has not",
        "learned from, with controls; repeatable. They choose --unseen-share and give intervals:",
        "nine pairs are needed for a level of 0.9."
      })
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--level",
      paramLabel = "P",
      description = "Chance of an effect to lie in its interval (${DEFAULT-VALUE}).")
  private double level = 0.9;

  @Mixin private CellOptions cells = new CellOptions();
  @Mixin private ReadingOptions reading = new ReadingOptions();

  double level() {
    return level;
  }

  /**
   * The cells of the files; nothing without files.
   *
   * @throws io.scstream.ingest.IngestException if options do not fit the files
   * @throws io.scstream.matrix.MatrixException if a file cannot be read
   */
  Optional<FileCells> read(CommandSpec command) {
    if (files.isEmpty()) {
      return Optional.empty();
    }
    FileCells read = FileCells.read(files, reading.options(), cells.options(Topics.CELLS));
    read.notes().forEach(note -> Output.tell(command, "%s", note));
    return Optional.of(read);
  }
}
