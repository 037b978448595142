package io.scstream.models.evaluate.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.random.CounterRandom;
import org.junit.jupiter.api.Test;

class IntervalsTest {

  @Test
  void coverageAndFactorByHand() {
    Intervals intervals = new Intervals();
    for (int i = 1; i <= 9; i++) {
      intervals.add(0, i, 2); // scores ½, 1, … 4½
    }
    assertThat(intervals.coverage(1)).isCloseTo(2.0 / 9, within(1e-15));
    assertThat(intervals.coverage(4.4)).isCloseTo(8.0 / 9, within(1e-15));
    assertThat(intervals.factor(0.5)).isEqualTo(2.5); // the 5th of 9
    assertThat(intervals.factor(0.9)).isEqualTo(4.5); // the 9th
    assertThat(intervals.factor(0.99)).isEqualTo(4.5); // there is no 10th
    assertThat(intervals.count()).isEqualTo(9);
  }

  @Test
  void scaledIntervalsHoldTheNextEffectsAsPromised() {
    CounterRandom random = CounterRandom.of(1, 0, "effects");
    Intervals seen = new Intervals();
    Intervals next = new Intervals();
    for (int i = 0; i < 2000; i++) {
      double width = 0.1 + random.nextDouble();
      // Widths three times too small.
      (i % 2 == 0 ? seen : next).add(0, 3 * width * random.nextGaussian(), width);
    }
    assertThat(next.coverage(seen.factor(0.9))).isCloseTo(0.9, within(0.03));
    assertThat(seen.factor(0.9)).isCloseTo(3 * 1.645, within(0.3));
  }

  @Test
  void refusesWhatIsNoInterval() {
    assertThatThrownBy(() -> new Intervals().add(0, 1, 0))
        .hasMessage(
            "Invalid effect: predicted 0.0, true 1.0, half width 0.0; expected finite numbers and"
                + " a positive width");
    assertThatThrownBy(() -> new Intervals().coverage(1))
        .hasMessage("Invalid intervals: no effects; expected at least one");
    assertThatThrownBy(() -> new Intervals().factor(1))
        .hasMessage("Invalid level: 1.0; expected above 0 and below 1");
  }
}
