package io.scstream.response;

import io.scstream.ingest.FileCells;
import io.scstream.jobs.operator.ChunkCells;
import io.scstream.models.ModelException;
import io.scstream.models.calibrate.WithheldPair;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Condition;
import io.scstream.models.data.Role;
import io.scstream.models.spec.ModelSpec;
import io.scstream.schema.cells.CellContent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Treated cells of files, with controls of the same covariates, as pairs with a measured effect.
 */
public final class WithheldCells {
  private static final int LEAST_CELLS = 20;

  private WithheldCells() {}

  /**
   * The pairs of at least 20 treated cells and as many controls.
   *
   * @param genes ids of the model's genes, in its order
   * @param spec of the model that is to be asked, for the covariates that it reads
   * @throws ModelException if there is no such pair, or a gene of the model is missing
   */
  public static List<WithheldPair> of(FileCells files, List<String> genes, ModelSpec spec) {
    Map<Condition, List<Cell>> treated = new LinkedHashMap<>();
    Map<Map<String, String>, List<Cell>> controls = new HashMap<>();
    int[] places = places(files.genes(), genes);
    for (CellContent content : files.cells()) {
      if (content.nonZeros() > 0) {
        Cell cell = moved(ChunkCells.modelCell(files.dataset(), content, spec), places);
        (cell.role() == Role.BACKGROUND
                ? controls.computeIfAbsent(cell.condition().covariates(), it -> new ArrayList<>())
                : treated.computeIfAbsent(cell.condition(), it -> new ArrayList<>()))
            .add(cell);
      }
    }
    List<WithheldPair> pairs = new ArrayList<>();
    treated.forEach(
        (condition, cells) -> {
          List<Cell> own = controls.getOrDefault(condition.covariates(), List.of());
          if (cells.size() >= LEAST_CELLS && own.size() >= LEAST_CELLS) {
            pairs.add(WithheldPair.measured(condition, own, cells, genes.size()));
          }
        });
    if (pairs.isEmpty()) {
      throw new ModelException(
          ModelException.Category.BAD_INPUT,
          "Invalid withheld cells: no pair of covariates and treatment with %d treated cells and"
                  .formatted(LEAST_CELLS)
              + " as many controls; expected one at least");
    }
    return pairs;
  }

  /** Where each gene of the files is in the model; -1 for one that it does not have. */
  private static int[] places(List<String> ofFiles, List<String> ofModel) {
    Map<String, Integer> places = new HashMap<>();
    for (int gene = 0; gene < ofModel.size(); gene++) {
      places.put(ofModel.get(gene), gene);
    }
    int[] found = ofFiles.stream().mapToInt(id -> places.getOrDefault(id, -1)).toArray();
    long known = ofFiles.stream().distinct().filter(places::containsKey).count();
    if (known < ofModel.size()) {
      throw new ModelException(
          ModelException.Category.BAD_INPUT,
          "Invalid withheld cells: %d of the model's %d genes; expected all of them"
              .formatted(known, ofModel.size()));
    }
    return found;
  }

  private static Cell moved(Cell cell, int[] places) {
    SortedMap<Integer, Integer> counts = new TreeMap<>();
    for (int i = 0; i < cell.nonZeros(); i++) {
      int place = places[cell.gene(i)];
      if (place >= 0) {
        counts.put(place, cell.count(i));
      }
    }
    int[] genes = counts.keySet().stream().mapToInt(Integer::intValue).toArray();
    int[] values = counts.values().stream().mapToInt(Integer::intValue).toArray();
    return Cell.of(cell.id(), cell.role(), cell.librarySize(), genes, values)
        .under(cell.condition());
  }
}
