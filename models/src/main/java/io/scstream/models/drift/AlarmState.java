package io.scstream.models.drift;

import java.util.ArrayList;
import java.util.List;

/**
 * Everything that a {@link DriftAlarm} needs to go on elsewhere as if nothing had happened.
 *
 * @param batches seen so far
 * @param isRaised whether the last batch raised the alarm
 * @param isHeld whether an alarm waits to be acknowledged
 * @param cleanBatches since the alarm was raised last, while it is held
 * @param signals in the order of the alarm
 */
public record AlarmState(
    long batches, boolean isRaised, boolean isHeld, int cleanBatches, List<SignalState> signals) {
  /** Copies. */
  public AlarmState {
    signals = List.copyOf(signals);
  }

  /**
   * The same with those of these signals, last, that it does not know: nothing was seen of them.
   */
  AlarmState with(List<Signal> others) {
    List<SignalState> all = new ArrayList<>(signals);
    for (Signal other : others) {
      if (signals.stream().noneMatch(known -> known.signal().name().equals(other.name()))) {
        all.add(
            SignalState.of(
                other, Double.NEGATIVE_INFINITY, SignalState.Suspicion.NONE, new double[0]));
      }
    }
    return new AlarmState(batches, isRaised, isHeld, cleanBatches, all);
  }
}
