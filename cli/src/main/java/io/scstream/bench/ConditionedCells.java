package io.scstream.bench;

import io.scstream.ingest.FileCells;
import io.scstream.jobs.operator.ChunkCells;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Condition;
import io.scstream.models.stream.HoldOut;
import io.scstream.models.trial.factor.FactorData;
import io.scstream.schema.cells.CellContent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Cells of files under the conditions that the files tell, for factorized models. */
public final class ConditionedCells {
  private static final double HELD_OUT = 0.3;
  private static final long SEED = 42;

  private ConditionedCells() {}

  /**
   * The cells on their most variable genes; three in ten are to be tested.
   *
   * @param genes to keep at most
   */
  public static FactorData of(FileCells files, int genes) {
    Map<String, Condition> conditions = new HashMap<>();
    TreeSet<String> covariates = new TreeSet<>();
    for (CellContent cell : files.cells()) {
      Condition condition = condition(cell);
      covariates.addAll(condition.covariates().keySet());
      conditions.put(ChunkCells.cellKey(files.dataset(), cell.id()), condition);
    }
    HoldOut holdOut = new HoldOut(HoldOut.Unit.CELL, HELD_OUT, SEED);
    RealCells real =
        RealCells.of(
            files, new RealCells.Choice(genes, holdOut, Optional.empty(), Optional.empty()));
    return FactorData.of(
        files.dataset(),
        List.copyOf(covariates),
        real.genes().size(),
        under(real.cells().fitted(), conditions),
        under(real.cells().heldOut(), conditions));
  }

  private static Condition condition(CellContent cell) {
    CellContent.Annotations known = cell.annotations();
    List<Condition.Dose> doses =
        known.treatments().stream()
            .map(it -> new Condition.Dose(it.getName(), it.getDose()))
            .toList();
    return new Condition(new TreeMap<>(known.covariates()), doses);
  }

  private static List<Cell> under(List<Cell> cells, Map<String, Condition> conditions) {
    return cells.stream()
        .map(cell -> cell.under(conditions.getOrDefault(cell.id(), Condition.UNKNOWN)))
        .toList();
  }
}
