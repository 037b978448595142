package io.scstream.models.forgetting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class DifferenceTest {
  private static final Offset<Double> EXACT = Offset.offset(1e-12);

  private static ScoredCell cell(String id, String donor, double bound) {
    return new ScoredCell(id, "s", Optional.of(donor).filter(name -> !name.isEmpty()), bound);
  }

  private static final Map<String, Double> BEFORE = Map.of("a", 1.0, "b", 2.0, "c", 3.0, "d", 4.0);

  /** Differences 0, 1, 2, 5 have mean 2 and variance 14/3, so that s/√n is √(14/12). */
  @Test
  void theErrorOverCellsIsTheUsualOne() {
    List<ScoredCell> now =
        List.of(cell("a", "", 1), cell("b", "", 3), cell("c", "", 5), cell("d", "", 9));
    Difference difference = Difference.between(now, BEFORE);
    assertThat(difference.mean()).isCloseTo(2, EXACT);
    assertThat(difference.standardError()).isCloseTo(Math.sqrt(14.0 / 12), EXACT);
    assertThat(difference.cells()).isEqualTo(4);
    assertThat(difference.donors()).isZero();
  }

  /** Donor x has residuals −2 and −1, donor y 0 and 3: √(2/1 · (9 + 9)) / 4 = 1.5. */
  @Test
  void cellsOfADonorCountAsOne() {
    List<ScoredCell> now =
        List.of(cell("a", "x", 1), cell("b", "x", 3), cell("c", "y", 5), cell("d", "y", 9));
    Difference difference = Difference.between(now, BEFORE);
    assertThat(difference.mean()).isCloseTo(2, EXACT);
    assertThat(difference.standardError()).isCloseTo(1.5, EXACT);
    assertThat(difference.donors()).isEqualTo(2);
  }

  @Test
  void withOneDonorOrAnUnknownOneTheErrorIsOverCells() {
    List<ScoredCell> one = List.of(cell("a", "x", 1), cell("b", "x", 3));
    List<ScoredCell> unknown = List.of(cell("a", "x", 1), cell("b", "", 3));
    List<ScoredCell> none = List.of(cell("a", "", 1), cell("b", "", 3));
    assertThat(Difference.between(one, BEFORE)).isEqualTo(Difference.between(none, BEFORE));
    assertThat(Difference.between(unknown, BEFORE)).isEqualTo(Difference.between(none, BEFORE));
    assertThat(Difference.between(none, BEFORE).standardError()).isCloseTo(0.5, EXACT);
  }

  @Test
  void cellsWithoutAPartnerOrAFiniteBoundArePassedOver() {
    List<ScoredCell> now =
        List.of(cell("a", "", 0), cell("b", "", Double.NaN), cell("new", "", -9), cell("c", "", 1));
    Difference difference = Difference.between(now, BEFORE);
    assertThat(difference.cells()).isEqualTo(2);
    assertThat(difference.mean()).isCloseTo(-1.5, EXACT);
    assertThat(Difference.between(now, Map.of())).isEqualTo(Difference.NONE);
  }

  @Test
  void oneCellHasNoErrorAndIsNeverBelow() {
    Difference difference = Difference.between(List.of(cell("a", "", -100)), BEFORE);
    assertThat(difference.standardError()).isNaN();
    assertThat(difference.isBelow(3)).isFalse();
  }

  @Test
  void whatIsTheSameIsNotBelowEvenWithoutAnError() {
    Difference same = Difference.between(List.of(cell("a", "", 1), cell("b", "", 2)), BEFORE);
    assertThat(same.standardError()).isZero();
    assertThat(same.isBelow(3)).isFalse();
  }

  /** What differs between cells must not hide what differs between models. */
  @Test
  void pairsTakeOutTheSpreadOfCells() {
    List<ScoredCell> now = new ArrayList<>();
    Map<String, Double> before = new java.util.HashMap<>();
    for (int i = 0; i < 100; i++) {
      double spread = 1000.0 * (i % 10);
      before.put("c" + i, spread);
      now.add(cell("c" + i, "", spread - 1 + (i % 2 == 0 ? 0.5 : -0.5)));
    }
    Difference difference = Difference.between(now, before);
    assertThat(difference.mean()).isCloseTo(-1, EXACT);
    assertThat(difference.standardError()).isCloseTo(0.5 / Math.sqrt(99), EXACT);
    assertThat(difference.isBelow(3)).isTrue();
  }
}
