package io.scstream.models.evaluate.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.evaluate.Draws;
import io.scstream.models.evaluate.Labels;
import io.scstream.models.random.CounterRandom;
import org.junit.jupiter.api.Test;

class ClusterAgreementTest {

  private static ClusterAgreement of(int[] first, int[] second) {
    return ClusterAgreement.of(Labels.of(first), Labels.of(second));
  }

  @Test
  void namesDoNotMatter() {
    ClusterAgreement agreement = of(new int[] {0, 0, 1, 2, 2}, new int[] {9, 9, 4, 1, 1});
    assertThat(agreement.adjustedRand()).isEqualTo(1);
    assertThat(agreement.normalizedInformation()).isCloseTo(1, within(1e-15));
  }

  @Test
  void agreesWithValuesByHand() {
    // Table (2 0 0; 0 1 1): together 1, within 2 and 1, of 6 pairs; so (1 − 1/3)/(3/2 − 1/3).
    ClusterAgreement split = of(new int[] {0, 0, 1, 1}, new int[] {0, 0, 1, 2});
    assertThat(split.adjustedRand()).isCloseTo(4.0 / 7, within(1e-15));
    // Information log 2, entropies log 2 and 3/2 log 2.
    assertThat(split.normalizedInformation()).isCloseTo(0.8, within(1e-15));
    // Crossed halves: worse than chance by pairs, no information.
    ClusterAgreement crossed = of(new int[] {0, 0, 1, 1}, new int[] {0, 1, 0, 1});
    assertThat(crossed.adjustedRand()).isCloseTo(-0.5, within(1e-15));
    assertThat(crossed.normalizedInformation()).isZero();
  }

  @Test
  void agreesWithValuesOfAnIndependentProgram() {
    ClusterAgreement agreement =
        of(new int[] {0, 0, 0, 1, 1, 2, 2, 2}, new int[] {0, 0, 1, 1, 1, 2, 2, 0});
    assertThat(agreement.normalizedInformation()).isCloseTo(0.558873038, within(1e-9));
    assertThat(agreement.adjustedRand()).isCloseTo(0.238095238, within(1e-9));
  }

  @Test
  void agreesWithPairCounting() {
    CounterRandom random = CounterRandom.of(1, 0, "groups");
    int[] first = new int[40];
    int[] second = new int[40];
    for (int cell = 0; cell < 40; cell++) {
      first[cell] = random.nextInt(4);
      second[cell] = random.nextInt(3) == 0 ? random.nextInt(5) : first[cell];
    }
    double both = 0;
    double onlyFirst = 0;
    double onlySecond = 0;
    double neither = 0;
    for (int i = 0; i < 40; i++) {
      for (int j = 0; j < i; j++) {
        boolean inFirst = first[i] == first[j];
        boolean inSecond = second[i] == second[j];
        both += inFirst && inSecond ? 1 : 0;
        onlyFirst += inFirst && !inSecond ? 1 : 0;
        onlySecond += !inFirst && inSecond ? 1 : 0;
        neither += !inFirst && !inSecond ? 1 : 0;
      }
    }
    double expected =
        2
            * (both * neither - onlyFirst * onlySecond)
            / ((both + onlyFirst) * (onlyFirst + neither)
                + (both + onlySecond) * (onlySecond + neither));
    assertThat(of(first, second).adjustedRand()).isCloseTo(expected, within(1e-12));
  }

  @Test
  void chanceIsZeroForPairsOnly() {
    int[] groups = Draws.turns(3000, 5);
    int[] random = new int[3000];
    CounterRandom numbers = CounterRandom.of(1, 0, "random");
    for (int cell = 0; cell < 3000; cell++) {
      random[cell] = numbers.nextInt(5);
    }
    assertThat(of(groups, random).adjustedRand()).isCloseTo(0, within(0.003));
    // Of information, chance alone leaves (5 − 1)²/(2n) nats.
    assertThat(of(groups, random).normalizedInformation()).isBetween(0.0, 0.005);
  }

  @Test
  void groupingsWithoutStructureAgreeOnlyWithThemselves() {
    int[] one = new int[5];
    int[] own = {0, 1, 2, 3, 4};
    assertThat(of(one, one)).isEqualTo(new ClusterAgreement(1, 1));
    assertThat(of(own, own).adjustedRand()).isEqualTo(1);
    assertThat(of(one, own)).isEqualTo(new ClusterAgreement(0, 0));
  }

  @Test
  void refusesOtherCells() {
    assertThatThrownBy(() -> of(new int[3], new int[4]))
        .hasMessage("Invalid labels: of 3 and of 4 cells; expected the same number, 2 or more");
  }
}
