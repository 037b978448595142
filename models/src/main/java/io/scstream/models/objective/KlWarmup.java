package io.scstream.models.objective;

import static io.scstream.models.ModelException.checkConfig;

/** The weight of the divergences as a function of the step, counted from 1. */
@FunctionalInterface
public interface KlWarmup {

  double weight(long step);

  /** Rises evenly to 1 over so many steps, and stays there. Zero steps mean 1 from the start. */
  static KlWarmup linear(int steps) {
    checkConfig(steps >= 0, "Invalid kl-warmup-steps: %d; expected zero or more", steps);
    return step -> steps == 0 ? 1 : Math.min(1, (double) step / steps);
  }
}
