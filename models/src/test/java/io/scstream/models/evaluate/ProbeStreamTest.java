package io.scstream.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ProbeStreamTest {

  private static final double CHANCE = Math.log(2);

  private static void run(ProbeStream probe, int from, int to, double distance) {
    for (int step = from; step < to; step++) {
      probe.update(
          Draws.normal("b" + step, 32, 2),
          Draws.shifted(Draws.normal("t" + step, 32, 2), distance));
    }
  }

  @Test
  void guessesBeforeItHasLearned() {
    ProbeStream probe = ProbeStream.empty(2, 1000);
    run(probe, 0, 1, 100);
    assertThat(probe.balancedAccuracy()).isEqualTo(0.5);
    assertThat(probe.auc()).isEqualTo(0.5);
    assertThat(probe.crossEntropy()).isCloseTo(CHANCE, within(1e-12));
  }

  @Test
  void comesNearTheBestRule() {
    // Apart by √2: the best rule is right with chance Φ(√2/2), its area is Φ(1).
    ProbeStream probe = ProbeStream.empty(2, 5000);
    run(probe, 0, 600, 1);
    assertThat(probe.balancedAccuracy()).isCloseTo(0.7602, within(0.015));
    assertThat(probe.auc()).isCloseTo(0.8413, within(0.015));
    assertThat(probe.crossEntropy()).isLessThan(CHANCE - 0.15);
  }

  @Test
  void cannotTellEqualLaws() {
    ProbeStream probe = ProbeStream.empty(2, 5000);
    run(probe, 0, 600, 0);
    assertThat(probe.balancedAccuracy()).isCloseTo(0.5, within(0.02));
    assertThat(probe.auc()).isCloseTo(0.5, within(0.02));
    assertThat(probe.crossEntropy()).isCloseTo(CHANCE, within(0.01));
  }

  @Test
  void unequalMinibatchesDoNotHelpItGuess() {
    ProbeStream probe = ProbeStream.empty(2, 2000);
    for (int step = 0; step < 300; step++) {
      probe.update(Draws.normal("b" + step, 4, 2), Draws.normal("t" + step, 60, 2));
    }
    assertThat(probe.balancedAccuracy()).isCloseTo(0.5, within(0.04));
    assertThat(probe.crossEntropy()).isCloseTo(CHANCE, within(0.02));
  }

  @Test
  void followsAModelThatTurnsRound() {
    ProbeStream probe = ProbeStream.empty(2, 1000);
    run(probe, 0, 300, 3);
    assertThat(probe.auc()).isGreaterThan(0.99);
    run(probe, 300, 320, -3);
    assertThat(probe.auc()).isLessThan(0.6);
    run(probe, 320, 700, -3);
    assertThat(probe.auc()).isGreaterThan(0.99);
  }

  @Test
  void unusedAndHugeCoordinatesDoNoHarm() {
    ProbeStream probe = ProbeStream.empty(3, 500);
    for (int step = 0; step < 300; step++) {
      float[][] background = Draws.normal("b" + step, 16, 3);
      float[][] target = Draws.normal("t" + step, 16, 3);
      for (int row = 0; row < 16; row++) {
        background[row][1] = 0;
        target[row][1] = 0;
        background[row][2] *= 1e4f;
        target[row][2] *= 1e4f;
        target[row][0] += 6;
      }
      probe.update(background, target);
    }
    assertThat(probe.auc()).isGreaterThan(0.98);
  }

  @Test
  void goesOnFromItsState() {
    ProbeStream probe = ProbeStream.empty(2, 300);
    run(probe, 0, 20, 1);
    ProbeStream restored = ProbeStream.restore(2, 300, probe.state());
    run(probe, 20, 40, 1);
    run(restored, 20, 40, 1);
    assertThat(restored.state()).isEqualTo(probe.state());
    assertThat(restored.auc()).isEqualTo(probe.auc());
  }

  @Test
  void refusesStatesAndCodesOfAnotherKind() {
    assertThatThrownBy(() -> ProbeStream.restore(2, 300, new double[5]))
        .hasMessage("Invalid state: 5 numbers; expected 16 finite ones");
    ProbeStream probe = ProbeStream.empty(2, 300);
    assertThatThrownBy(() -> probe.update(new float[1][3], new float[1][3]))
        .hasMessage("Invalid codes: 3 columns; expected 2");
    assertThatThrownBy(() -> probe.update(new float[0][], new float[1][2]))
        .hasMessageStartingWith("Invalid codes: no rows");
    assertThatThrownBy(() -> ProbeStream.empty(2, -1))
        .hasMessage("Invalid half-life: -1.0; expected a positive number");
  }
}
