package io.scstream.models.gauge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RotationTest {

  private static final Rotation QUARTER = Rotation.of(2, new float[] {0, 1, -1, 0});

  @Test
  void turnsRows() {
    assertThat(QUARTER.apply(new float[] {1, 2})).containsExactly(-2, 1);
    assertThat(Rotation.identity(2).apply(new float[] {1, 2})).containsExactly(1, 2);
  }

  @Test
  void composesInReadingOrder() {
    Rotation mirror = Rotation.of(2, new float[] {1, 0, 0, -1});
    float[] code = {1, 2};
    assertThat(QUARTER.andThen(mirror).apply(code))
        .isEqualTo(mirror.apply(QUARTER.apply(code)))
        .containsExactly(-2, -1);
    assertThat(QUARTER.andThen(QUARTER).andThen(QUARTER).andThen(QUARTER))
        .isEqualTo(Rotation.identity(2));
  }

  @Test
  void theInverseTurnsBack() {
    Rotation rotation = Turns.random(1, 8);
    assertThat(Turns.distance(rotation.andThen(rotation.inverse()), Rotation.identity(8)))
        .isLessThan(1e-6);
    assertThat(rotation.inverse().inverse()).isEqualTo(rotation);
  }

  @Test
  void whatIsWrittenIsRead() {
    Rotation rotation = Turns.random(2, 10);
    Rotation read = Rotation.of(10, rotation.toArray());
    assertThat(read).isEqualTo(rotation).hasSameHashCodeAs(rotation);
    assertThat(read).isNotEqualTo(Turns.random(3, 10));
    assertThat(rotation.isOrthogonal(1e-6)).isTrue();
  }

  @Test
  void variancesAreTheDiagonalOfTheTurnedMatrix() {
    float half = (float) Math.sqrt(0.5);
    Rotation eighth = Rotation.of(2, new float[] {half, half, -half, half});
    float[] logs = eighth.marginalLogVariances(new float[] {0, (float) Math.log(3)});
    assertThat(logs[0]).isCloseTo((float) Math.log(2), within(1e-6f));
    assertThat(logs[1]).isCloseTo((float) Math.log(2), within(1e-6f));
    assertThat(QUARTER.marginalLogVariances(new float[] {1, 3})).containsExactly(3, 1);
  }

  @Test
  void variancesOutsideTheRangeOfFloatsHaveLogarithms() {
    float[] logs = {-2000, 400};
    assertThat(Rotation.identity(2).marginalLogVariances(logs)).containsExactly(logs);
    assertThat(QUARTER.marginalLogVariances(logs)).containsExactly(400, -2000);
    float half = (float) Math.sqrt(0.5);
    Rotation eighth = Rotation.of(2, new float[] {half, half, -half, half});
    assertThat(eighth.marginalLogVariances(new float[] {-2000, -2000})[0])
        .isCloseTo(-2000, within(1e-3f));
  }

  @Test
  void variancesAreThoseOfTurnedDraws() {
    Rotation rotation = Turns.random(4, 3);
    float[][] draws = Turns.codes("draws", 50_000, 1, 0.5, 2);
    float[] logs = {0, (float) Math.log(0.25), (float) Math.log(4)};
    float[] expected = rotation.marginalLogVariances(logs);
    for (int i = 0; i < 3; i++) {
      double mean = 0;
      double square = 0;
      for (float[] draw : draws) {
        double value = rotation.apply(draw)[i];
        mean += value / draws.length;
        square += value * value / draws.length;
      }
      assertThat(square - mean * mean)
          .isCloseTo(Math.exp(expected[i]), within(0.03 * Math.exp(expected[i])));
    }
  }

  @Test
  void refusesWhatIsNoRotation() {
    assertThatThrownBy(() -> Rotation.of(2, new float[] {1, 0, 0, 2}))
        .hasMessage("Invalid rotation: it stretches; expected WᵀW = 1");
    assertThatThrownBy(() -> Rotation.of(2, new float[] {1, 0, 0, Float.NaN}))
        .hasMessageStartingWith("Invalid rotation");
    assertThatThrownBy(() -> Rotation.of(2, new float[3]))
        .hasMessage("Invalid rotation: 3 numbers; expected 2 squared");
    assertThatThrownBy(() -> QUARTER.apply(new float[3]))
        .hasMessage("Invalid code: 3 coordinates; expected 2");
    assertThatThrownBy(() -> QUARTER.andThen(Rotation.identity(3)))
        .hasMessage("Invalid rotation: of 3 dimensions; expected 2");
  }
}
