package io.scstream.models.constrain;

import io.scstream.models.spec.Constraint;
import io.scstream.models.spec.DualOptions;
import io.scstream.models.spec.DualRule;

/**
 * The state of one constraint, in the precision in which it is saved.
 *
 * @param value λ, the constraint's weight in the objective
 * @param average moving average of what was measured
 * @param error violation at the last step; used by {@link DualRule#NUPI}
 * @param steps how many measurements there were; stands still at 2^24
 */
record Multiplier(float value, float average, float error, float steps) {

  private static final double MEMORY = 0.9;

  /** GECO acts on its average alone, so it remembers longer. */
  private static final double GECO_MEMORY = 0.99;

  /** Bound of the absolute log of a GECO multiplier. */
  private static final double GECO_RANGE = 8;

  /** So many steps a constraint has to come near its threshold. */
  static final int PATIENCE = 5000;

  /** The average may stay above the threshold by this factor. */
  static final double TOLERANCE = 1.5;

  static Multiplier initial(DualOptions options) {
    double value = options.rule() == DualRule.GECO ? Math.min(1, options.maximum()) : 0;
    return new Multiplier((float) value, 0, 0, 0);
  }

  /** The state after a measurement. One that is not finite changes nothing. */
  Multiplier next(Constraint constraint, DualOptions options, double measured) {
    if (!Float.isFinite((float) measured)) {
      return this;
    }
    boolean isFirst = steps == 0;
    double memory = options.rule() == DualRule.GECO ? GECO_MEMORY : MEMORY;
    float mean = (float) (isFirst ? measured : memory * average + (1 - memory) * measured);
    double violation = measured - constraint.threshold();
    double excess = mean - constraint.threshold();
    double moved =
        switch (options.rule()) {
          case SIMPLE -> value + options.rate() * excess / constraint.threshold();
          case GECO -> geco(options.rate() * excess);
          case NUPI -> {
            // At the first step there is no earlier error, so no change to respond to.
            double change = isFirst ? 0 : violation - error;
            yield value + options.rate() * (violation + options.proportionalGain() * change);
          }
        };
    float clipped = (float) Math.max(0, Math.min(options.maximum(), moved));
    return new Multiplier(clipped, mean, (float) violation, steps + 1);
  }

  private double geco(double change) {
    double log = Math.log(value) + change;
    return Math.exp(Math.max(-GECO_RANGE, Math.min(GECO_RANGE, log)));
  }

  /** Whether the multiplier can grow no further, or the average stays well above the threshold. */
  boolean isInfeasible(Constraint constraint, DualOptions options) {
    boolean isPinned = value >= (float) largest(options);
    boolean isFar = average > TOLERANCE * constraint.threshold();
    return isPinned || (steps > PATIENCE && isFar);
  }

  private static double largest(DualOptions options) {
    double bound = options.rule() == DualRule.GECO ? Math.exp(GECO_RANGE) : options.maximum();
    return Math.min(bound, options.maximum());
  }
}
