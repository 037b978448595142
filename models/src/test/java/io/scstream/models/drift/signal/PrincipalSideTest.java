package io.scstream.models.drift.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.models.ModelException;
import java.util.Collections;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PrincipalSideTest {
  /**
   * Along (3, 4)/5 around (0, 0) in a and around (10, 0) in b: what strata differ by is no axis.
   */
  private static final double[][] REFERENCE = {
    {-3, -4}, {3, 4}, {-6, -8}, {6, 8}, {13, 4}, {7, -4}, {10, 0}
  };

  private static final List<String> STRATA = List.of("a", "a", "a", "a", "b", "b", "b");

  private static final PrincipalSide SIDE = PrincipalSide.of(REFERENCE, STRATA);
  private static final Offset<Double> CLOSE = Offset.offset(1e-9);

  @Test
  void isTheMeanDisplacementAlongTheAxisWithinStrata() {
    assertThat(SIDE.displacement(new double[][] {{3, 4}}, List.of("a"))).isCloseTo(5, CLOSE);
    assertThat(SIDE.displacement(new double[][] {{3, 4}, {10, 0}}, List.of("a", "b")))
        .isCloseTo(2.5, CLOSE);
    assertThat(SIDE.displacement(new double[][] {{4, -3}}, List.of("a"))).isCloseTo(0, CLOSE);
    assertThat(SIDE.displacement(new double[][] {{7, -4}}, List.of("b"))).isCloseTo(-5, CLOSE);
  }

  @Test
  void cellsOfNewStrataHaveNoSide() {
    assertThat(SIDE.displacement(new double[][] {{3, 4}}, List.of("c"))).isZero();
    assertThat(SIDE.displacement(new double[][] {{3, 4}, {3, 4}}, List.of("c", "a")))
        .isCloseTo(5, CLOSE);
  }

  /** As codes of a young model are, of which some coordinates are not in use. */
  @Test
  void coordinatesThatHardlyVaryDoNoHarm() {
    double[][] codes = new double[64][5];
    for (int i = 0; i < codes.length; i++) {
      for (int k = 0; k < 5; k++) {
        codes[i][k] = Math.sin(i + 7 * k) * Math.pow(10, -4 * k);
      }
    }
    PrincipalSide side = PrincipalSide.of(codes, Collections.nCopies(64, "a"));
    double[] moved = {1, 0, 0, 0, 0};
    double[] back = {-1, 0, 0, 0, 0};
    assertThat(side.displacement(new double[][] {moved}, List.of("a"))).isPositive();
    assertThat(side.displacement(new double[][] {back}, List.of("a"))).isNegative();
  }

  @Test
  void refusesCodesWithoutStrata() {
    assertThatThrownBy(() -> PrincipalSide.of(new double[][] {{1}}, List.of()))
        .isInstanceOf(ModelException.class)
        .hasMessage("Invalid strata: 0 for 1 codes; expected one each, and 1 or more");
  }
}
