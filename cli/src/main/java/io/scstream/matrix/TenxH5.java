package io.scstream.matrix;

import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.util.List;
import java.util.Optional;

/**
 * Opens 10x HDF5 files: Cell Ranger 3 with one group {@code matrix}, Cell Ranger 2 with one group
 * for each genome. Both store genes by cells as CSC, which is cells by genes as CSR.
 */
final class TenxH5 {
  private static final String GENE_EXPRESSION = "Gene Expression";

  private final H5File file;
  private final ReadOptions options;

  private TenxH5(H5File file, ReadOptions options) {
    this.file = file;
    this.options = options;
  }

  static boolean holdsGenomes(H5File file) {
    return !genomes(file).isEmpty();
  }

  static OpenMatrix openVersion3(H5File file, ReadOptions options) {
    return new TenxH5(file, options).version3();
  }

  static OpenMatrix openVersion2(H5File file, ReadOptions options) {
    return new TenxH5(file, options).version2();
  }

  private OpenMatrix version3() {
    Group matrix = (Group) file.child(file.root(), "matrix").orElseThrow();
    Optional<Node> found = file.child(matrix, "features");
    if (found.isEmpty() || !(found.get() instanceof Group features)) {
      throw MatrixException.badInput(
          file.path(), "group matrix", "no features", "a group features");
    }
    return matrix(
        matrix,
        new Axes.Genes(
            strings(features, "id"), strings(features, "name"), strings(features, "feature_type")));
  }

  private OpenMatrix version2() {
    Group matrix = genome();
    List<String> ids = strings(matrix, "genes");
    List<String> types = ids.stream().map(id -> GENE_EXPRESSION).toList();
    return matrix(matrix, new Axes.Genes(ids, strings(matrix, "gene_names"), types));
  }

  private OpenMatrix matrix(Group group, Axes.Genes genes) {
    Axes axes = Axes.of(file.path(), strings(group, "barcodes"), genes, options.featureTypes());
    long cells = axes.cells().size();
    NumberColumn shape = new NumberColumn(file, file.dataset(group, "shape"));
    if (shape.size() != 2 || shape.at(0) != genes.ids().size() || shape.at(1) != cells) {
      throw MatrixException.badInput(
          file.path(),
          shape.name(),
          shape.size() != 2 ? shape.size() + " values" : shape.at(0) + " x " + shape.at(1),
          "%d features x %d barcodes".formatted(genes.ids().size(), cells));
    }
    SparseMatrix matrix = new SparseMatrix(file, group, cells, genes.ids().size(), "");
    return new OpenMatrix(axes, Obs.NONE, () -> new SparseRows(matrix), options, file);
  }

  private Group genome() {
    List<String> genomes = genomes(file);
    String wanted = options.genome();
    if (wanted.isEmpty() && genomes.size() > 1) {
      throw MatrixException.badInput(
          file.path(), "genome", "not chosen", "one of " + genomes + ", which this file holds");
    }
    String genome = wanted.isEmpty() ? genomes.get(0) : wanted;
    if (!genomes.contains(genome)) {
      throw MatrixException.badInput(file.path(), "genome", genome, "one of " + genomes);
    }
    return (Group) file.child(file.root(), genome).orElseThrow();
  }

  private static List<String> genomes(H5File file) {
    return file.children(file.root()).stream().filter(name -> isGenome(file, name)).toList();
  }

  private static boolean isGenome(H5File file, String name) {
    return file.child(file.root(), name).orElse(null) instanceof Group group
        && file.children(group).containsAll(List.of("barcodes", "genes", "data", "indptr"));
  }

  private List<String> strings(Group group, String name) {
    return TextColumn.read(file, file.dataset(group, name));
  }
}
