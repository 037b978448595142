package io.scstream.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.random.CounterRandom;
import org.junit.jupiter.api.Test;

class LogisticRegressionTest {

  @Test
  void withoutInformationTheSharesRemain() {
    int[] labels = {0, 0, 0, 0, 1, 1, 2, 2};
    double[] logs =
        LogisticRegression.fit(new double[8][2], labels, 3).logProbabilities(new double[2]);
    assertThat(logs)
        .containsExactly(
            new double[] {Math.log(0.5), Math.log(0.25), Math.log(0.25)}, within(1e-6));
  }

  @Test
  void satisfiesTheConditionsOfTheMinimum() {
    // At the minimum the intercepts make the mean probabilities equal the shares.
    double[][] codes = Codes.widen(Draws.grouped("codes", 300, 3, 1));
    LogisticRegression fitted = LogisticRegression.fit(codes, Draws.turns(300, 3), 3);
    double[] means = new double[3];
    for (double[] code : codes) {
      double[] logs = fitted.logProbabilities(code);
      double sum = 0;
      for (int group = 0; group < 3; group++) {
        means[group] += Math.exp(logs[group]) / 300;
        sum += Math.exp(logs[group]);
      }
      assertThat(sum).isCloseTo(1, within(1e-12));
    }
    assertThat(means).containsExactly(new double[] {1.0 / 3, 1.0 / 3, 1.0 / 3}, within(1e-6));
  }

  @Test
  void recoversPlantedLogOdds() {
    CounterRandom random = CounterRandom.of(1, 0, "labels");
    double[][] codes = Codes.widen(Draws.normal("codes", 50_000, 2));
    int[] labels = new int[codes.length];
    for (int row = 0; row < codes.length; row++) {
      double odds = 0.5 + 1.5 * codes[row][0] - codes[row][1];
      labels[row] = random.nextDouble() < 1 / (1 + Math.exp(-odds)) ? 1 : 0;
    }
    LogisticRegression fitted = LogisticRegression.fit(codes, labels, 2);
    assertThat(logOdds(fitted, 0, 0)).isCloseTo(0.5, within(0.05));
    assertThat(logOdds(fitted, 1, 0) - logOdds(fitted, 0, 0)).isCloseTo(1.5, within(0.06));
    assertThat(logOdds(fitted, 0, 1) - logOdds(fitted, 0, 0)).isCloseTo(-1, within(0.05));
  }

  private static double logOdds(LogisticRegression fitted, double... code) {
    double[] logs = fitted.logProbabilities(code);
    return logs[1] - logs[0];
  }

  @Test
  void separableGroupsHaveFiniteWeights() {
    double[][] codes = {{-1}, {-1}, {1}, {1}};
    // By symmetry the two weights are w and −w; the minimum has 4/(1 + exp(2w)) = w.
    double odds = logOdds(LogisticRegression.fit(codes, new int[] {0, 0, 1, 1}, 2), 1);
    assertThat(4 / (1 + Math.exp(odds))).isCloseTo(odds / 2, within(1e-6));
  }
}
