package io.scstream.models.drift;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a monitor says of a batch.
 *
 * @param batch its name
 * @param alarm of the signals; none while the reference is gathered
 * @param since name of the batch that the change of the most suspected signal began with, if it is
 *     still known
 * @param limits input values that are impossible, in robust spreads from the usual: such a batch
 *     should not be trained on
 * @param acquisitionCuts changes of the library size within the batch; 0 is well
 * @param lasting mean codes that are found to have moved with this batch and were not before it
 */
public record DriftReport(
    String batch,
    Optional<AlarmReport> alarm,
    Optional<String> since,
    SortedMap<String, Double> limits,
    int acquisitionCuts,
    Optional<LastingShift> lasting) {
  private static final double LEAST_SHARE = 0.1;

  /** Copies. */
  public DriftReport {
    limits = Collections.unmodifiableSortedMap(new TreeMap<>(limits));
  }

  /** Whether the evidence is high enough for an alarm. */
  public boolean isAlarm() {
    return alarm.map(AlarmReport::isAlarm).orElse(false);
  }

  /** Whether a value is impossible. */
  public boolean isBeyondLimits() {
    return !limits.isEmpty();
  }

  /** The signals by which this batch alone is strange, the least probable first. */
  public List<SignalReport> strange() {
    return alarm.map(AlarmReport::strange).orElse(List.of());
  }

  /** By what this batch alone is strange, and how far off it is, for people. */
  public String textOfBatch() {
    return "batch "
        + batch
        + ": "
        + strange().stream().map(SignalReport::textOfBatch).collect(Collectors.joining("; "));
  }

  /** What moved, by how much and since when, for people. */
  public String text() {
    String beyond =
        limits.entrySet().stream()
            .map(
                limit ->
                    String.format(
                        Locale.ROOT, "; %s is %+.1f spreads off", limit.getKey(), limit.getValue()))
            .collect(Collectors.joining());
    String cuts = acquisitionCuts == 0 ? "" : "; library size changes within the batch";
    return "batch "
        + batch
        + ": "
        + alarm.map(this::text).orElse("in the reference")
        + beyond
        + cuts;
  }

  private String text(AlarmReport report) {
    if (report.stage() == AlarmReport.Stage.QUIET) {
      return "no drift";
    }
    List<SignalReport> leading =
        report.signals().stream().filter(signal -> signal.share() >= LEAST_SHARE).toList();
    return leading.stream().map(SignalReport::text).collect(Collectors.joining("; "))
        + since.map(name -> "; since batch " + name).orElse("");
  }
}
