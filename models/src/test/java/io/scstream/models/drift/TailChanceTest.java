package io.scstream.models.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.random.CounterRandom;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TailChanceTest {
  private static final int DRAWS = 40_000;

  private static double[] range(int size) {
    return IntStream.rangeClosed(1, size).mapToDouble(i -> i).toArray();
  }

  /** Of 1 to 20 the largest 5 are 1 to 5 above 15, 15 in all: 30 is once that. */
  @Test
  void followsTheTailBeyondTheRanks() {
    assertThat(TailChance.of(30, range(20), 0.01))
        .isCloseTo(6.0 / 21 * Math.pow(2, -5), within(1e-15));
    assertThat(TailChance.of(15.000001, range(20), 0.3)).isCloseTo(6.0 / 21, within(1e-6));
  }

  @Test
  void isTheRankWhereTheTailSaysNothing() {
    assertThat(TailChance.of(15, range(20), 0.3)).isEqualTo(0.3);
    assertThat(TailChance.of(1000, range(19), 0.04)).isEqualTo(0.04);
    assertThat(TailChance.of(7, new double[40], 0.02)).isEqualTo(0.02);
  }

  @Test
  void theTailIsAQuarterOfFiveToTwentyFive() {
    assertThat(IntStream.of(0, 19, 20, 43, 100, 2000).map(TailChance::tail))
        .containsExactly(0, 0, 5, 10, 25, 25);
  }

  /** Exact for an exponential tail, and an upper bound for the lighter ones it is used for. */
  @ParameterizedTest
  @CsvSource({"EXPONENTIAL,20", "EXPONENTIAL,45", "EXPONENTIAL,200", "ABSOLUTE,45", "ABSOLUTE,200"})
  void isAsRareAsItSays(Law law, int size) {
    CounterRandom chance = CounterRandom.of(8, size, law.name());
    double[] history = new double[size];
    double[] limits = {0.05, 0.01, 0.002};
    int[] below = new int[limits.length];
    for (int draw = 0; draw < DRAWS; draw++) {
      Arrays.setAll(history, i -> law.draw.applyAsDouble(chance));
      double p = TailChance.of(law.draw.applyAsDouble(chance), history, 1);
      for (int i = 0; i < limits.length; i++) {
        below[i] += p <= limits[i] ? 1 : 0;
      }
    }
    for (int i = 0; i < limits.length; i++) {
      double error = Math.sqrt(limits[i] / DRAWS);
      double share = below[i] / (double) DRAWS;
      assertThat(share).as("below %s", limits[i]).isLessThan(limits[i] + 3.5 * error);
      if (law == Law.EXPONENTIAL) {
        assertThat(share).as("below %s", limits[i]).isGreaterThan(limits[i] - 3.5 * error);
      }
    }
  }

  private enum Law {
    EXPONENTIAL(chance -> -Math.log(1 - chance.nextDouble())),
    /** As the size of a standard score, or a distance in one dimension. */
    ABSOLUTE(chance -> Math.abs(chance.nextGaussian()));

    @SuppressWarnings("ImmutableEnumChecker") // Without a state.
    private final ToDoubleFunction<CounterRandom> draw;

    Law(ToDoubleFunction<CounterRandom> draw) {
      this.draw = draw;
    }
  }
}
