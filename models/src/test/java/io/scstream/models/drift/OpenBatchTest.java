package io.scstream.models.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.memory.RememberedCell;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenBatchTest {
  private static RememberedCell cell(int number) {
    return new RememberedCell(
        Cell.of("c" + number, Role.TARGET, 10 + number, new int[] {0}, new int[] {1}),
        "stratum-" + number % 3);
  }

  private static List<RememberedCell> cells(int size) {
    List<RememberedCell> cells = new ArrayList<>();
    for (int number = 0; number < size; number++) {
      cells.add(cell(number));
    }
    return cells;
  }

  private static OpenBatch of(String batch, List<RememberedCell> cells) {
    OpenBatch open = OpenBatch.start(batch, 1);
    cells.forEach(open::add);
    return open;
  }

  @Test
  void choosesTheSameCellsInAnyOrderAndAfterARestart() {
    List<RememberedCell> cells = cells(2000);
    ClosedBatch closed = of("b", cells).close();
    assertThat(closed.sketch().cells()).hasSize(64);
    assertThat(closed.sample()).hasSize(512).startsWith(closed.sketch().cells().get(0).cell());
    assertThat(closed.cells()).isEqualTo(2000);
    assertThat(closed.sketch().strata()).containsEntry("stratum-0", 667).hasSize(3);

    OpenBatch part = of("b", cells.subList(0, 900));
    OpenBatch restored = OpenBatch.restore(1, part.state());
    cells.subList(900, 2000).forEach(restored::add);
    assertThat(restored.close()).isEqualTo(closed);

    Collections.reverse(cells);
    assertThat(of("b", cells).close().sketch()).isEqualTo(closed.sketch());
  }

  /** Each of 128 cells is chosen in half of the batches. */
  @Test
  void choosesUniformly() {
    List<RememberedCell> cells = cells(128);
    int[] chosen = new int[128];
    for (int batch = 0; batch < 1000; batch++) {
      for (RememberedCell cell : of("b" + batch, cells).close().sketch().cells()) {
        chosen[Integer.parseInt(cell.cell().id().substring(1))]++;
      }
    }
    double chiSquared = 0;
    for (int count : chosen) {
      chiSquared += (count - 500) * (count - 500) / 250.0;
    }
    // About χ² with 127 degrees of freedom and deviation 16.
    assertThat(chiSquared).isCloseTo(127, within(64.0));
  }

  /** All that it holds is bounded. */
  @Test
  void keepsFewOfManyCells() {
    OpenBatch open = OpenBatch.start("b", 1);
    for (int number = 0; number < 30_000; number++) {
      open.add(
          new RememberedCell(
              Cell.of("c" + number, Role.TARGET, 10, new int[0], new int[0]), "s" + number % 5000));
    }
    OpenBatchState state = open.state();
    assertThat(state.sample()).hasSize(512);
    assertThat(state.librarySizes()).hasSize(20_000);
    assertThat(state.strata()).hasSize(1001).containsEntry("(others)", 24_000);
  }

  /** The second half of the cells has a third of the counts. */
  @Test
  void seesAChangeWithinTheBatch() {
    OpenBatch clogged = OpenBatch.start("b", 1);
    for (int number = 0; number < 1000; number++) {
      double size = (number < 500 ? 3000 : 1000) + 10.0 * (number % 50);
      clogged.add(
          new RememberedCell(Cell.of("c" + number, Role.TARGET, size, new int[0], new int[0]), ""));
    }
    assertThat(clogged.close().acquisitionCuts()).isPositive();
    OpenBatch well = OpenBatch.start("b", 1);
    for (int number = 0; number < 1000; number++) {
      well.add(
          new RememberedCell(
              Cell.of(
                  "c" + number, Role.TARGET, 1000 + (number * 7919) % 501, new int[0], new int[0]),
              ""));
    }
    assertThat(well.close().acquisitionCuts()).isZero();
  }

  @Test
  void refusesToCloseWithoutCells() {
    assertThatThrownBy(() -> OpenBatch.start("b", 1).close())
        .hasMessage("Invalid batch b: no cells; expected 1 or more");
  }
}
