package io.scstream.models.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.random.CounterRandom;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;

class MixingTest {

  private static final double STEP = 1e-7;

  private final CounterRandom random = CounterRandom.of(9, 0, "points");

  /** Piecewise affine, so differences within a piece are exact up to rounding. */
  private static double smallestSingularValue(Mixing mixing, double[] at) {
    double[] here = mixing.apply(at);
    SimpleMatrix jacobian = new SimpleMatrix(here.length, at.length);
    for (int k = 0; k < at.length; k++) {
      double[] moved = at.clone();
      moved[k] += STEP;
      double[] there = mixing.apply(moved);
      for (int gene = 0; gene < here.length; gene++) {
        jacobian.set(gene, k, (there[gene] - here[gene]) / STEP);
      }
    }
    return jacobian.svd().getSingularValues()[at.length - 1];
  }

  @Test
  void itsDerivativeHasFullRankEverywhere() {
    for (int[] widths :
        new int[][] {{10, 20, 20, 50}, {10, 40, 40, 40, 200}, {15, 40, 40, 40, 99}}) {
      Mixing mixing = Mixing.of(CounterRandom.of(1, 0, "mixing"), widths);
      // Each layer stretches by its scale times at least the slope: a bound on the whole.
      double bound = 1;
      for (int layer = 0; layer + 1 < widths.length; layer++) {
        bound *= Math.sqrt(2 / 1.04) * Math.sqrt(2.0 / (widths[layer] + widths[layer + 1]));
        bound *= layer + 2 < widths.length ? 0.2 : 1;
      }
      for (int i = 0; i < 50; i++) {
        double[] at = Codes.normal(widths[0], 2, random);
        assertThat(smallestSingularValue(mixing, at)).isGreaterThan(0.99 * bound);
      }
    }
  }

  @Test
  void aSingleLayerKeepsAnglesAndScalesLengths() {
    Mixing mixing = Mixing.of(CounterRandom.of(2, 0, "mixing"), 4, 9);
    double scale = Math.sqrt(2 / 1.04) * Math.sqrt(2.0 / 13);
    for (int i = 0; i < 20; i++) {
      double[] a = Codes.normal(4, 1, random);
      double[] b = Codes.normal(4, 1, random);
      assertThat(dot(mixing.apply(a), mixing.apply(b)))
          .isCloseTo(scale * scale * dot(a, b), within(1e-12));
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
