package io.scstream.models.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.memory.RememberedCell;
import io.scstream.models.trial.BatchSeriesTrial.Batch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchChangeTest {
  private static final Batch BATCH = batch();

  /** Sixty cells of 100 counts on each of gene 0 and gene 1, two thirds of them in stratum a. */
  private static Batch batch() {
    List<RememberedCell> cells = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Cell cell = Cell.of("c" + i, Role.TARGET, 200, new int[] {0, 1}, new int[] {100, 100});
      cells.add(new RememberedCell(cell, i % 3 == 0 ? "b" : "a"));
    }
    return new Batch("x", cells);
  }

  private static double mean(Batch batch, int entry) {
    return batch.cells().stream().mapToInt(it -> it.cell().count(entry)).average().orElseThrow();
  }

  @Test
  void depthHalvesAllCounts() {
    Batch changed = BatchChange.DEPTH.of(List.of(BATCH), 1).get(0);
    assertThat(mean(changed, 0)).isCloseTo(50, within(3.0));
    assertThat(mean(changed, 1)).isCloseTo(50, within(3.0));
    Cell first = changed.cells().get(0).cell();
    assertThat(first.librarySize()).isEqualTo((double) first.totalCount());
    assertThat(changed.name()).isEqualTo("x/depth");
  }

  @Test
  void genesTakesFromOneGeneInTen() {
    Batch changed = BatchChange.GENES.of(List.of(BATCH), 1).get(0);
    assertThat(mean(changed, 0)).isCloseTo(25, within(2.5));
    assertThat(mean(changed, 1)).isEqualTo(100);
  }

  @Test
  void compositionLeavesTheCommonestStratumOut() {
    Batch changed = BatchChange.COMPOSITION.of(List.of(BATCH), 1).get(0);
    assertThat(changed.cells()).hasSize(20).allMatch(cell -> cell.stratum().equals("b"));
  }
}
