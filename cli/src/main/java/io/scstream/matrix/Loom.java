package io.scstream.matrix;

import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.util.List;
import java.util.Optional;

/** Opens loom files: a dense matrix with genes in rows, and attributes of both axes. */
final class Loom {
  private static final List<String> CELL_IDS =
      List.of("CellID", "cell_id", "obs_names", "cell_names", "barcode");
  private static final List<String> GENE_IDS =
      List.of("Accession", "gene_ids", "Gene", "var_names", "gene_names");
  private static final List<String> GENE_NAMES = List.of("Gene", "gene_names");

  private final H5File file;
  private final ReadOptions options;
  private final Group cells;
  private final Group genes;

  private Loom(H5File file, ReadOptions options) {
    this.file = file;
    this.options = options;
    this.cells = group("col_attrs");
    this.genes = group("row_attrs");
  }

  static OpenMatrix open(H5File file, ReadOptions options) {
    return new Loom(file, options).open();
  }

  private OpenMatrix open() {
    String cellIds = present(cells, CELL_IDS);
    String geneIds = present(genes, GENE_IDS);
    List<String> names =
        GENE_NAMES.stream()
            .filter(name -> !name.equals(geneIds) && file.children(genes).contains(name))
            .findFirst()
            .map(name -> strings(genes, name))
            .orElse(List.of());
    Axes.Genes stored = new Axes.Genes(strings(genes, geneIds), names, List.of());
    Axes axes = Axes.of(file.path(), strings(cells, cellIds), stored, options.featureTypes());
    return matrix(axes, cellIds);
  }

  private OpenMatrix matrix(Axes axes, String cellIds) {
    Dataset dataset = layer();
    DenseMatrix matrix = new DenseMatrix(file, dataset, Orientation.GENES_IN_ROWS, hint());
    if (matrix.cells() != axes.cells().size() || matrix.genes() != axes.storedGenes().size()) {
      throw MatrixException.badInput(
          file.path(),
          "shape of " + H5File.name(dataset),
          matrix.genes() + " x " + matrix.cells(),
          "%d genes x %d cells".formatted(axes.storedGenes().size(), axes.cells().size()));
    }
    Obs obs = new Columns(cellIds);
    if (matrix.hasSlabs()) {
      return new OpenMatrix(axes, obs, matrix::slabs, options, file);
    }
    Transposition rows = new Transposition(axes, options.memoryEntries(), matrix::readTo);
    return new OpenMatrix(axes, obs, rows::rows, options, rows, file);
  }

  private Dataset layer() {
    String wanted = options.layer();
    String path = wanted.equals("X") ? "matrix" : wanted;
    Optional<Node> node = file.find(path).or(() -> file.find("layers/" + wanted));
    if (node.isPresent() && node.get() instanceof Dataset dataset) {
      return dataset;
    }
    throw MatrixException.badInput(
        file.path(), "layer", wanted + " is absent", "one of [X" + list(layers()) + "]");
  }

  private String hint() {
    return layers().isEmpty() ? "" : "; layers of this file: [X" + list(layers()) + "]";
  }

  private List<String> layers() {
    return file.find("layers").orElse(null) instanceof Group group
        ? file.children(group)
        : List.of();
  }

  private static String list(List<String> layers) {
    return String.join("", layers.stream().map(name -> ", layers/" + name).toList());
  }

  private Group group(String name) {
    if (file.child(file.root(), name).orElse(null) instanceof Group group) {
      return group;
    }
    throw MatrixException.badInput(file.path(), "loom file", "no group " + name, "that group");
  }

  private String present(Group group, List<String> known) {
    List<String> existing = file.children(group);
    return known.stream()
        .filter(existing::contains)
        .findFirst()
        .orElseThrow(
            () ->
                MatrixException.badInput(
                    file.path(),
                    "ids in " + H5File.name(group),
                    "not found among " + existing,
                    "one of " + known));
  }

  private List<String> strings(Group group, String name) {
    return TextColumn.read(file, file.dataset(group, name));
  }

  private final class Columns implements Obs {
    private final List<String> names;

    Columns(String cellIds) {
      names =
          file.children(cells).stream()
              .filter(name -> !name.equals(cellIds) && isColumn(name))
              .toList();
    }

    @Override
    public List<String> columns() {
      return names;
    }

    @Override
    public List<String> column(String name) {
      return strings(cells, name);
    }

    private boolean isColumn(String name) {
      return file.child(cells, name).orElse(null) instanceof Dataset dataset
          && file.guard(name, dataset::getDimensionsAsLong).length == 1;
    }
  }
}
