package io.scstream.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LabelProbeTest {

  private static LabelProbe probe(double distance, int rows, int groups) {
    return LabelProbe.of(
        Draws.grouped("codes", rows, groups, distance), Labels.of(Draws.turns(rows, groups)));
  }

  @Test
  void readsLabelsThatAreApart() {
    LabelProbe probe = probe(12, 300, 3);
    assertThat(probe.balancedAccuracy()).isEqualTo(1);
    assertThat(probe.aboveChance()).isEqualTo(1);
    assertThat(probe.labelEntropy()).isCloseTo(Math.log(3), within(1e-12));
    assertThat(probe.information()).isCloseTo(Math.log(3), within(0.06));
  }

  @Test
  void readsNothingWhereNothingIs() {
    LabelProbe probe = probe(0, 6000, 3);
    assertThat(probe.aboveChance()).isCloseTo(0, within(0.05));
    // The price of fitting is about parameters/(2n) nats.
    assertThat(probe.information()).isBetween(-0.01, 0.003);
  }

  @Test
  void isTheAccuracyOfTheBestRule() {
    // Two unit normals that are apart by 2: the best rule is right with chance Φ(1).
    float[][] codes = Draws.normal("codes", 40_000, 1);
    for (int row = 1; row < codes.length; row += 2) {
      codes[row][0] += 2;
    }
    LabelProbe probe = LabelProbe.of(codes, Labels.of(Draws.turns(40_000, 2)));
    assertThat(probe.balancedAccuracy()).isCloseTo(0.8413, within(0.006));
    assertThat(probe.aboveChance()).isCloseTo(0.6827, within(0.012));
  }

  @Test
  void rareLabelsCountAsMuchAsCommonOnes() {
    float[][] codes = Draws.normal("codes", 40_400, 1);
    String[] names = new String[codes.length];
    for (int row = 0; row < codes.length; row++) {
      boolean isRare = row % 101 == 100;
      names[row] = isRare ? "rare" : "common";
      codes[row][0] += isRare ? 2 : 0;
    }
    LabelProbe probe = LabelProbe.of(codes, Labels.of(names));
    // Means apart by 2: the best rule is right with chance Φ(1), where both labels count alike. One
    // that calls everything common is right for 99 in 100 cells.
    assertThat(probe.balancedAccuracy()).isCloseTo(0.8413, within(0.03));
    assertThat(probe.information()).isPositive();
  }

  @Test
  void aCoordinateThatIsConstantInTheFitDoesNoHarm() {
    float[][] codes = Draws.grouped("codes", 200, 2, 12);
    float[][] wider = new float[200][];
    for (int row = 0; row < 200; row++) {
      wider[row] = new float[] {codes[row][0], codes[row][1], row < 100 ? 0.1f : 0.2f};
    }
    assertThat(LabelProbe.of(wider, Labels.of(Draws.turns(200, 2))).balancedAccuracy())
        .isEqualTo(1);
  }

  @Test
  void refusesLabelsThatCannotBeSplit() {
    assertThatThrownBy(
            () -> LabelProbe.of(new float[3][1], Labels.of(new String[] {"a", "b", "a"})))
        .hasMessage("Invalid labels: one of a single cell; expected two or more");
    assertThatThrownBy(() -> LabelProbe.of(new float[3][1], Labels.of(new int[3])))
        .hasMessage("Invalid labels: all equal; expected two or more groups");
  }

  @Test
  void fitsOnSomeCellsAndTestsOnOthers() {
    LabelProbe probe =
        LabelProbe.of(
            Draws.grouped("fit", 3000, 2, 2 / Math.sqrt(2)),
            names(3000),
            Draws.grouped("test", 20_000, 2, 2 / Math.sqrt(2)),
            names(20_000));
    // Means apart by 2 in all: the best rule is right with chance Φ(1).
    assertThat(probe.balancedAccuracy()).isCloseTo(0.8413, within(0.008));
    assertThat(probe.labelEntropy()).isCloseTo(Math.log(2), within(1e-12));
  }

  @Test
  void refusesLabelsThatWereNotFitted() {
    assertThatThrownBy(
            () ->
                LabelProbe.of(
                    new float[2][1],
                    new String[] {"a", "b"},
                    new float[3][1],
                    new String[] {"a", "b", "c"}))
        .hasMessage("Invalid labels: 2 to fit, 3 to test; expected the same ones, two or more");
  }

  private static String[] names(int rows) {
    String[] names = new String[rows];
    for (int row = 0; row < rows; row++) {
      names[row] = row % 2 == 0 ? "even" : "odd";
    }
    return names;
  }
}
