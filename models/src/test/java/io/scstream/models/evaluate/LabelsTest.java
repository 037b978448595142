package io.scstream.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LabelsTest {

  private final Labels labels = Labels.of(new String[] {"KLF1", "control", "KLF1", "AHR"});

  @Test
  void groupsAreTheRanksOfNames() {
    assertThat(labels.cells()).isEqualTo(4);
    assertThat(labels.count()).isEqualTo(3);
    assertThat(labels.cells(0)).containsExactly(3);
    assertThat(labels.cells(1)).containsExactly(0, 2);
    assertThat(labels.cells(2)).containsExactly(1);
  }

  @Test
  void numbersNeedNotBeDense() {
    Labels numbers = Labels.of(new int[] {7, -2, 7, 900});
    assertThat(numbers.count()).isEqualTo(3);
    assertThat(numbers.cells(1)).containsExactly(0, 2);
    assertThat(numbers.size(1)).isEqualTo(2);
  }

  @Test
  void theEntropyIsThatOfTheShares() {
    assertThat(labels.entropy()).isCloseTo(1.5 * Math.log(2), within(1e-15));
  }

  @Test
  void refusesNoneAndAnotherNumberOfCells() {
    assertThatThrownBy(() -> Labels.of(new int[0]))
        .hasMessage("Invalid labels: none; expected one or more");
    assertThatThrownBy(() -> labels.checkCells(new float[3][1]))
        .hasMessage("Invalid labels: 4 for 3 cells; expected one each");
  }
}
