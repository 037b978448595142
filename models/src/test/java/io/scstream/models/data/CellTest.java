package io.scstream.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.models.ModelException;
import io.scstream.models.ModelException.Category;
import java.util.List;
import org.junit.jupiter.api.Test;

class CellTest {

  @Test
  void sharesNoArray() {
    int[] genes = {1, 4};
    int[] counts = {2, 3};
    Cell cell = Cell.of("x", Role.TARGET, 7.5, genes, counts);
    genes[0] = 3;
    counts[1] = 9;
    assertThat(cell.gene(0)).isEqualTo(1);
    assertThat(cell.count(1)).isEqualTo(3);
    assertThat(cell.totalCount()).isEqualTo(5);
    assertThat(cell.nonZeros()).isEqualTo(2);
  }

  @Test
  void refusesWhatIsNoCell() {
    assertRefused(
        1,
        new int[] {0, 1, 2, 5},
        new int[] {1, 1, 1, -1},
        "Invalid count at entry 3 of cell x: -1; expected a positive integer");
    assertRefused(
        1,
        new int[] {2, 2},
        new int[] {1, 1},
        "Invalid gene at entry 1 of cell x: 2; expected an index above 2");
    assertRefused(
        1,
        new int[] {-1},
        new int[] {1},
        "Invalid gene at entry 0 of cell x: -1; expected an index above -1");
    assertRefused(
        1,
        new int[] {1},
        new int[0],
        "Invalid cell x: 1 genes and 0 counts; expected as many counts as genes");
    assertRefused(
        0,
        new int[0],
        new int[0],
        "Invalid library size of cell x: 0.0; expected a positive number");
    assertRefused(
        Double.NaN,
        new int[0],
        new int[0],
        "Invalid library size of cell x: NaN; expected a positive number");
  }

  private static void assertRefused(double librarySize, int[] genes, int[] counts, String message) {
    assertThatThrownBy(() -> Cell.of("x", Role.TARGET, librarySize, genes, counts))
        .isInstanceOfSatisfying(
            ModelException.class, e -> assertThat(e.category()).isEqualTo(Category.BAD_INPUT))
        .hasMessage(message);
  }

  @Test
  void aMinibatchPutsBackgroundFirstAndKeepsOrder() {
    Minibatch minibatch =
        Minibatch.of(
            5,
            List.of(
                cell("t1", Role.TARGET, 4),
                cell("b1", Role.BACKGROUND, 0),
                cell("t2", Role.TARGET, 2),
                cell("b2", Role.BACKGROUND, 3)));
    assertThat(List.of(0, 1, 2, 3).stream().map(row -> minibatch.cell(row).id()))
        .containsExactly("b1", "b2", "t1", "t2");
    assertThat(minibatch.background()).isEqualTo(2);
    assertThat(minibatch.target()).isEqualTo(2);
    assertThat(minibatch.geneIndices()).containsExactly(0, 3, 4, 2);
    assertThat(minibatch.counts()).containsExactly(1, 1, 1, 1);
    assertThat(minibatch.rowStart(4)).isEqualTo(minibatch.nonZeros()).isEqualTo(4);
  }

  private static Cell cell(String id, Role role, int gene) {
    return Cell.of(id, role, 1, new int[] {gene}, new int[] {1});
  }

  @Test
  void aMinibatchRefusesForeignGenesAndEmptiness() {
    assertThatThrownBy(() -> Minibatch.of(5, List.of(cell("b", Role.TARGET, 5))))
        .hasMessage("Invalid gene of cell b: 5; expected an index below 5");
    assertThatThrownBy(() -> Minibatch.of(5, List.of()))
        .hasMessage("Invalid minibatch: no cells; expected at least one");
  }
}
