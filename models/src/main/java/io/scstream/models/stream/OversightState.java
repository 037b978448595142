package io.scstream.models.stream;

import io.scstream.models.forgetting.ForgettingState;
import io.scstream.models.gate.Evidence;
import io.scstream.models.gauge.Panel;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is remembered of how a run went.
 *
 * @param leakage of the last window
 * @param promoted the version that the next one is measured by; empty without a gate
 */
public record OversightState(
    RatePolicy.Clocks clocks,
    ForgettingState forgetting,
    Evidence.Leakage leakage,
    Optional<Promoted> promoted) {
  /** Of a run that begins. */
  public static final OversightState NONE =
      new OversightState(
          RatePolicy.Clocks.START,
          ForgettingState.NONE,
          Evidence.Leakage.UNKNOWN,
          Optional.empty());

  /**
   * A version that passed the gate, or was gone back to.
   *
   * @param bounds of the cells held out when it was judged, by id, in nats
   * @param panel where it published the panel; empty if it could not be embedded
   */
  public record Promoted(long step, SortedMap<String, Double> bounds, Optional<Panel> panel) {
    /** Copies. */
    public Promoted {
      bounds = Collections.unmodifiableSortedMap(new TreeMap<>(bounds));
    }
  }

  OversightState with(Evidence.Leakage other) {
    return new OversightState(clocks, forgetting, other, promoted);
  }
}
