package io.scstream.models.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class VariableGenesTest {

  private static Cell cell(String id, int... counts) {
    int[] genes = new int[counts.length];
    int[] nonZeros = new int[counts.length];
    int size = 0;
    for (int gene = 0; gene < counts.length; gene++) {
      if (counts[gene] > 0) {
        genes[size] = gene;
        nonZeros[size++] = counts[gene];
      }
    }
    return Cell.of(id, Role.TARGET, 100, Arrays.copyOf(genes, size), Arrays.copyOf(nonZeros, size));
  }

  @Test
  void residualsAreThoseOfAHandComputedCase() {
    // Totals: cells 4 and 4, genes 4, 4 and 0, all 8; every mean is 4 · 4/8 = 2, or 0.
    // Residuals ±1/√(2 + 4/100), so the variance is 1/2.04.
    double[] variances =
        VariableGenes.residualVariances(List.of(cell("a", 1, 3, 0), cell("b", 3, 1, 0)), 3);
    assertThat(variances[0]).isCloseTo(1 / 2.04, within(1e-12));
    assertThat(variances[1]).isCloseTo(1 / 2.04, within(1e-12));
    assertThat(variances[2]).isZero();
  }

  @Test
  void residualsStayWithinTheRootOfTheCells() {
    // Totals: cells 50 and 50, genes 50 and 50, means 25; raw residuals ±25/√31.25 = ±4.47.
    double[] variances =
        VariableGenes.residualVariances(List.of(cell("a", 50, 0), cell("b", 0, 50)), 2);
    assertThat(variances[0]).isCloseTo(2, within(1e-12));
  }

  @Test
  void depthAloneMakesNoGeneVariable() {
    List<Cell> cells = List.of(cell("a", 1, 2), cell("b", 10, 20), cell("c", 3, 6));
    assertThat(VariableGenes.residualVariances(cells, 2))
        .containsExactly(new double[] {0, 0}, within(1e-24));
  }

  @Test
  void keepsTheGenesThatDifferInRisingOrder() {
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      cells.add(i % 2 == 0 ? cell("e" + i, 5, 9, 5, 0) : cell("o" + i, 5, 0, 5, 9));
    }
    assertThat(VariableGenes.of(cells, 4, 2)).containsExactly(1, 3);
    assertThat(VariableGenes.of(cells, 4, 9)).containsExactly(0, 1, 2, 3);
  }

  @Test
  void refusesNothingToChooseFrom() {
    assertThatThrownBy(() -> VariableGenes.of(List.of(cell("a", 1)), 1, 0))
        .hasMessage("Invalid genes to keep: 0; expected a positive number");
    assertThatThrownBy(() -> VariableGenes.of(List.of(cell("a", 0, 0)), 2, 1))
        .hasMessage("Invalid cells: no counts; expected one or more");
  }
}
