package io.scstream.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StandardizerTest {

  @Test
  void aColumnGetsMeanZeroAndVarianceOne() {
    double[][] codes = {{1}, {3}, {5}, {7}};
    double root = Math.sqrt(5);
    assertThat(Standardizer.fit(codes).apply(codes))
        .isDeepEqualTo(new double[][] {{-3 / root}, {-1 / root}, {1 / root}, {3 / root}});
  }

  @Test
  void whatIsConstantIsNotBlownUp() {
    double[][] codes = new double[49][1];
    for (double[] row : codes) {
      row[0] = 0.1f;
    }
    Standardizer standardizer = Standardizer.fit(codes);
    assertThat(Math.abs(standardizer.apply(codes)[0][0])).isLessThan(1e-12);
    assertThat(Math.abs(standardizer.apply(new double[][] {{0.2}})[0][0])).isLessThan(0.2);
  }
}
