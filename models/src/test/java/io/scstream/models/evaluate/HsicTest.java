package io.scstream.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.random.CounterRandom;
import org.junit.jupiter.api.Test;

class HsicTest {

  private final Hsic known = Hsic.of(KernelVectors.a(), KernelVectors.b());

  @Test
  void agreesWithFortyDigitArithmetic() {
    assertThat(known.biased()).isCloseTo(0.0021979259590692, within(1e-12));
    assertThat(known.normalized()).isCloseTo(0.119945622053540, within(1e-12));
    assertThat(known.unbiased()).isCloseTo(-0.0098699072726934, within(1e-12));
  }

  @Test
  void theUnbiasedOneIsTheSumOverAllFourDifferentCells() {
    double[][] k = Kernels.gaussian(KernelVectors.a());
    double[][] l = Kernels.gaussian(KernelVectors.b());
    double sum = 0;
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < 6; j++) {
        for (int q = 0; q < 6; q++) {
          for (int r = 0; r < 6; r++) {
            if (i != j && i != q && i != r && j != q && j != r && q != r) {
              sum += k[i][j] * l[i][j] + k[i][j] * l[q][r] - 2 * k[i][j] * l[i][q];
            }
          }
        }
      }
    }
    assertThat(known.unbiased()).isCloseTo(sum / (6 * 5 * 4 * 3), within(1e-14));
  }

  @Test
  void aBlockDependsWhollyOnItself() {
    float[][] codes = Draws.normal("codes", 50, 3);
    Hsic itself = Hsic.of(codes, codes);
    assertThat(itself.normalized()).isCloseTo(1, within(1e-12));
    assertThat(itself.debiased(Permutations.identity(50))).isZero();
    int[] order = CounterRandom.of(1, 0, "order").permutation(50);
    float[][] reordered = new float[50][];
    for (int row = 0; row < 50; row++) {
      reordered[row] = codes[order[row]];
    }
    assertThat(itself.debiased(order))
        .isCloseTo(1 - Hsic.of(codes, reordered).normalized(), within(1e-12));
  }

  @Test
  void debiasingLowersTheFloorOfIndependentBlocks() {
    double raw = 0;
    double debiased = 0;
    for (int trial = 0; trial < 50; trial++) {
      Hsic hsic = Hsic.of(Draws.normal("z" + trial, 64, 10), Draws.normal("s" + trial, 64, 10));
      raw += hsic.normalized() / 50;
      debiased += hsic.debiased(CounterRandom.of(1, trial, "order").permutation(64)) / 50;
    }
    assertThat(raw).isGreaterThan(0.15);
    assertThat(debiased).isCloseTo(0, within(0.02));
  }

  @Test
  void thePermutationTestSeesDependenceWithoutCorrelation() {
    float[][] codes = Draws.normal("codes", 200, 1);
    float[][] squares = new float[200][];
    for (int row = 0; row < 200; row++) {
      squares[row] = new float[] {codes[row][0] * codes[row][0]};
    }
    assertThat(Hsic.of(codes, squares).pValue(200, 1)).isEqualTo(1.0 / 201);
  }

  @Test
  void pValuesOfIndependentBlocksAreUniform() {
    double sum = 0;
    int small = 0;
    for (int trial = 0; trial < 200; trial++) {
      double p =
          Hsic.of(Draws.normal("a" + trial, 20, 2), Draws.normal("b" + trial, 20, 2))
              .pValue(49, trial);
      sum += p;
      small += p <= 0.1 ? 1 : 0;
    }
    assertThat(sum / 200).isCloseTo(0.51, within(0.07));
    assertThat(small).isBetween(8, 34);
  }

  @Test
  void mediansOfDistancesMayBeTheWidths() {
    // Mao et al.'s form: squared distances 1, 1, 4, 4, 9, 16 have median 4, of the others 1.
    float[][] first = {{0}, {1}, {2}, {4}};
    float[][] second = {{1}, {1.5f}, {1}, {3}};
    assertThat(Hsic.ofMedianWidths(first, second).biased()).isCloseTo(0.072173542, within(1e-9));
    assertThat(Hsic.ofMedianWidths(first, new float[4][1]).biased()).isCloseTo(0, within(1e-16));
  }

  @Test
  void groupsDependOnCodesThatTellThem() {
    float[][] codes = Draws.grouped("codes", 60, 3, 20);
    Labels groups = Labels.of(Draws.turns(60, 3));
    Labels halves = Labels.of(Draws.turns(60, 2));
    assertThat(Hsic.of(codes, groups).unbiasedNormalized()).isGreaterThan(0.9);
    assertThat(Hsic.of(codes, halves).unbiasedNormalized()).isCloseTo(0, within(0.05));
    assertThat(Hsic.of(codes, Labels.of(new int[60])).unbiasedNormalized()).isZero();
    // Crossed halves of two and two cells.
    Hsic known = Hsic.of(new float[][] {{0}, {0}, {99}, {99}}, Labels.of(Draws.turns(4, 2)));
    assertThat(known.biased()).isCloseTo(0, within(1e-15));
  }

  @Test
  void theGammaLawIsCloseToPermutations() {
    double sum = 0;
    int small = 0;
    for (int trial = 0; trial < 200; trial++) {
      double p =
          Hsic.of(Draws.normal("a" + trial, 60, 2), Draws.normal("b" + trial, 60, 2)).gammaPValue();
      sum += p / 200;
      small += p <= 0.1 ? 1 : 0;
    }
    assertThat(sum).isCloseTo(0.5, within(0.08));
    assertThat(small).isBetween(8, 36);
    float[][] codes = Draws.normal("codes", 60, 2);
    assertThat(Hsic.of(codes, codes).gammaPValue()).isLessThan(1e-6);
    assertThat(Hsic.of(codes, Labels.of(new int[60])).gammaPValue()).isEqualTo(1);
  }

  @Test
  void aConstantBlockDependsOnNothing() {
    assertThat(Hsic.of(new float[30][2], Draws.normal("b", 30, 2)).normalized()).isZero();
  }

  @Test
  void refusesBlocksThatDoNotMatch() {
    float[][] nine = Draws.normal("a", 9, 2);
    assertThatThrownBy(() -> Hsic.of(nine, Draws.normal("b", 8, 2)))
        .hasMessage("Invalid blocks: 9 and 8 rows; expected the same number");
    assertThatThrownBy(() -> Hsic.of(new float[3][2], new float[3][2]))
        .hasMessage("Invalid blocks: 3 rows; expected 4 or more");
    assertThatThrownBy(() -> Hsic.of(nine, nine).debiased(new int[9]))
        .hasMessage("Invalid permutation; expected each of 9 rows once");
  }
}
