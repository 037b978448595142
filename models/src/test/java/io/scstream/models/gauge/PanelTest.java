package io.scstream.models.gauge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PanelTest {
  private static final Gauge GAUGE = Gauge.first(9, 3, 2);

  private static List<Cell> cells(int controls, int targets) {
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < controls + targets; i++) {
      Role role = i < controls ? Role.BACKGROUND : Role.TARGET;
      cells.add(Cell.of("c" + i, role, 10, new int[] {0}, new int[] {1}));
    }
    return cells;
  }

  private static Panel panel(int controls, int targets) {
    return new Panel(
        cells(controls, targets),
        PanelCodes.of(new float[controls + targets][3], new float[targets][2]),
        GAUGE);
  }

  @Test
  void everySpaceWithCellsNeedsMoreOfThemThanDimensions() {
    assertThat(panel(2, 3).holds(cells(2, 3), 1)).isTrue();
    assertThat(panel(4, 0).holds(cells(9, 0), 1)).as("no target cell yet").isTrue();
    assertThat(panel(4, 0).holds(cells(9, 1), 1)).as("the first target cell").isFalse();
    assertThat(panel(4, 2).holds(cells(4, 2), 1)).as("2 cells, 2 dimensions").isFalse();
    assertThat(panel(0, 3).holds(cells(0, 3), 1)).as("3 cells, 3 dimensions").isFalse();
  }

  @Test
  void refusesCodesOfOtherCells() {
    List<Cell> cells = cells(1, 1);
    assertThatThrownBy(
            () -> new Panel(cells, PanelCodes.of(new float[2][3], new float[2][2]), GAUGE))
        .hasMessage("Invalid panel: 2 salient codes; expected 1");
    assertThatThrownBy(
            () -> new Panel(cells, PanelCodes.of(new float[2][4], new float[1][2]), GAUGE))
        .hasMessage("Invalid panel: 4 coordinates in a background code; expected 3");
    assertThatThrownBy(
            () ->
                new Panel(
                    List.of(cells.get(1), cells.get(0)),
                    PanelCodes.of(new float[2][3], new float[1][2]),
                    GAUGE))
        .hasMessage("Invalid panel: cell c0 after a target cell; expected background cells first");
  }

  @Test
  void movementIsMeasuredBySpread() {
    // A square of half-diagonal 1 that is shifted by a quarter; two salient cells that swap.
    float[][] square = {{1, 0}, {0, 1}, {-1, 0}, {0, -1}};
    float[][] shifted = {{1.25f, 0}, {0.25f, 1}, {-0.75f, 0}, {0.25f, -1}};
    float[][] pair = {{3}, {1}};
    float[][] swapped = {{1}, {3}};
    Movement movement =
        Movement.between(PanelCodes.of(square, pair), PanelCodes.of(shifted, swapped));
    assertThat(movement).isEqualTo(new Movement(0.25, 2));
    float[][] none = {};
    float[][] one = {{5, 5}};
    Movement unmeasured = Movement.between(PanelCodes.of(one, none), PanelCodes.of(one, none));
    assertThat(unmeasured.background()).as("no spread").isNaN();
    assertThat(unmeasured.salient()).as("no cells").isNaN();
    assertThatThrownBy(
            () -> Movement.between(PanelCodes.of(square, pair), PanelCodes.of(one, pair)))
        .hasMessage("Invalid panel: 1 cells now and 4 before; expected the same cells");
  }
}
