package io.scstream.models.factorized;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.models.data.Condition;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.FactorLabels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StrataTest {
  private static final int ROWS = 60;

  private static CounterRandom random(int seed) {
    return CounterRandom.of(seed, 0, "strata");
  }

  /** Of other cells, not of a second draw of the same one: real and permuted pairs differ. */
  @Test
  void partnersAreOtherCellsOfTheSameStratum() {
    Strata strata = Strata.of(ROWS, row -> row % 3, random(0));
    List<Integer> partners = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      assertThat(strata.partner(row) % 3).isEqualTo(row % 3);
      partners.add(strata.partner(row));
    }
    assertThat(partners).containsExactlyInAnyOrderElementsOf(rows());
    assertThat(IntStream.range(0, ROWS).filter(row -> partners.get(row) == row).count())
        .isLessThan(12);
    assertThat(strata.counted()).isEqualTo(ROWS);
  }

  private static List<Integer> rows() {
    return IntStream.range(0, ROWS).boxed().toList();
  }

  @Test
  void everyStepHasFreshPartners() {
    Strata first = Strata.of(ROWS, row -> 0, random(1));
    Strata second = Strata.of(ROWS, row -> 0, random(2));
    assertThat(rows().stream().map(first::partner))
        .isNotEqualTo(rows().stream().map(second::partner));
  }

  @Test
  void smallStrataAreLeftOut() {
    Strata strata = Strata.of(10, row -> row < 3 ? "small" : "large", random(0));
    assertThat(strata.counted()).isEqualTo(7);
    for (int row = 0; row < 3; row++) {
      assertThat(strata.partner(row)).isEqualTo(-1);
    }
  }

  /** A real control, and never the treated cell itself with its label taken away. */
  @Test
  void controlsAreOfTheSameCovariates() {
    List<Condition> conditions = new ArrayList<>();
    for (int row = 0; row < 12; row++) {
      Condition control = Condition.of(Map.of("line", "x" + row % 3));
      conditions.add(row < 5 ? control : control.treated("a", 1));
    }
    FactorLabels labels = FactorLabels.none(List.of("line")).with(conditions);
    int[] controls = Strata.controls(LabelRows.of(conditions, labels), random(0));
    for (int row = 0; row < 12; row++) {
      if (row < 5) {
        assertThat(controls[row]).isEqualTo(-1);
      } else {
        assertThat(controls[row]).isBetween(0, 4);
        assertThat(controls[row] % 3).isEqualTo(row % 3);
      }
    }
  }
}
