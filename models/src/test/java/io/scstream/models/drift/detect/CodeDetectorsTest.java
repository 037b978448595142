package io.scstream.models.drift.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.random.CounterRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CodeDetectorsTest {
  private static final WindowOptions OPTIONS = new WindowOptions(3, 20, 8);

  /** Both take the same arguments. */
  enum Kind {
    MMD,
    LSDD;

    CodeDriftDetector start(double[][] reference) {
      return this == MMD
          ? OnlineMmd.start(reference, OPTIONS)
          : OnlineLsdd.start(reference, OPTIONS);
    }

    CodeDriftDetector restore(double[][] reference, DetectorState state) {
      return this == MMD
          ? OnlineMmd.restore(reference, OPTIONS, state)
          : OnlineLsdd.restore(reference, OPTIONS, state);
    }
  }

  private static double[][] draw(CounterRandom chance, int size, double shift) {
    double[][] codes = new double[size][2];
    for (double[] code : codes) {
      code[0] = shift + chance.nextGaussian();
      code[1] = chance.nextGaussian();
    }
    return codes;
  }

  /** Tests, not vectors: the first two only fill the window. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void isSilentForAsLongAsAskedFor(Kind kind) {
    double sum = 0;
    for (int run = 0; run < 120; run++) {
      CounterRandom chance = CounterRandom.of(1, run, "test");
      CodeDriftDetector detector = kind.start(draw(chance, 150, 0));
      int length = -2;
      while (!detector.accept(draw(chance, 1, 0)[0])) {
        length++;
      }
      sum += length + 1;
    }
    assertThat(sum / 120).isBetween(14.0, 30.0);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void findsAChangeAndGoesOnFromItsState(Kind kind) {
    CounterRandom chance = CounterRandom.of(2, 0, "test");
    double[][] reference = draw(chance, 150, 0);
    CodeDriftDetector whole = kind.start(reference);
    CodeDriftDetector part = kind.restore(reference, kind.start(reference).state());
    boolean isFound = false;
    for (double[] code : draw(chance, 10, 4)) {
      boolean isAlarm = whole.accept(code);
      assertThat(part.accept(code)).isEqualTo(isAlarm);
      part = kind.restore(reference, part.state());
      isFound |= isAlarm;
    }
    assertThat(isFound).isTrue();
    assertThat(whole.evidence()).isPositive();
    assertThat(part.state()).isEqualTo(whole.state());
    whole.reset();
    assertThat(whole.state()).isEqualTo(kind.start(reference).state());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void refusesOtherDimensionsAndSmallReferences(Kind kind) {
    CodeDriftDetector detector = kind.start(draw(CounterRandom.of(3, 0, "test"), 20, 0));
    assertThatThrownBy(() -> detector.accept(new double[3]))
        .hasMessage("Invalid code: 3 dimensions; expected 2");
    assertThatThrownBy(() -> kind.start(draw(CounterRandom.of(3, 0, "test"), 9, 0)))
        .hasMessage("Invalid reference: 9 codes; expected at least 10 for a window of 3");
    assertThatThrownBy(() -> kind.start(new double[20][2]))
        .hasMessageContaining("expected codes that differ");
  }

  /** Against sums over all pairs, on the codes that the reference keeps. */
  @Test
  void theDiscrepancyIsThatOfItsFormula() {
    CounterRandom chance = CounterRandom.of(4, 0, "test");
    double[][] reference = draw(chance, 30, 0);
    OnlineMmd mmd = OnlineMmd.start(reference, OPTIONS);
    int[] order = CounterRandom.of(8, 0, "drift/split").permutation(30);
    double[][] kept =
        Arrays.stream(order, 5, 30).mapToObj(i -> reference[i]).toArray(double[][]::new);
    Similarity kernel = Similarity.of(reference);
    double[][] window = draw(chance, 3, 1);
    double expected =
        mean(kernel, kept, kept, true)
            + mean(kernel, window, window, true)
            - 2 * mean(kernel, kept, window, false);
    assertThat(mmd.statistic(window)).isCloseTo(expected, within(1e-12));
  }

  private static double mean(Similarity kernel, double[][] x, double[][] y, boolean differentOnly) {
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < y.length; j++) {
        if (!differentOnly || i != j) {
          sum += kernel.of(x[i], y[j]);
          pairs++;
        }
      }
    }
    return sum / pairs;
  }

  /** The distance 2 between codes is the median of 1, 2, 3: σ = 2. */
  @Test
  void theBandwidthIsTheMedianDistance() {
    Similarity kernel = Similarity.of(new double[][] {{0}, {1}, {3}});
    assertThat(kernel.of(new double[] {0}, new double[] {2})).isEqualTo(Math.exp(-0.5));
    assertThat(kernel.ofCentres(new double[] {0}, new double[] {4})).isEqualTo(Math.exp(-1));
  }

  /** Half of the splits go at each test: 4 of 1 to 8, then 2 of those that are left. */
  @Test
  void eachThresholdIsAQuantileOfWhatIsLeft() {
    double[][] statistics = new double[8][];
    for (int i = 0; i < 8; i++) {
      statistics[i] = new double[] {i + 1, 10 * (i + 1)};
    }
    assertThat(RunLengthThresholds.of(statistics, 2)).containsExactly(4, 20);
  }
}
