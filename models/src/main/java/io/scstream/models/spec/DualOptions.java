package io.scstream.models.spec;

import static io.scstream.models.ModelException.checkConfig;

import java.io.Serializable;
import java.util.Objects;

/**
 * How multipliers are trained.
 *
 * @param rate of one dual step; per threshold for {@link DualRule#SIMPLE}, per unit of the
 *     functional for the others
 * @param proportionalGain of the violation's change, relative to the violation itself; used by
 *     {@link DualRule#NUPI} only
 * @param maximum of every multiplier
 */
public record DualOptions(DualRule rule, double rate, double proportionalGain, double maximum)
    implements Serializable {

  public DualOptions {
    Objects.requireNonNull(rule);
    checkPositive("rate", rate);
    checkConfig(
        Double.isFinite(proportionalGain) && proportionalGain >= 0,
        "Invalid proportional-gain: %s; expected zero or a positive number",
        proportionalGain);
    checkPositive("maximum", maximum);
  }

  /** The simple rule. */
  public static DualOptions defaults() {
    return of(DualRule.SIMPLE);
  }

  /**
   * The rule with its own rate, gain 1 and multipliers up to 10,000. Simple: 0.05. GECO: 0.1, with
   * which a violation of 0.1 doubles the multiplier in 70 steps. nuPI: 5, which is the simple
   * rule's for a threshold of 0.01.
   */
  public static DualOptions of(DualRule rule) {
    double rate =
        switch (rule) {
          case SIMPLE -> 0.05;
          case GECO -> 0.1;
          case NUPI -> 5;
        };
    return new DualOptions(rule, rate, 1, 1e4);
  }

  private static void checkPositive(String name, double value) {
    checkConfig(
        Double.isFinite(value) && value > 0,
        "Invalid %s: %s; expected a positive number",
        name,
        value);
  }
}
