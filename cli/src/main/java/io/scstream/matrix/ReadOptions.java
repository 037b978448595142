package io.scstream.matrix;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * What to read from a count file.
 *
 * @param layer {@code X}, {@code raw} or {@code layers/<name>}
 * @param genome the genome of a Cell Ranger 2 HDF5 file that holds several; otherwise empty
 * @param featureTypes feature types to keep, such as {@code Gene Expression}; empty keeps all
 * @param orientation what the rows of a delimited table are
 * @param cellColumn header of the column of cell ids in a delimited table with cells in rows; empty
 *     means the first column
 * @param annotations a delimited table of cell annotations, cell ids in its first column
 * @param firstCells at most so many cells, from the first one on
 * @param memoryEntries non-zero counts held in memory at a time, by a block and by a transposition
 */
public record ReadOptions(
    String layer,
    String genome,
    Set<String> featureTypes,
    Orientation orientation,
    String cellColumn,
    Optional<Path> annotations,
    int firstCells,
    int memoryEntries) {
  private static final int MEMORY_ENTRIES = 1 << 20;

  public ReadOptions {
    featureTypes = Set.copyOf(featureTypes);
    if (layer.isEmpty()) {
      throw new IllegalArgumentException("Invalid layer: empty; expected X, raw or layers/<name>");
    }
    if (firstCells < 1) {
      throw new IllegalArgumentException(
          "Invalid first-cells: " + firstCells + "; expected a positive number");
    }
    if (memoryEntries < 1) {
      throw new IllegalArgumentException(
          "Invalid memory-entries: " + memoryEntries + "; expected a positive number");
    }
  }

  /** The main matrix, all features, no annotations. */
  public static ReadOptions defaults() {
    return new ReadOptions(
        "X",
        "",
        Set.of(),
        Orientation.UNSTATED,
        "",
        Optional.empty(),
        Integer.MAX_VALUE,
        MEMORY_ENTRIES);
  }

  public ReadOptions withLayer(String newLayer) {
    return new ReadOptions(
        newLayer,
        genome,
        featureTypes,
        orientation,
        cellColumn,
        annotations,
        firstCells,
        memoryEntries);
  }

  public ReadOptions withGenome(String newGenome) {
    return new ReadOptions(
        layer,
        newGenome,
        featureTypes,
        orientation,
        cellColumn,
        annotations,
        firstCells,
        memoryEntries);
  }

  public ReadOptions withFeatureTypes(String... types) {
    return new ReadOptions(
        layer,
        genome,
        Set.of(types),
        orientation,
        cellColumn,
        annotations,
        firstCells,
        memoryEntries);
  }

  public ReadOptions withOrientation(Orientation newOrientation) {
    return new ReadOptions(
        layer,
        genome,
        featureTypes,
        newOrientation,
        cellColumn,
        annotations,
        firstCells,
        memoryEntries);
  }

  public ReadOptions withCellColumn(String header) {
    return new ReadOptions(
        layer, genome, featureTypes, orientation, header, annotations, firstCells, memoryEntries);
  }

  public ReadOptions withAnnotations(Path table) {
    return new ReadOptions(
        layer,
        genome,
        featureTypes,
        orientation,
        cellColumn,
        Optional.of(table),
        firstCells,
        memoryEntries);
  }

  public ReadOptions withFirstCells(int cells) {
    return new ReadOptions(
        layer, genome, featureTypes, orientation, cellColumn, annotations, cells, memoryEntries);
  }

  public ReadOptions withMemoryEntries(int entries) {
    return new ReadOptions(
        layer, genome, featureTypes, orientation, cellColumn, annotations, firstCells, entries);
  }
}
