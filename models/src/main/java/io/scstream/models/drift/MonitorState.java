package io.scstream.models.drift;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.drift.detect.DetectorState;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that a {@link DriftMonitor} needs to go on elsewhere as if nothing had happened.
 *
 * @param alarm of the signals
 * @param reference sketches that others are compared with
 * @param recent sketches of the last judged batches, oldest first
 * @param scalars by name
 */
public record MonitorState(
    AlarmState alarm,
    List<BatchSketch> reference,
    List<BatchSketch> recent,
    SortedMap<String, DetectorState> scalars) {
  /** Copies and checks. */
  public MonitorState {
    reference = List.copyOf(reference);
    recent = List.copyOf(recent);
    scalars = Collections.unmodifiableSortedMap(new TreeMap<>(scalars));
    checkInput(
        recent.size() <= Signal.SKETCHED,
        "Invalid state of the drift monitor: %d sketches; expected at most %d",
        recent.size(),
        Signal.SKETCHED);
  }
}
