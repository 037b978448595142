package io.scstream.models.drift;

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
}
