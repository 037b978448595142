package io.scstream.models.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoxMullerTest {
  private static final double ULP = 0x1.0p-53;

  @Test
  void agreesWithTheFunctionsItStandsFor() {
    CounterRandom random = CounterRandom.of(5, 0, "uniform");
    BoxMuller pair = new BoxMuller();
    for (int i = 0; i < 100_000; i++) {
      double radial = 1 - random.nextDouble();
      double turn = random.nextDouble();
      pair.draw(radial, turn);
      double radius = Math.sqrt(-2 * StrictMath.log(radial));
      double angle = 2 * Math.PI * turn;
      assertThat(pair.first()).isCloseTo(radius * StrictMath.cos(angle), within(1e-13 * radius));
      assertThat(pair.second()).isCloseTo(radius * StrictMath.sin(angle), within(1e-13 * radius));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 0", "0.125, 0.5, 0.5", "0.25, 0, 1", "0.375, -0.5, 0.5",
    "0.5, -1, 0", "0.625, -0.5, -0.5", "0.75, 0, -1", "0.875, 0.5, -0.5"
  })
  void turnsAllTheWayRound(double turn, double cosine, double sine) {
    BoxMuller pair = new BoxMuller();
    pair.draw(Math.exp(-0.5), turn);
    assertThat(pair.first()).isCloseTo(Math.signum(cosine) * root(cosine), within(1e-13));
    assertThat(pair.second()).isCloseTo(Math.signum(sine) * root(sine), within(1e-13));
  }

  private static double root(double value) {
    return Math.abs(value) == 0.5 ? Math.sqrt(0.5) : Math.abs(value);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 1 - ULP, 0.7071067811865476, 0.7071067811865475, 0.5, 0.25, ULP})
  void logarithmsHoldAtTheirBorders(double x) {
    assertThat(BoxMuller.log(x))
        .isCloseTo(StrictMath.log(x), within(1e-13 * Math.abs(StrictMath.log(x))));
  }
}
