package io.scstream.bench;

import static io.scstream.models.ModelException.checkConfig;

import io.scstream.ingest.FileCells;
import io.scstream.jobs.operator.CellGroups;
import io.scstream.jobs.operator.ChunkCells;
import io.scstream.models.data.Cell;
import io.scstream.models.spec.Groups;
import io.scstream.models.trial.Phase;
import io.scstream.schema.Role;
import io.scstream.schema.cells.CellContent;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Cells of files as if one value of an annotation came after another, treatment by treatment. */
public final class CellPhases {
  private CellPhases() {}

  /**
   * So many phases for each value, in the order of names. The treatments of a value are dealt to
   * its phases by turns, its background cells likewise.
   *
   * @param column whose values come one after another, such as the cell line
   */
  public static List<Phase> of(FileCells files, String column, int phasesEach, long seed) {
    SortedMap<String, List<CellContent>> values = new TreeMap<>();
    for (CellContent cell : files.cells()) {
      if (cell.nonZeros() > 0) {
        String value = cell.annotations().covariates().getOrDefault(column, "");
        values.computeIfAbsent(value, name -> new ArrayList<>()).add(cell);
      }
    }
    List<Phase> phases = new ArrayList<>();
    values.forEach(
        (value, cells) -> {
          List<List<Cell>> dealt = dealt(files.dataset(), value, cells, phasesEach);
          for (int i = 0; i < dealt.size(); i++) {
            phases.add(Phase.shuffled(value + "-" + (i + 1), dealt.get(i), seed));
          }
        });
    return phases;
  }

  private static List<List<Cell>> dealt(
      String dataset, String value, List<CellContent> cells, int hands) {
    List<List<Cell>> dealt = new ArrayList<>();
    for (int i = 0; i < hands; i++) {
      dealt.add(new ArrayList<>());
    }
    List<String> treatments =
        cells.stream()
            .filter(cell -> cell.role() == Role.TARGET)
            .map(CellGroups::treatment)
            .distinct()
            .sorted()
            .toList();
    checkConfig(
        treatments.size() >= hands,
        "Invalid phases of each value: %d; expected at most the treatments of %s, %d",
        hands,
        value,
        treatments.size());
    int background = 0;
    for (CellContent cell : cells) {
      int hand =
          cell.role() == Role.TARGET
              ? treatments.indexOf(CellGroups.treatment(cell)) % hands
              : background++ % hands;
      dealt.get(hand).add(ChunkCells.modelCell(dataset, cell, Groups.ONE));
    }
    return dealt;
  }
}
