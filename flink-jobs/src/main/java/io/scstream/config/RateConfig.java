package io.scstream.config;

import static io.scstream.config.Check.atLeast;
import static io.scstream.config.Check.check;
import static io.scstream.config.Check.zeroOrMore;

import java.io.Serializable;

/**
 * How the learning rate goes on from {@code train.learning-rate}.
 *
 * @param rampSteps over which it rises; 0 for none
 * @param decaySteps after which it has fallen to 1/√2; 0 for never
 * @param minimum that it does not fall below
 */
public record RateConfig(int rampSteps, long decaySteps, double minimum) implements Serializable {
  public RateConfig {
    atLeast("train.adam.rate.ramp-steps", rampSteps, 0);
    check(decaySteps >= 0, "train.adam.rate.decay-steps", decaySteps, "a whole number, 0 or more");
    zeroOrMore("train.adam.rate.minimum", minimum);
  }
}
