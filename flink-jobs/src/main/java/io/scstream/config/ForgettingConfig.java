package io.scstream.config;

import static io.scstream.config.Check.atLeast;
import static io.scstream.config.Check.positive;

import java.io.Serializable;

/**
 * When a stratum of held-out cells counts as forgotten, and what is done about it.
 *
 * @param everySteps looked at after so many steps; 0 for never
 * @param standardErrors below its best by more than so many counts as worse
 * @param inARow looks in a row that are worse raise an alarm
 * @param repairSteps further steps on replay alone, after each step with new cells, while it lasts
 */
public record ForgettingConfig(int everySteps, double standardErrors, int inARow, int repairSteps)
    implements Serializable {
  public ForgettingConfig {
    atLeast("memory.forgetting.every-steps", everySteps, 0);
    positive("memory.forgetting.standard-errors", standardErrors);
    atLeast("memory.forgetting.in-a-row", inARow, 1);
    atLeast("memory.forgetting.repair-steps", repairSteps, 0);
  }
}
