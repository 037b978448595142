package io.scstream.models.drift;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.data.Cell;
import io.scstream.models.memory.RememberedCell;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is kept of a batch, so that later models can be asked about it too: a few of its raw cells,
 * as many of each batch. To compare all cells of a new batch with the sketches of old ones would
 * make every new batch strange.
 *
 * @param batch its name
 * @param cells chosen uniformly, at most {@link #CELLS}
 * @param strata cells of the whole batch in each stratum
 */
public record BatchSketch(
    String batch, List<RememberedCell> cells, SortedMap<String, Integer> strata) {
  /** Cells of a sketch, if the batch has as many. */
  public static final int CELLS = 64;

  /** Copies and checks. */
  public BatchSketch {
    cells = List.copyOf(cells);
    strata = Collections.unmodifiableSortedMap(new TreeMap<>(strata));
    checkInput(
        !cells.isEmpty() && cells.size() <= CELLS,
        "Invalid sketch of batch %s: %d cells; expected 1 to %d",
        batch,
        cells.size(),
        CELLS);
    for (Map.Entry<String, Integer> stratum : strata.entrySet()) {
      checkInput(
          stratum.getValue() >= 0,
          "Invalid sketch of batch %s: %d cells of stratum %s; expected 0 or more",
          batch,
          stratum.getValue(),
          stratum.getKey());
    }
    checkInput(!strata.isEmpty(), "Invalid sketch of batch %s: no strata; expected some", batch);
  }

  /** The cells without their strata. */
  List<Cell> bare() {
    return cells.stream().map(RememberedCell::cell).toList();
  }

  /** The strata of the cells, in their order. */
  List<String> strataOfCells() {
    return cells.stream().map(RememberedCell::stratum).toList();
  }
}
