package io.scstream.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LbfgsTest {

  @Test
  void findsTheMinimumOfAnIllConditionedBowl() {
    double[] found =
        Lbfgs.minimize(
            (point, gradient) -> {
              double value = 0;
              for (int i = 0; i < point.length; i++) {
                double scale = Math.pow(10, i);
                double off = point[i] - i - 1;
                value += scale * off * off / 2;
                gradient[i] = scale * off;
              }
              return value;
            },
            new double[5]);
    assertThat(found).containsExactly(new double[] {1, 2, 3, 4, 5}, within(1e-6));
  }

  @Test
  void findsTheMinimumOfACurvedValley() {
    // Rosenbrock 1960; the minimum is at (1, 1).
    double[] found =
        Lbfgs.minimize(
            (point, gradient) -> {
              double x = point[0];
              double bend = point[1] - x * x;
              gradient[0] = -2 * (1 - x) - 400 * x * bend;
              gradient[1] = 200 * bend;
              return (1 - x) * (1 - x) + 100 * bend * bend;
            },
            new double[] {-1.2, 1});
    assertThat(found).containsExactly(new double[] {1, 1}, within(1e-6));
  }

  @Test
  void staysAtTheMinimum() {
    double[] start = {0};
    double[] found =
        Lbfgs.minimize(
            (point, gradient) -> {
              gradient[0] = point[0];
              return point[0] * point[0] / 2;
            },
            start);
    assertThat(found).containsExactly(0);
  }
}
