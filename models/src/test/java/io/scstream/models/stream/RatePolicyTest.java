package io.scstream.models.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.models.ModelException;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RatePolicyTest {
  private static final RatePolicy POLICY = new RatePolicy(200, 10_000, 0.05);
  private static final RatePolicy.Clocks START = RatePolicy.Clocks.START;
  private static final Offset<Double> EXACT = Offset.offset(1e-12);

  /** The share at step t of the formula, which is the step after t − 1. */
  private static double at(RatePolicy.Clocks clocks, long t) {
    return POLICY.share(clocks, t - 1, 1);
  }

  @Test
  void risesAndThenFallsAsTheFormulaSays() {
    assertThat(at(START, 1)).as("the floor").isEqualTo(0.05);
    assertThat(at(START, 100)).isCloseTo(0.5 / Math.sqrt(1.01), EXACT);
    assertThat(at(START, 200)).isCloseTo(1 / Math.sqrt(1.02), EXACT);
    assertThat(at(START, 10_000)).isCloseTo(1 / Math.sqrt(2), EXACT);
    assertThat(at(START, 30_000)).isCloseTo(0.5, EXACT);
    assertThat(at(START, 3_990_000)).isCloseTo(0.05, EXACT);
    assertThat(at(START, 9_000_000)).as("the floor").isEqualTo(0.05);
  }

  @Test
  void acceptedDriftSetsItToHalfAndRampsAgain() {
    RatePolicy.Clocks rewarmed = START.rewarmed(POLICY, 1_000_000);
    assertThat(at(rewarmed, 1_000_100)).isCloseTo(0.5 / Math.sqrt(4.01), EXACT);
    assertThat(at(rewarmed, 1_000_200)).isCloseTo(1 / Math.sqrt(4.02), EXACT);
    assertThat(at(rewarmed, 1_050_000)).isCloseTo(1 / Math.sqrt(9), EXACT);
    assertThat(at(START, 1_050_000)).isLessThan(0.1);
  }

  /** Before 30,000 steps the rate is above half; drift must not lower it for good. */
  @Test
  void aYoungRunKeepsItsRate() {
    RatePolicy.Clocks rewarmed = START.rewarmed(POLICY, 5_000);
    assertThat(at(rewarmed, 5_001)).isEqualTo(0.05);
    assertThat(at(rewarmed, 10_000)).isEqualTo(at(START, 10_000));
  }

  @Test
  void theGuardHalvesTheFirstRateAndNotTheFloor() {
    assertThat(POLICY.share(START, 9_999, 0.5)).isCloseTo(0.5 / Math.sqrt(2), EXACT);
    assertThat(POLICY.share(START, 8_999_999, 0.5)).isEqualTo(0.05);
  }

  @Test
  void constantIsWhatTheGuardSays() {
    assertThat(RatePolicy.CONSTANT.share(START, 0, 1)).isEqualTo(1);
    assertThat(RatePolicy.CONSTANT.share(START, 123_456, 0.5)).isEqualTo(0.5);
    RatePolicy.Clocks rewarmed = START.rewarmed(RatePolicy.CONSTANT, 10);
    assertThat(RatePolicy.CONSTANT.share(rewarmed, 10, 1)).isEqualTo(1);
  }

  @Test
  void refusesWhatIsNoPolicy() {
    assertThatThrownBy(() -> new RatePolicy(0, 0, 1.5))
        .isInstanceOf(ModelException.class)
        .hasMessage("Invalid minimum: 1.5 of the learning rate; expected a share from 0 to 1");
    assertThatThrownBy(() -> new RatePolicy(-1, 0, 0))
        .hasMessage("Invalid ramp-steps: -1; expected 0 or more");
  }
}
