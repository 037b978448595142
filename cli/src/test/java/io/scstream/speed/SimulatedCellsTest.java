package io.scstream.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedCellsTest {
  private final SimulatedCells cells = new SimulatedCells(200, 9, 0.08, 3);

  @Test
  void haveTheDensityThatWasAskedForAndSmallCounts() {
    List<Minibatch> minibatches = new SimulatedCells(200, 200, 0.08, 3).minibatches(2);
    Minibatch minibatch = minibatches.get(0);
    assertThat(minibatch.cells()).isEqualTo(200);
    assertThat(minibatch.background()).isEqualTo(100);
    assertThat(minibatch.nonZeros()).isEqualTo(200 * 16);
    assertThat(Arrays.stream(minibatch.counts()).average().orElseThrow()).isBetween(1.8, 2.2);
    long genes = Arrays.stream(minibatch.geneIndices()).distinct().count();
    assertThat(genes).isEqualTo(200); // every gene is expressed by some cell
    Cell cell = minibatch.cell(0);
    assertThat(cell.librarySize()).isEqualTo((double) cell.totalCount());
  }

  @Test
  void minibatchesDifferAndTheSeedRepeatsThem() {
    List<Minibatch> minibatches = cells.minibatches(2);
    assertThat(minibatches.get(0).geneIndices()).isNotEqualTo(minibatches.get(1).geneIndices());
    assertThat(minibatches.get(1).geneIndices())
        .isEqualTo(new SimulatedCells(200, 9, 0.08, 3).minibatches(2).get(1).geneIndices());
    assertThat(minibatches.get(1).geneIndices())
        .isNotEqualTo(new SimulatedCells(200, 9, 0.08, 4).minibatches(2).get(1).geneIndices());
  }

  @Test
  void aDenseCellExpressesEveryGene() {
    assertThat(new SimulatedCells(5, 2, 1, 1).minibatches(1).get(0).nonZeros()).isEqualTo(10);
    assertThat(new SimulatedCells(5, 2, 1e-9, 1).minibatches(1).get(0).nonZeros()).isEqualTo(2);
  }

  @Test
  void refuseWhatCannotBe() {
    assertThatThrownBy(() -> new SimulatedCells(5, 2, 1.5, 1))
        .hasMessage("Invalid density: 1.5; expected a number above 0, and at most 1");
    assertThatThrownBy(() -> new SimulatedCells(5, 1, 1, 1))
        .hasMessage("Invalid batch: 1; expected 2 or more, half of each role");
    assertThatThrownBy(() -> new SimulatedCells(0, 2, 1, 1))
        .hasMessage("Invalid genes: 0; expected a positive number");
  }
}
