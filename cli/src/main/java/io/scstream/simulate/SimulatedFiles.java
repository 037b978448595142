package io.scstream.simulate;

import static io.scstream.models.ModelException.checkConfig;

import io.scstream.ingest.Progress;
import io.scstream.matrix.CountsH5ad;
import io.scstream.models.simulate.EventStream;
import io.scstream.models.simulate.StreamCell;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A simulated stream as h5ad files that {@code ingest} reads, with the columns role, covariate,
 * treatment, donor and batch. One file is in memory at a time.
 *
 * @param out the file; with several, the number of the first batch is put before the extension
 * @param batchesPerFile how many batches go into one file
 */
public record SimulatedFiles(Path out, int batchesPerFile) {
  static final String COVARIATE = "covariate";

  private static final String EXTENSION = ".h5ad";
  private static final List<String> COLUMNS =
      List.of("role", COVARIATE, "treatment", "donor", "batch");

  /** Checks. */
  public SimulatedFiles {
    checkConfig(
        out.toString().endsWith(EXTENSION), "Invalid out: %s; expected a name with .h5ad", out);
    checkConfig(
        batchesPerFile > 0,
        "Invalid batches-per-file: %d; expected a positive number",
        batchesPerFile);
  }

  /**
   * Writes all batches, and gives the files in the order of their batches.
   *
   * @throws io.scstream.models.ModelException if a file would hold too many counts
   * @throws io.scstream.matrix.MatrixException if a file cannot be written
   */
  public List<Path> write(EventStream stream, Progress progress) {
    List<Path> files = new ArrayList<>();
    int batches = stream.settings().batches();
    progress.start("Writing", stream.settings().cells());
    try {
      int last = 0;
      while (last < batches) {
        int first = last + 1;
        last += Math.min(batches - last, batchesPerFile);
        Path file = batchesPerFile >= batches ? out : numbered(first);
        collect(stream, first, last, progress).write(file);
        files.add(file);
      }
    } finally {
      progress.finish();
    }
    return files;
  }

  private Path numbered(int first) {
    String name = out.getFileName().toString();
    String stem = name.substring(0, name.length() - EXTENSION.length());
    return out.resolveSibling("%s-%04d%s".formatted(stem, first, EXTENSION));
  }

  private CountsH5ad collect(EventStream stream, int first, int last, Progress progress) {
    CountsH5ad file = new CountsH5ad(stream.geneNames(), COLUMNS);
    for (int batch = first; batch <= last; batch++) {
      String name = EventStream.batchName(batch);
      stream.forEachCell(batch, cell -> add(cell, name, file));
      progress.advance(stream.settings().cellsPerBatch());
    }
    return file;
  }

  private void add(StreamCell cell, String batch, CountsH5ad file) {
    checkConfig(
        file.entries() + cell.cell().nonZeros() <= CountsH5ad.MAX_ENTRIES,
        "Invalid batches-per-file: %d; expected fewer, as a file holds at most %d counts and %s is"
            + " beyond",
        batchesPerFile,
        CountsH5ad.MAX_ENTRIES,
        batch);
    file.add(
        cell.cell().id(),
        List.of(
            cell.cell().role().name().toLowerCase(Locale.ROOT),
            cell.state(),
            cell.treatment(),
            cell.donor(),
            batch),
        SimulatedDataset.genes(cell.cell()),
        SimulatedDataset.counts(cell.cell()));
  }
}
