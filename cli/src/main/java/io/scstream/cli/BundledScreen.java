package io.scstream.cli;

import io.scstream.ingest.IngestOptions;
import io.scstream.matrix.ReadOptions;
import io.scstream.speed.Source;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The data set that comes with the product, and how it is to be read. */
final class BundledScreen {
  @Option(names = "--examples", hidden = true, defaultValue = "${sys:scstream.examples:-examples}")
  private Path examples = Path.of("examples");

  Path file() {
    return folder().resolve("perturb_cell_lines.h5ad");
  }

  /** Settings that suit it. */
  Path settings() {
    return folder().resolve("demo.yaml");
  }

  /** The file, and how its counts and columns are read. */
  Source source() {
    return new Source(file(), counts(), columns());
  }

  private Path folder() {
    return examples.resolve("perturb_cell_lines");
  }

  static ReadOptions counts() {
    return ReadOptions.defaults().withLayer("layers/counts");
  }

  static IngestOptions columns() {
    return IngestOptions.defaults()
        .withObs(
            "role=is_control,treatment=perturbation,dose=dose,covariate=cell_line,"
                + "batch=cell_line,library-size=ncounts",
            "true");
  }
}
