package io.scstream.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.random.CounterRandom;
import io.scstream.schema.Role;
import io.scstream.schema.cells.CellContent;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What becomes of a cell. */
class ChangeTest {
  private static final CellContent CELL =
      CellContent.of(
          "before",
          Role.TARGET,
          200,
          new int[] {0, 3, 19, 20},
          new int[] {1, 2, 3, 4},
          CellContent.Annotations.NONE);

  private static CellContent changed(Change change, CellContent cell) {
    return change.apply(cell, "after", CounterRandom.of(1, 2, "test"));
  }

  @Test
  void withoutAChangeOnlyTheNameIsAnother() {
    CellContent same = changed(Change.NONE, CELL);
    assertThat(same.id()).isEqualTo("after");
    assertThat(same.genes()).isEqualTo(CELL.genes());
    assertThat(same.counts()).isEqualTo(CELL.counts());
    assertThat(same.librarySize()).isEqualTo(200);
  }

  @Test
  void aShiftTurnsEveryTwentiethGeneUpFourfold() {
    CellContent shifted = changed(Change.SHIFT, CELL);
    assertThat(shifted.counts()).containsExactly(4, 2, 3, 16);
    assertThat(shifted.librarySize()).isEqualTo(200 * 25 / 10.0);
    assertThat(CELL.counts()).as("the cell itself stays").containsExactly(1, 2, 3, 4);
  }

  @Test
  void chemistryLosesAboutHalfAndKeepsNoZeros() {
    int[] genes = new int[2000];
    int[] counts = new int[2000];
    Arrays.setAll(genes, i -> i);
    Arrays.fill(counts, 2);
    CellContent many =
        CellContent.of("m", Role.TARGET, 4000, genes, counts, CellContent.Annotations.NONE);
    CellContent thin = changed(Change.CHEMISTRY, many);
    int left = Arrays.stream(thin.counts()).sum();
    // 4,000 fair coins: standard deviation 32.
    assertThat((double) left).isCloseTo(2000, within(160.0));
    assertThat(thin.counts()).doesNotContain(0).hasSameSizeAs(thin.genes());
    assertThat(thin.librarySize()).isEqualTo(left);
  }
}
