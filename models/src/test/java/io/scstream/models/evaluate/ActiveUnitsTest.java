package io.scstream.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ActiveUnitsTest {

  @Test
  void countsCoordinatesThatVary() {
    // Standard deviations 1, 0.11, 0.09 and 0 about means that do not matter.
    float[][] means = {{6, 0.11f, -3.09f, 9}, {4, -0.11f, -2.91f, 9}};
    assertThat(ActiveUnits.count(means)).isEqualTo(2);
    assertThat(ActiveUnits.variances(means))
        .containsExactly(new double[] {1, 0.0121, 0.0081, 0}, within(1e-6));
  }
}
