package io.scstream.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.models.ModelException;
import io.scstream.models.ModelException.Category;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  void holdsRealValuesOfBothSigns() {
    float[] values = {-0.5f, 2.25f};
    Cell cell = Cell.ofValues("x", Role.TARGET, 1, new int[] {1, 4}, values);
    values[0] = 9;
    assertThat(cell.holdsCounts()).isFalse();
    assertThat(cell.value(0)).isEqualTo(-0.5f);
    assertThat(cell.value(1)).isEqualTo(2.25f);
    assertThat(cell.nonZeros()).isEqualTo(2);
    assertThatThrownBy(() -> cell.count(0))
        .hasMessage("Invalid cell x: real values; expected counts");
    assertThatThrownBy(cell::totalCount).hasMessage("Invalid cell x: real values; expected counts");
  }

  @Test
  void aCountIsAValueToo() {
    Cell cell = cell("x", Role.TARGET, 2);
    assertThat(cell.holdsCounts()).isTrue();
    assertThat(cell.value(0)).isEqualTo(1f);
  }

  @ParameterizedTest
  @ValueSource(floats = {0, Float.NaN, Float.NEGATIVE_INFINITY})
  void refusesWhatIsNoValue(float value) {
    assertThatThrownBy(() -> Cell.ofValues("x", Role.TARGET, 1, new int[] {3}, new float[] {value}))
        .hasMessage(
            "Invalid value at entry 0 of cell x: "
                + value
                + "; expected a finite number other than 0");
  }

  @Test
  void refusesValuesOutOfPlace() {
    assertThatThrownBy(
            () -> Cell.ofValues("x", Role.TARGET, 1, new int[] {3, 3}, new float[] {1, 1}))
        .hasMessage("Invalid gene at entry 1 of cell x: 3; expected an index above 3");
    assertThatThrownBy(() -> Cell.ofValues("x", Role.TARGET, 1, new int[] {3}, new float[0]))
        .hasMessage("Invalid cell x: 1 genes and 0 values; expected as many values as genes");
    assertThatThrownBy(() -> Cell.ofValues("x", Role.TARGET, -1, new int[0], new float[0]))
        .hasMessage("Invalid library size of cell x: -1.0; expected a positive number");
  }

  @Test
  void aMinibatchIsOfOneKind() {
    Cell real = Cell.ofValues("r", Role.TARGET, 1, new int[] {1}, new float[] {-3});
    Minibatch minibatch = Minibatch.of(5, List.of(real));
    assertThat(minibatch.holdsCounts()).isFalse();
    assertThat(minibatch.values()).containsExactly(-3f);
    assertThatThrownBy(minibatch::counts)
        .hasMessage("Invalid cell r: real values; expected counts");
    assertThatThrownBy(() -> Minibatch.of(5, List.of(cell("c", Role.BACKGROUND, 1), real)))
        .hasMessage(
            "Invalid cell r: real values in a minibatch of counts; expected cells of one kind");
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
    assertThat(minibatch.values()).containsExactly(1, 1, 1, 1);
    assertThat(minibatch.holdsCounts()).isTrue();
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
