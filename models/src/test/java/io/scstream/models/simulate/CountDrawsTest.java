package io.scstream.models.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.likelihood.Poisson;
import io.scstream.models.random.CounterRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountDrawsTest {

  private static final int DRAWS = 100_000;

  private static CounterRandom random(String purpose) {
    return CounterRandom.of(5, 0, purpose);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 12, 700})
  void productsOfUniformsHaveMeanAndVarianceOfPoisson(double mean) {
    CounterRandom random = random("products");
    Moments.of(DRAWS / 10, () -> CountDraws.poisson(random, mean)).assertMatch(mean, mean);
  }

  @ParameterizedTest
  @ValueSource(doubles = {2, 30, 500, 2e5})
  void rejectionHasMeanAndVarianceOfPoisson(double mean) {
    CounterRandom random = random("rejection");
    Moments.of(DRAWS, () -> CountDraws.largePoisson(random, mean)).assertMatch(mean, mean);
  }

  /** Pearson's statistic over the counts that are expected often enough. */
  @Test
  void rejectionHasTheProbabilitiesOfPoisson() {
    double mean = 31.5;
    int[] seen = new int[100];
    CounterRandom random = random("histogram");
    for (int i = 0; i < DRAWS; i++) {
      seen[CountDraws.largePoisson(random, mean)]++;
    }
    double statistic = 0;
    int bins = 0;
    for (int x = 0; x < seen.length; x++) {
      double expected = DRAWS * Math.exp(Poisson.logProbability(x, Math.log(mean)));
      if (expected > 20) {
        statistic += (seen[x] - expected) * (seen[x] - expected) / expected;
        bins++;
      }
    }
    assertThat(bins).isGreaterThan(35);
    assertThat(statistic).isLessThan(bins + 4 * Math.sqrt(2.0 * bins));
  }

  @ParameterizedTest
  @CsvSource({"40, 0.2", "7, 0.9", "3, 0", "3, 1"})
  void thinningHasMeanAndVarianceOfTheBinomial(int counts, double p) {
    CounterRandom random = random("binomial");
    Moments.of(DRAWS, () -> CountDraws.binomial(random, counts, p))
        .assertMatch(counts * p, counts * p * (1 - p));
  }

  @Test
  void aSumOfExponentialsHasMeanAndVarianceOfItsShape() {
    CounterRandom random = random("erlang");
    Moments.of(DRAWS, () -> CountDraws.erlang(random, 5)).assertMatch(5, 5);
  }

  @Test
  void exponentialsComeWithTheirSum() {
    double[] logits = {0, Math.log(3)};
    assertThat(CountDraws.exponentiate(logits)).isCloseTo(4, within(1e-12));
    assertThat(logits).containsExactly(new double[] {1, 3}, within(1e-12));
  }
}
