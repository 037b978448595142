package io.scstream.models.stream;

import io.scstream.models.forgetting.ForgettingOptions;
import io.scstream.models.gate.GateOptions;
import java.util.Optional;

/**
 * How a run is kept on its way.
 *
 * @param gate that versions have to pass to be promoted; empty: each one is, as far as the run is
 *     concerned
 */
public record OversightOptions(
    RatePolicy rate, ForgettingOptions forgetting, Optional<GateOptions> gate) {
  /** One learning rate, and nothing is looked at. */
  public static final OversightOptions NONE =
      new OversightOptions(RatePolicy.CONSTANT, ForgettingOptions.OFF, Optional.empty());
}
