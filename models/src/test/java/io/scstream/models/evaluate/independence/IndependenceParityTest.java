package io.scstream.models.evaluate.independence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Statistics and chances of causal-learn 0.1.4.8, which benchmarks/independence_parity.py wrote.
 */
class IndependenceParityTest {
  private static final int ROWS = 300;

  /** Column blocks of one case: how y comes from z and x. */
  private final double[][] x = new double[ROWS][];

  private final double[][] y = new double[ROWS][];
  private final double[][] z = new double[ROWS][];

  private void draw(int number) {
    Lcg lcg = new Lcg(number + 1);
    double strength = new double[] {0, 0, 0.3, 1}[number % 4];
    for (int row = 0; row < ROWS; row++) {
      double first = lcg.gaussian();
      double second = lcg.gaussian();
      double ofX = lcg.gaussian();
      double ofY = lcg.gaussian();
      double a = Math.sin(first) + 0.5 * ofX;
      double b =
          number % 2 == 0
              ? first * first / 2 + 0.5 * ofY + strength * ofX
              : second + ofY + strength * ofX * ofX;
      x[row] = new double[] {a};
      y[row] = number < 4 ? new double[] {b} : new double[] {b, second - first};
      z[row] = new double[] {first, second};
    }
  }

  static String[] lines() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    IndependenceParityTest.class.getResourceAsStream(
                        "/independence/causal-learn.csv")),
                StandardCharsets.UTF_8))) {
      return reader.lines().toArray(String[]::new);
    }
  }

  @ParameterizedTest
  @MethodSource("lines")
  void saysTheSame(String line) {
    String[] fields = line.split(",", -1);
    draw(Integer.parseInt(fields[1]));
    double statistic = Double.parseDouble(fields[2]);
    double pValue = Double.parseDouble(fields[3]);
    if (fields[0].equals("kci")) {
      Tested tested = KernelConditionalTest.of(x, y, z);
      // causal-learn leaves out eigenvalues below 1e-5 of the largest one.
      assertThat(tested.statistic()).isCloseTo(statistic, within(1e-7 * statistic));
      assertThat(tested.pValue()).isCloseTo(pValue, within(2e-3));
    } else {
      Lcg lcg = new Lcg(1000 + Integer.parseInt(fields[1]));
      Supplier<RandomizedConditionalTest.Chance> one = () -> lcg;
      Tested tested = RandomizedConditionalTest.of(x, y, z, one);
      // It inverts a nearly singular matrix, and matches four moments of the law that is exact
      // here.
      assertThat(tested.statistic()).isCloseTo(statistic, within(1e-3 * statistic));
      assertThat(tested.pValue()).isCloseTo(pValue, within(0.015));
    }
  }
}
