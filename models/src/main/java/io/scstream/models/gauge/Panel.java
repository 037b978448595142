package io.scstream.models.gauge;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The cells that hold a frame in place, and where the last version published them.
 *
 * @param cells background cells first, then group by group
 * @param published in the background space all cells, [n, d_z]; in the salient spaces the target
 *     cells, [m, K d_s]
 * @param gauge of the version that published them so
 */
public record Panel(List<Cell> cells, PanelCodes published, Gauge gauge) {

  /** Checks and copies. */
  public Panel {
    cells = List.copyOf(cells);
    for (int i = 1; i < cells.size(); i++) {
      checkInput(
          cells.get(i - 1).role().compareTo(cells.get(i).role()) <= 0,
          "Invalid panel: cell %s after a target cell; expected background cells first",
          cells.get(i).id());
    }
    checkCodes("background", published.background(), cells.size(), gauge.background().size());
    checkCodes("salient", published.salient(), targets(cells), gauge.salient().size());
  }

  private static void checkCodes(String space, float[][] codes, int rows, int size) {
    checkInput(
        codes.length == rows, "Invalid panel: %d %s codes; expected %d", codes.length, space, rows);
    for (float[] code : codes) {
      checkInput(
          code.length == size,
          "Invalid panel: %d coordinates in a %s code; expected %d",
          code.length,
          space,
          size);
    }
  }

  /** How many of these cells have codes in the salient space. */
  public static int targets(List<Cell> cells) {
    return (int) cells.stream().filter(cell -> cell.role() == Role.TARGET).count();
  }

  /** The groups of the cells that have codes in a salient space, row by row. */
  public List<Integer> groups() {
    return cells.stream().filter(cell -> cell.role() == Role.TARGET).map(Cell::group).toList();
  }

  /**
   * Whether the frame can be held for these cells: each space that they have codes in needs more
   * cells here than it has dimensions, as fewer leave some direction open.
   *
   * @param groups of target cells, each with a salient space of its own
   */
  public boolean holds(List<Cell> next, int groups) {
    boolean holds = holds(cells.size(), gauge.background().size(), next.size());
    for (int group = 0; group < groups && holds; group++) {
      holds = holds(targets(cells, group), gauge.salient().size() / groups, targets(next, group));
    }
    return holds;
  }

  private static int targets(List<Cell> cells, int group) {
    return (int)
        cells.stream().filter(it -> it.role() == Role.TARGET && it.group() == group).count();
  }

  /**
   * Where some of its cells were published.
   *
   * @param some cells of this panel, background cells first
   * @throws io.scstream.models.ModelException if one of them is not in the panel
   */
  public PanelCodes publishedOf(List<Cell> some) {
    Map<String, Integer> rows = new HashMap<>();
    cells.forEach(cell -> rows.put(cell.id(), rows.size()));
    int controls = cells.size() - targets(cells);
    float[][] background = published.background();
    float[][] salient = published.salient();
    List<float[]> ofBackground = new ArrayList<>();
    List<float[]> ofSalient = new ArrayList<>();
    for (Cell cell : some) {
      int row = rows.getOrDefault(cell.id(), -1);
      checkInput(row >= 0, "Invalid cell %s; expected one of the panel", cell.id());
      ofBackground.add(background[row]);
      if (cell.role() == Role.TARGET) {
        ofSalient.add(salient[row - controls]);
      }
    }
    return PanelCodes.of(ofBackground.toArray(float[][]::new), ofSalient.toArray(float[][]::new));
  }

  private static boolean holds(int cells, int size, int next) {
    return next == 0 || cells > size;
  }
}
