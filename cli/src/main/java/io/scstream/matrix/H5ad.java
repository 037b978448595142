package io.scstream.matrix;

import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Opens h5ad files: anndata 0.5 to the newest. */
final class H5ad {
  private static final List<String> NAME_COLUMNS =
      List.of(
          "gene_symbols",
          "gene_symbol",
          "gene_names",
          "gene_name",
          "feature_name",
          "symbol",
          "name");

  private final H5File file;
  private final ReadOptions options;

  private H5ad(H5File file, ReadOptions options) {
    this.file = file;
    this.options = options;
  }

  static OpenMatrix open(H5File file, ReadOptions options) {
    return new H5ad(file, options).open();
  }

  /**
   * A matrix of the file.
   *
   * @param genes path of the data frame of its genes
   */
  private record Layer(String name, Node matrix, String genes) {}

  private OpenMatrix open() {
    Encoding.require(file, file.root(), "anndata");
    Frame obs = Frame.at(file, "obs");
    Layer layer = layer();
    Axes axes =
        Axes.of(
            file.path(), obs.index(), genes(Frame.at(file, layer.genes())), options.featureTypes());
    return matrix(axes, obs, layer);
  }

  private OpenMatrix matrix(Axes axes, Frame obs, Layer layer) {
    if (layer.matrix() instanceof Group group) {
      return sparse(axes, obs, layer, group);
    }
    return dense(axes, obs, layer, (Dataset) layer.matrix());
  }

  private OpenMatrix sparse(Axes axes, Frame obs, Layer layer, Group group) {
    String format = sparseFormat(group);
    requireShape(axes, group);
    long cells = axes.cells().size();
    long genes = axes.storedGenes().size();
    String hint = hint(layer);
    if (format.equals("csr")) {
      SparseMatrix matrix = new SparseMatrix(file, group, cells, genes, hint);
      return new OpenMatrix(axes, obs, () -> new SparseRows(matrix), options, file);
    }
    SparseMatrix matrix = new SparseMatrix(file, group, genes, cells, hint);
    return transposed(axes, obs, matrix::readTo);
  }

  private OpenMatrix dense(Axes axes, Frame obs, Layer layer, Dataset dataset) {
    Encoding.require(file, dataset, "array");
    DenseMatrix matrix = new DenseMatrix(file, dataset, Orientation.CELLS_IN_ROWS, hint(layer));
    requireShape(axes, H5File.name(dataset), new double[] {matrix.cells(), matrix.genes()});
    return matrix.hasSlabs()
        ? new OpenMatrix(axes, obs, matrix::slabs, options, file)
        : transposed(axes, obs, matrix::readTo);
  }

  private OpenMatrix transposed(Axes axes, Frame obs, Consumer<EntrySort> reading) {
    Transposition rows = new Transposition(axes, options.memoryEntries(), reading);
    return new OpenMatrix(axes, obs, rows::rows, options, rows, file);
  }

  private String sparseFormat(Group group) {
    Optional<String> old = file.text(group, "h5sparse_format");
    if (old.isPresent() && (old.get().equals("csr") || old.get().equals("csc"))) {
      return old.get();
    }
    return Encoding.require(file, group, "csr_matrix", "csc_matrix").substring(0, 3);
  }

  private void requireShape(Axes axes, Group group) {
    Object shape =
        file.attribute(group, "shape")
            .or(() -> file.attribute(group, "h5sparse_shape"))
            .orElseThrow(
                () ->
                    MatrixException.badInput(
                        file.path(),
                        "group " + H5File.name(group),
                        "no shape",
                        "an attribute shape"));
    double[] extents = file.guard("shape of " + H5File.name(group), () -> Numbers.of(shape));
    requireShape(axes, H5File.name(group), extents);
  }

  private void requireShape(Axes axes, String name, double[] extents) {
    if (extents.length != 2
        || extents[0] != axes.cells().size()
        || extents[1] != axes.storedGenes().size()) {
      throw MatrixException.badInput(
          file.path(),
          "shape of " + name,
          java.util.Arrays.toString(extents),
          "%d cells x %d genes".formatted(axes.cells().size(), axes.storedGenes().size()));
    }
  }

  private Axes.Genes genes(Frame frame) {
    List<String> columns = frame.columns();
    List<String> names =
        NAME_COLUMNS.stream()
            .filter(columns::contains)
            .findFirst()
            .map(frame::column)
            .orElse(List.of());
    List<String> types =
        options.featureTypes().isEmpty() || !columns.contains("feature_types")
            ? List.of()
            : frame.column("feature_types");
    return new Axes.Genes(frame.index(), names, types);
  }

  private Layer layer() {
    String wanted = options.layer();
    String path = wanted.equals("raw") ? rawPath() : wanted;
    Optional<Node> matrix =
        file.find(path)
            .or(() -> wanted.equals("X") ? Optional.empty() : file.find("layers/" + wanted));
    if (matrix.isEmpty() || !layers().contains(name(wanted))) {
      throw MatrixException.badInput(
          file.path(), "layer", wanted + " is absent", existing(layers()));
    }
    String genes = wanted.equals("raw") ? path.replace("X", "var") : "var";
    return new Layer(name(wanted), matrix.get(), genes);
  }

  private String name(String wanted) {
    return wanted.equals("X") || wanted.equals("raw") || wanted.startsWith("layers/")
        ? wanted
        : "layers/" + wanted;
  }

  private String rawPath() {
    return file.find("raw.X").isPresent() ? "raw.X" : "raw/X";
  }

  private List<String> layers() {
    List<String> layers = new ArrayList<>();
    if (file.find("X").isPresent()) {
      layers.add("X");
    }
    if (file.find("layers").orElse(null) instanceof Group group) {
      file.children(group).forEach(name -> layers.add("layers/" + name));
    }
    if (file.find(rawPath()).isPresent()) {
      layers.add("raw");
    }
    return layers;
  }

  private static String existing(List<String> layers) {
    return layers.isEmpty() ? "a file with counts: this one holds no matrix" : "one of " + layers;
  }

  private String hint(Layer layer) {
    List<String> others = new ArrayList<>(layers());
    others.remove(layer.name());
    return others.isEmpty() ? "" : "; other layers of this file: " + others;
  }
}
