package io.scstream.models.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.ModelException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CounterRandomTest {

  private static final int DRAWS = 200_000;

  /** The known answers published with Philox. */
  @Test
  void philoxGivesItsKnownAnswers() {
    assertThat(Philox.block(0, 0, 0))
        .containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
    assertThat(Philox.block(-1, -1, -1))
        .containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
    assertThat(Philox.block(0x85a308d3243f6a88L, 0x0370734413198a2eL, 0x299f31d0a4093822L))
        .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
  }

  @Test
  void givesTheSameStreamForever() {
    CounterRandom random = CounterRandom.of(42, 7, "dropout");
    assertThat(new long[] {random.nextLong(), random.nextLong(), random.nextLong()})
        .containsExactly(7101971051854561826L, 5812876698918136011L, -6132375360138171909L);
    assertThat(CounterRandom.of(42, 7, "order").permutation(8))
        .containsExactly(4, 0, 1, 6, 7, 5, 3, 2);
    float[] gaussian = new float[3];
    CounterRandom.of(42, 7, "noise").fillGaussian(gaussian);
    assertThat(gaussian).containsExactly(1.4871521f, -0.0051237075f, -0.16374935f);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -5, 1L << 40})
  void isUniform(long seed) {
    CounterRandom random = CounterRandom.of(seed, 3, "uniform");
    int[] cells = new int[100];
    double sum = 0;
    for (int i = 0; i < DRAWS; i++) {
      double value = random.nextDouble();
      sum += value;
      cells[(int) (100 * value)]++;
    }
    assertThat(sum / DRAWS).isCloseTo(0.5, within(5 * Math.sqrt(1.0 / 12 / DRAWS)));
    assertThat(chiSquare(cells)).isLessThan(99 + 5 * Math.sqrt(2 * 99));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 64, 1000})
  void boundedDrawsAreUniform(int bound) {
    CounterRandom random = CounterRandom.of(1, 1, "bounded");
    int[] cells = new int[bound];
    for (int i = 0; i < DRAWS; i++) {
      cells[random.nextInt(bound)]++;
    }
    assertThat(chiSquare(cells)).isLessThan(bound - 1 + 5 * Math.sqrt(2.0 * bound));
  }

  private static double chiSquare(int[] cells) {
    double expected = (double) DRAWS / cells.length;
    return Arrays.stream(cells).mapToDouble(n -> (n - expected) * (n - expected) / expected).sum();
  }

  @Test
  void gaussianDrawsHaveNormalMoments() {
    float[] values = new float[DRAWS + 1];
    CounterRandom.of(9, 1, "normal").fillGaussian(values);
    double[] moments = new double[5];
    for (float value : values) {
      for (int k = 1; k <= 4; k++) {
        moments[k] += Math.pow(value, k) / values.length;
      }
    }
    double unit = 1 / Math.sqrt(values.length);
    assertThat(moments[1]).isCloseTo(0, within(5 * unit));
    assertThat(moments[2]).isCloseTo(1, within(5 * Math.sqrt(2) * unit));
    assertThat(moments[3]).isCloseTo(0, within(5 * Math.sqrt(15) * unit));
    assertThat(moments[4]).isCloseTo(3, within(5 * Math.sqrt(96) * unit));
  }

  @Test
  void streamsOfOtherAddressesAreIndependent() {
    float[] reference = gaussian(1, 1, "noise/background");
    assertThat(correlation(reference, gaussian(1, 1, "noise/salient"))).isLessThan(0.012);
    assertThat(correlation(reference, gaussian(1, 2, "noise/background"))).isLessThan(0.012);
    assertThat(correlation(reference, gaussian(2, 1, "noise/background"))).isLessThan(0.012);
    assertThat(gaussian(1, 1, "noise/background")).isEqualTo(reference);
  }

  private static float[] gaussian(long seed, long step, String purpose) {
    float[] values = new float[DRAWS];
    CounterRandom.of(seed, step, purpose).fillGaussian(values);
    return values;
  }

  private static double correlation(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return Math.abs(sum / a.length);
  }

  @Test
  void permutationsHoldEveryNumberOnce() {
    int[] order = CounterRandom.of(1, 1, "order").permutation(1000);
    assertThat(order).isNotEqualTo(IntStream.range(0, 1000).toArray());
    Arrays.sort(order);
    assertThat(order).isEqualTo(IntStream.range(0, 1000).toArray());
    assertThat(CounterRandom.of(1, 1, "order").permutation(0)).isEmpty();
  }

  @Test
  void refusesAnEmptyRange() {
    assertThatThrownBy(() -> CounterRandom.of(1, 1, "x").nextInt(0))
        .isInstanceOf(ModelException.class)
        .hasMessage("Invalid bound: 0; expected a positive number");
  }
}
