package io.scstream.models.drift;

import static io.scstream.models.ModelException.checkConfig;

/**
 * A number per batch that the alarm follows; the larger, the stranger the batch.
 *
 * @param name such as {@code latent/background}
 * @param historyLimit readings of earlier batches to compare with at most, 1 or more
 */
public record Signal(String name, int historyLimit) {
  /** Of signals that are computed anew with every model version. */
  public static final int SKETCHED = 200;

  /** Of signals that no model has a part in. */
  public static final int OF_INPUT = 2000;

  /** Checks. */
  public Signal {
    checkConfig(!name.isBlank(), "Invalid signal: a blank name; expected a name");
    checkConfig(
        historyLimit >= 1,
        "Invalid history of signal %s: %d; expected a positive number",
        name,
        historyLimit);
  }
}
