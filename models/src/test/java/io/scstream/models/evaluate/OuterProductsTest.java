package io.scstream.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.models.lanes.DoubleProducts;
import io.scstream.models.random.CounterRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OuterProductsTest {

  /** Whole tiles, parts of tiles in either direction, no rows at all. */
  @ParameterizedTest
  @CsvSource({"5, 4, 32", "3, 7, 35", "1, 1, 1", "9, 11, 500", "0, 4, 32"})
  void bothWaysAddThePlainSums(int n, int p, int q) {
    CounterRandom random = CounterRandom.of(n, 0, "products");
    double[][] left = draw(n, p, random);
    double[][] right = draw(n, q, random);
    double[] before = draw(1, 2 + p * q, random)[0];
    double kept = n == 0 ? 1 : 0.75;
    double[] expected = before.clone();
    for (int i = 0; i < p; i++) {
      for (int j = 0; j < q; j++) {
        double sum = kept * before[2 + i * q + j];
        for (int cell = 0; cell < n; cell++) {
          sum += left[cell][i] * right[cell][j];
        }
        expected[2 + i * q + j] = sum;
      }
    }
    double[] inLanes = before.clone();
    DoubleProducts.add(inLanes, 2, kept, left, right);
    assertThat(inLanes).containsExactly(expected, Offset.offset(1e-12));
    double[] plainly = before.clone();
    OuterProducts.addPlainly(plainly, 2, kept, left, right);
    assertThat(plainly).containsExactly(expected, Offset.offset(1e-12));
  }

  private static double[][] draw(int n, int size, CounterRandom random) {
    double[][] values = new double[n][size];
    for (double[] row : values) {
      for (int i = 0; i < size; i++) {
        row[i] = random.nextGaussian();
      }
    }
    return values;
  }
}
