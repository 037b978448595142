package io.scstream.models.stream;

import static io.scstream.models.ModelException.checkConfig;

/**
 * How the learning rate goes on, as a share of the rate that the model began with, r_0:
 *
 * <p>r(t)/r_0 = max(least, c · min(1, t/rampSteps) / √(1 + t/decaySteps)), with t = 1 for the first
 * step and c the guard's reduction, usually 1. A decay like 1/√t is what online convex optimisation
 * asks for (Zinkevich 2003); the floor keeps a model of a stream able to follow it.
 *
 * @param rampSteps over which it rises; 0 for none
 * @param decaySteps after which it is 1/√2 of what it was; 0 for never
 * @param least share that it does not fall below, 0 to 1
 */
public record RatePolicy(int rampSteps, long decaySteps, double least) {
  /** The same rate throughout, but for the guard. */
  public static final RatePolicy CONSTANT = new RatePolicy(0, 0, 0);

  /** Half the rate is reached after so many times {@code decaySteps}: √(1 + 3) = 2. */
  private static final int HALVED_AFTER = 3;

  /** Checks. */
  public RatePolicy {
    checkConfig(rampSteps >= 0, "Invalid ramp-steps: %d; expected 0 or more", rampSteps);
    checkConfig(decaySteps >= 0, "Invalid decay-steps: %d; expected 0 or more", decaySteps);
    checkConfig(
        least >= 0 && least <= 1,
        "Invalid minimum: %s of the learning rate; expected a share from 0 to 1",
        least);
  }

  /**
   * From which steps on the two clocks of the policy count.
   *
   * @param rampFrom of the ramp
   * @param decayFrom of the decay; may be negative
   */
  public record Clocks(long rampFrom, long decayFrom) {
    /** Those of a run that begins. */
    public static final Clocks START = new Clocks(0, 0);

    /**
     * Those of a run that has to learn something new after so many steps: the ramp begins again,
     * and the decay goes on from where the rate was half of the first one. A rate that is above
     * that still is left where it is.
     */
    Clocks rewarmed(RatePolicy policy, long step) {
      return new Clocks(step, Math.max(decayFrom, step - HALVED_AFTER * policy.decaySteps));
    }
  }

  /**
   * The share of the rate for the next step, above 0.
   *
   * @param step steps taken before it
   * @param reduction share that the guard allows
   */
  double share(Clocks clocks, long step, double reduction) {
    double share = reduction;
    if (rampSteps > 0) {
      share *= Math.min(1, (double) (step + 1 - clocks.rampFrom) / rampSteps);
    }
    if (decaySteps > 0) {
      share /= Math.sqrt(1 + (double) (step + 1 - clocks.decayFrom) / decaySteps);
    }
    return Math.max(least, share);
  }
}
