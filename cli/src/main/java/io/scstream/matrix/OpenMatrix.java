package io.scstream.matrix;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A matrix of any format: names, annotations, and how to start a stream of its cells. */
final class OpenMatrix implements CountMatrix {
  private final Axes axes;
  private final Obs obs;
  private final Supplier<RowSource> rows;
  private final int memoryEntries;
  private final List<Resource> resources;
  private final int unusedAnnotations;

  OpenMatrix(
      Axes axes, Obs obs, Supplier<RowSource> rows, ReadOptions options, Resource... resources) {
    this.axes = axes;
    this.rows = rows;
    this.memoryEntries = options.memoryEntries();
    this.resources = List.of(resources);
    Optional<Annotations> added =
        options.annotations().map(table -> Annotations.read(table, axes.cells()));
    this.obs = added.map(annotations -> annotations.over(obs)).orElse(obs);
    this.unusedAnnotations = added.map(Annotations::unused).orElse(0);
  }

  @Override
  public Path source() {
    return axes.source();
  }

  @Override
  public List<String> cellIds() {
    return axes.cells();
  }

  @Override
  public List<String> geneIds() {
    return axes.genes();
  }

  @Override
  public List<String> geneNames() {
    return axes.geneNames();
  }

  @Override
  public List<String> obsColumns() {
    return obs.columns();
  }

  @Override
  public Optional<List<String>> obs(String column) {
    return obs.columns().contains(column) ? Optional.of(obs.column(column)) : Optional.empty();
  }

  @Override
  public int unusedAnnotations() {
    return unusedAnnotations;
  }

  @Override
  public Rows rows(int blockCells) {
    if (blockCells < 1) {
      throw new IllegalArgumentException(
          "Invalid block-cells: " + blockCells + "; expected a positive number");
    }
    return new BlockRows(rows.get(), axes, blockCells, memoryEntries);
  }

  @Override
  public void close() {
    resources.forEach(Resource::close);
  }
}
