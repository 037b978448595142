package io.scstream.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.random.CounterRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AucTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void agreesWithCountingPairs(int seed) {
    CounterRandom random = CounterRandom.of(seed, 0, "scores");
    double[] negatives = random.ints(37, 0, 10).asDoubleStream().toArray();
    double[] positives = random.ints(23, 2, 12).asDoubleStream().toArray();
    double wins = 0;
    for (double positive : positives) {
      for (double negative : negatives) {
        wins += positive > negative ? 1 : positive == negative ? 0.5 : 0;
      }
    }
    assertThat(Auc.of(negatives, positives)).isCloseTo(wins / 37 / 23, within(1e-12));
    assertThat(Auc.of(positives, negatives)).isCloseTo(1 - wins / 37 / 23, within(1e-12));
  }

  @Test
  void refusesOneClassOnly() {
    assertThatThrownBy(() -> Auc.of(new double[0], new double[2]))
        .hasMessage("Invalid scores: 0 negatives and 2 positives; expected one or more of each");
  }
}
