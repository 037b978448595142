package io.scstream.models.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both forms against sums in higher precision, on both sides of the switch between them. */
class RisingFactorialTest {

  private static final int[] COUNTS = {1, 2, 5, 31, 32, 33, 34, 40, 64, 250, 1000, 20_000};

  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.7, 5, 100, 1e4, 1e6, 1e8})
  void logRatioAgreesWithTheExactSum(double theta) {
    for (int x : COUNTS) {
      double exact = exactLogRatio(x, theta);
      assertThat(RisingFactorial.logRatio(x, theta))
          .as("A(%d, %s)", x, theta)
          .isCloseTo(exact, within((x <= 1000 ? 1e-13 : 1e-12) * Math.max(1, exact)));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.7, 5, 100, 1e4, 1e6, 1e8})
  void digammaDifferenceAgreesWithTheExactSum(double theta) {
    for (int x : COUNTS) {
      BigDecimal sum = BigDecimal.ZERO;
      for (int k = 0; k < x; k++) {
        BigDecimal denominator = new BigDecimal(theta).add(BigDecimal.valueOf(k));
        sum = sum.add(BigDecimal.ONE.divide(denominator, MathContext.DECIMAL128));
      }
      double exact = sum.doubleValue();
      assertThat(RisingFactorial.digammaDifference(x, theta))
          .as("psi difference (%d, %s)", x, theta)
          .isCloseTo(exact, within(1e-13 * exact));
    }
  }

  @Test
  void logFactorialAgreesWithTheExactProduct() {
    double sum = 0;
    double lost = 0;
    for (int x = 1; x <= 5000; x++) {
      double next = Math.log(x) - lost;
      double total = sum + next;
      lost = (total - sum) - next;
      sum = total;
      assertThat(RisingFactorial.logFactorial(x))
          .as("log %d!", x)
          .isCloseTo(sum, within(1e-14 * Math.max(1, sum)));
    }
    assertThat(RisingFactorial.logFactorial(0)).isZero();
  }

  /** Terms in double, whose own error is relative, added in higher precision. */
  private static double exactLogRatio(int x, double theta) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int k = 1; k < x; k++) {
      sum = sum.add(new BigDecimal(Math.log1p(k / theta)), MathContext.DECIMAL128);
    }
    return sum.doubleValue();
  }
}
