package io.scstream.jobs.operator;

import io.scstream.config.DriftConfig;
import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.catalogue.AlertKind;
import io.scstream.jobs.connect.Message;
import io.scstream.models.drift.AlarmReport;
import io.scstream.models.drift.DriftReport;
import io.scstream.models.drift.LastingShift;
import io.scstream.models.drift.SignalReport;
import io.scstream.models.stream.DriftVerdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a person is told of drift. */
final class DriftMessages {
  private static final String TRAINED_ON = "none: it was trained on";

  private DriftMessages() {}

  /** The beginning and the end of an alarm, strange batches, and values that are impossible. */
  static List<Message> of(
      Alerts alerts, ScstreamConfig settings, DriftVerdict verdict, Instant at) {
    List<Message> messages = new ArrayList<>();
    DriftReport report = verdict.report();
    report
        .alarm()
        .filter(alarm -> alarm.stage() == AlarmReport.Stage.BEGINS)
        .ifPresent(
            alarm ->
                messages.add(
                    alerts.raise(
                        AlertKind.DRIFT,
                        "Drift, " + report.text(),
                        action(settings),
                        evidence(alarm),
                        at)));
    if (!report.strange().isEmpty() && !isUnderAlarm(report)) {
      messages.add(
          alerts.raise(
              AlertKind.BATCH_STRANGE,
              "Strange, " + report.textOfBatch(),
              TRAINED_ON,
              spreads(report.strange()),
              at));
    }
    report
        .lasting()
        .filter(it -> !isUnderAlarm(report))
        .ifPresent(it -> messages.add(moved(alerts, report.batch(), it, at)));
    if (verdict.standing().ends()) {
      messages.add(over(alerts, settings, report, at));
    }
    if (report.isBeyondLimits()) {
      messages.add(beyondLimits(alerts, report, at));
    }
    return messages;
  }

  private static Message moved(Alerts alerts, String batch, LastingShift shift, Instant at) {
    return alerts.raise(
        AlertKind.CODES_MOVED,
        "Mean codes of the batches up to %s have moved: %s".formatted(batch, shift.text()),
        TRAINED_ON,
        shift.deviations(),
        at);
  }

  private static Message over(
      Alerts alerts, ScstreamConfig settings, DriftReport report, Instant at) {
    return alerts.raise(
        AlertKind.DRIFT_OVER,
        "Drift is over: %d batches without alarm up to %s"
            .formatted(settings.input().drift().cleanBatches(), report.batch()),
        over(settings),
        report.alarm().map(DriftMessages::standing).orElseGet(TreeMap::new),
        at);
  }

  private static Message beyondLimits(Alerts alerts, DriftReport report, Instant at) {
    return alerts.raise(
        AlertKind.BATCH_BEYOND_LIMITS,
        "Values of batch "
            + report.batch()
            + " are more than 6 robust spreads off: "
            + String.join(", ", report.limits().keySet()),
        TRAINED_ON,
        report.limits(),
        at);
  }

  /** Of a stream that is known to have changed it is no news that its batches are strange. */
  private static boolean isUnderAlarm(DriftReport report) {
    return report
        .alarm()
        .filter(
            alarm ->
                alarm.stage() == AlarmReport.Stage.GOES_ON
                    || alarm.stage() == AlarmReport.Stage.HELD)
        .isPresent();
  }

  private static Map<String, Double> spreads(List<SignalReport> strange) {
    SortedMap<String, Double> numbers = new TreeMap<>();
    for (SignalReport signal : strange) {
      put(numbers, signal.name(), signal.apart().deviations());
    }
    return numbers;
  }

  private static String action(ScstreamConfig settings) {
    DriftConfig drift = settings.input().drift();
    String effect = "training goes on";
    if (drift.isAdaptive()) {
      effect = "training goes on, its rate rises again";
    } else if (drift.isPausing()) {
      effect = "training goes on, no version is published";
    }
    return effect
        + (settings.publish().gate().promote() ? "; no version is promoted" : "")
        + " until acknowledge, accept-drift or re-reference, or %d batches without alarm"
            .formatted(drift.cleanBatches());
  }

  private static String over(ScstreamConfig settings) {
    if (settings.input().drift().isPausing()) {
      return "versions are published again";
    }
    return settings.publish().gate().promote() ? "versions are promoted again" : "none";
  }

  private static Map<String, Double> evidence(AlarmReport alarm) {
    SortedMap<String, Double> numbers = standing(alarm);
    SignalReport leading = alarm.signals().get(0);
    put(numbers, "share", leading.share());
    put(numbers, "p", leading.p());
    put(numbers, "deviations", leading.move().deviations());
    put(numbers, "batches_since", leading.move().batches());
    return numbers;
  }

  private static SortedMap<String, Double> standing(AlarmReport alarm) {
    SortedMap<String, Double> numbers = new TreeMap<>();
    put(numbers, "log_evidence", alarm.logEvidence());
    put(numbers, "alarm_at", alarm.alarmAt());
    return numbers;
  }

  private static void put(SortedMap<String, Double> numbers, String name, double value) {
    if (Double.isFinite(value)) {
      numbers.put(name, value);
    }
  }
}
