package io.scstream.bench;

import io.scstream.ingest.FileCells;
import io.scstream.jobs.operator.ChunkCells;
import io.scstream.models.data.Cell;
import io.scstream.models.spec.Groups;
import io.scstream.models.stream.HoldOut;
import io.scstream.models.trial.KnownCells;
import io.scstream.models.trial.VariableGenes;
import io.scstream.schema.Role;
import io.scstream.schema.cells.CellContent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Cells of files on their most variable genes, some held out.
 *
 * @param genes ids of the genes that were kept
 * @param empty cells without a count of these genes, which are left out
 */
public record RealCells(String dataset, List<String> genes, KnownCells cells, int empty) {

  public RealCells {
    genes = List.copyOf(genes);
  }

  /**
   * What to make of the cells.
   *
   * @param genes to keep at most, chosen by the cells that are not held out
   * @param label annotation that distinguishes target cells
   * @param shared annotation of what background cells have too
   */
  public record Choice(
      int genes, HoldOut holdOut, Optional<String> label, Optional<String> shared) {}

  /** The library of a cell is the sum of its counts of the genes that are kept. */
  public static RealCells of(FileCells files, Choice choice) {
    List<Cell> all = new ArrayList<>();
    for (CellContent cell : files.cells()) {
      if (cell.nonZeros() > 0) {
        all.add(ChunkCells.modelCell(files.dataset(), cell, Groups.ONE));
      }
    }
    int[] kept =
        VariableGenes.of(
            all.stream().filter(cell -> !isHeldOut(cell, choice)).toList(),
            files.genes().size(),
            choice.genes());
    List<Cell> narrow = all.stream().flatMap(cell -> narrowed(cell, kept).stream()).toList();
    return new RealCells(
        files.dataset(),
        Arrays.stream(kept).mapToObj(files.genes()::get).toList(),
        new KnownCells(
            kept.length,
            narrow.stream().filter(cell -> !isHeldOut(cell, choice)).toList(),
            narrow.stream().filter(cell -> isHeldOut(cell, choice)).toList(),
            annotations(files, choice.label()),
            annotations(files, choice.shared())),
        files.cells().size() - narrow.size());
  }

  private static boolean isHeldOut(Cell cell, Choice choice) {
    return choice.holdOut().holds(cell.id(), Optional.empty());
  }

  private static Optional<Cell> narrowed(Cell cell, int[] kept) {
    int[] genes = new int[cell.nonZeros()];
    int[] counts = new int[cell.nonZeros()];
    int size = 0;
    long library = 0;
    for (int i = 0; i < cell.nonZeros(); i++) {
      int gene = Arrays.binarySearch(kept, cell.gene(i));
      if (gene >= 0) {
        genes[size] = gene;
        counts[size] = cell.count(i);
        library += counts[size];
        size++;
      }
    }
    return size == 0
        ? Optional.empty()
        : Optional.of(
            Cell.of(
                cell.id(),
                cell.role(),
                (double) library,
                Arrays.copyOf(genes, size),
                Arrays.copyOf(counts, size)));
  }

  /** Of target cells, by the id of the model's cell. */
  private static Map<String, String> annotations(FileCells files, Optional<String> column) {
    Map<String, String> values = new HashMap<>();
    column.ifPresent(
        name -> {
          for (CellContent cell : files.cells()) {
            if (cell.role() == Role.TARGET) {
              values.put(
                  ChunkCells.cellKey(files.dataset(), cell.id()),
                  cell.annotations().covariates().getOrDefault(name, ""));
            }
          }
        });
    return values;
  }
}
