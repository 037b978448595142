package io.scstream.matrix;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens 10x directories: {@code matrix.mtx}, {@code barcodes.tsv} and {@code features.tsv} (Cell
 * Ranger 3) or {@code genes.tsv} (Cell Ranger 2), each gzipped or not.
 *
 * <p>Before the first cell is given the matrix is read once to the end: a truncated file gives no
 * cells at all, and a file not ordered by cell is found out and transposed.
 */
final class TenxDirectory {
  private static final String GENE_EXPRESSION = "Gene Expression";

  private final Path matrix;
  private final Axes axes;
  private final Transposition transposed;
  private @Nullable Boolean orderedByCell;

  private TenxDirectory(Path matrix, Axes axes, ReadOptions options) {
    this.matrix = matrix;
    this.axes = axes;
    this.transposed = new Transposition(axes, options.memoryEntries(), this::readTo);
  }

  static OpenMatrix open(Path directory, Path matrix, ReadOptions options) {
    Path features = file(directory, "features.tsv", "genes.tsv");
    Axes axes =
        Axes.of(
            directory,
            names(file(directory, "barcodes.tsv")),
            genes(features),
            options.featureTypes());
    TenxDirectory opened = new TenxDirectory(matrix, axes, options);
    opened.requireShape(features);
    return new OpenMatrix(axes, Obs.NONE, opened::rows, options, opened.transposed);
  }

  static Path matrix(Path directory) {
    return file(directory, "matrix.mtx");
  }

  /** The one file of these names, gzipped or not. */
  private static Path file(Path directory, String... names) {
    List<Path> found = new ArrayList<>();
    for (String name : names) {
      for (String ending : List.of("", ".gz")) {
        Path file = directory.resolve(name + ending);
        if (Files.isRegularFile(file)) {
          found.add(file);
        }
      }
    }
    if (found.size() != 1) {
      String what = String.join(" or ", names);
      throw MatrixException.badInput(
          directory,
          "directory",
          found.isEmpty() ? "no " + what : found.size() + " files " + what,
          "one file " + what + ", gzipped or not");
    }
    return found.get(0);
  }

  private RowSource rows() {
    if (orderedByCell == null) {
      orderedByCell = isOrderedByCell();
    }
    return orderedByCell ? new OrderedRows(MtxEntries.open(matrix)) : transposed.rows();
  }

  private boolean isOrderedByCell() {
    try (MtxEntries entries = MtxEntries.open(matrix)) {
      boolean ordered = true;
      for (int last = 0; entries.next(); last = entries.cell()) {
        ordered &= entries.cell() >= last;
      }
      return ordered;
    }
  }

  private void readTo(EntrySort sort) {
    try (MtxEntries entries = MtxEntries.open(matrix)) {
      while (entries.next()) {
        sort.add(entries.cell(), entries.gene(), entries.count());
      }
    }
  }

  private void requireShape(Path features) {
    try (MtxEntries entries = MtxEntries.open(matrix)) {
      if (entries.genes() != axes.storedGenes().size() || entries.cells() != axes.cells().size()) {
        throw MatrixException.badInput(
            matrix,
            "shape",
            entries.genes() + " x " + entries.cells(),
            "%d x %d, the lines of %s and of the barcodes"
                .formatted(axes.storedGenes().size(), axes.cells().size(), features.getFileName()));
      }
    }
  }

  private static List<String> names(Path path) {
    List<String> names = new ArrayList<>();
    try (TextFile file = TextFile.open(path)) {
      DelimitedLine line = new DelimitedLine(file, (byte) '\t');
      while (file.next()) {
        line.split();
        names.add(line.text(0));
      }
    }
    return names;
  }

  private static Axes.Genes genes(Path path) {
    List<String> ids = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<String> types = new ArrayList<>();
    try (TextFile file = TextFile.open(path)) {
      DelimitedLine line = new DelimitedLine(file, (byte) '\t');
      while (file.next()) {
        line.split();
        ids.add(line.text(0));
        names.add(line.text(line.fields() > 1 ? 1 : 0));
        types.add(line.fields() > 2 ? line.text(2) : GENE_EXPRESSION);
      }
    }
    return new Axes.Genes(ids, names, types);
  }

  /** Cells of a file whose entries are ordered by cell. */
  private static final class OrderedRows implements RowSource {
    private final MtxEntries entries;
    private boolean more;
    private int cell;

    OrderedRows(MtxEntries entries) {
      this.entries = entries;
      this.more = entries.next();
    }

    @Override
    public void next(RowCollector row) {
      while (more && entries.cell() == cell) {
        row.add(entries.gene(), entries.count());
        more = entries.next();
      }
      cell++;
    }

    @Override
    public void close() {
      entries.close();
    }
  }
}
