package io.scstream.models.drift;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.drift.MonitorOptions.Sides;
import io.scstream.models.drift.detect.DetectorState;
import io.scstream.models.drift.signal.EnergyDistance;
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

  /** The state that was written when squares of distances were followed, and sizes of scores. */
  public static MonitorState ofFirstVersion(
      AlarmState alarm,
      List<BatchSketch> reference,
      List<BatchSketch> recent,
      SortedMap<String, DetectorState> scalars) {
    List<SignalState> signals =
        alarm.signals().stream()
            .map(
                signal ->
                    scalars.containsKey(signal.signal().name())
                        ? signal.of(score -> ScalarCourse.surprise(score, Sides.BOTH))
                        : rooted(signal))
            .toList();
    return new MonitorState(
        new AlarmState(
            alarm.batches(), alarm.isRaised(), alarm.isHeld(), alarm.cleanBatches(), signals),
        reference,
        recent,
        scalars);
  }

  private static SignalState rooted(SignalState state) {
    String name = state.signal().name();
    boolean isSquare =
        name.equals(DriftMonitor.COMPOSITION)
            || name.equals(DriftMonitor.EXPRESSION)
            || name.startsWith(DriftMonitor.LATENT);
    return isSquare ? state.of(EnergyDistance::root) : state;
  }
}
