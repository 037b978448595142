package io.scstream.models.forgetting;

import static io.scstream.models.ModelException.checkConfig;

/**
 * When a stratum counts as forgotten.
 *
 * @param everySteps looked at the first chunk boundary after so many steps; 0 for never
 * @param standardErrors below the best by more than so many counts as worse
 * @param inARow looks in a row that are worse, and there is an alarm
 * @param repairSteps steps on replay alone, besides the usual ones, while an alarm stands
 */
public record ForgettingOptions(
    int everySteps, double standardErrors, int inARow, int repairSteps) {
  /** Not looked for. */
  public static final ForgettingOptions OFF = new ForgettingOptions(0, 3, 3, 0);

  /** Checks. */
  public ForgettingOptions {
    checkConfig(everySteps >= 0, "Invalid every-steps: %d; expected 0 or more", everySteps);
    checkConfig(
        standardErrors > 0,
        "Invalid standard-errors: %s; expected a positive number",
        standardErrors);
    checkConfig(inARow >= 1, "Invalid in-a-row: %d; expected 1 or more", inARow);
    checkConfig(repairSteps >= 0, "Invalid repair-steps: %d; expected 0 or more", repairSteps);
  }
}
