package io.scstream.jobs.operator;

import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.catalogue.AlertKind;
import io.scstream.jobs.connect.Message;
import io.scstream.models.forgetting.Difference;
import io.scstream.models.forgetting.ForgettingReport;
import io.scstream.models.forgetting.ForgettingReport.Reading;
import io.scstream.models.gate.GateReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a person is told of strata that a model forgets, and of versions that are not promoted. */
final class OversightMessages {
  private OversightMessages() {}

  /** One alert for each stratum whose alarm begins or ends with this look. */
  static List<Message> of(
      Alerts alerts, ScstreamConfig settings, ForgettingReport report, Instant at) {
    List<Message> messages = new ArrayList<>();
    for (Reading reading : report.strata()) {
      switch (reading.alarm()) {
        case BEGINS ->
            messages.add(
                alerts.raise(
                    AlertKind.FORGETTING,
                    begins(reading),
                    action(settings),
                    evidence(reading),
                    at));
        case ENDS ->
            messages.add(
                alerts.raise(
                    AlertKind.FORGETTING_OVER,
                    "Stratum "
                        + reading.stratum()
                        + " is no longer forgotten at step "
                        + report.step(),
                    "none",
                    evidence(reading),
                    at));
        case STANDS, NONE -> {}
      }
    }
    return messages;
  }

  private static String begins(Reading reading) {
    Difference transfer = reading.transfer();
    return String.format(
        Locale.ROOT,
        "Stratum %s is forgotten: its bound is %.4g nats per cell below that of version %d, SE %.4g"
            + " over %s, since step %d",
        reading.stratum(),
        -transfer.mean(),
        reading.bestStep(),
        transfer.standardError(),
        transfer.donors() > 0
            ? transfer.donors() + " donors"
            : transfer.cells() + " cells, as fewer than two donors are known",
        reading.sinceStep());
  }

  private static String action(ScstreamConfig settings) {
    int repair = settings.memory().forgetting().repairSteps();
    return (repair > 0 ? repair + " further steps on replay after each step" : "training goes on")
        + (settings.publish().gate().promote() ? "; no version is promoted" : "")
        + " while it lasts";
  }

  private static Map<String, Double> evidence(Reading reading) {
    Difference transfer = reading.transfer();
    return Map.of(
        "bwt", transfer.mean(),
        "standard_error", transfer.standardError(),
        "cells", (double) transfer.cells(),
        "donors", (double) transfer.donors(),
        "best_version", (double) reading.bestStep(),
        "since_step", (double) reading.sinceStep());
  }

  /** Why versions have no encoder for other programs, from this one on. */
  static Message withheld(Alerts alerts, LineageRun.Withheld version, Instant at) {
    return alerts.raise(
        AlertKind.ENCODER_WITHHELD,
        "Version " + version.version() + " has no encoder.onnx: " + version.reason(),
        "it is published without the file, as are later ones for the same reason, of which nothing"
            + " is told; training and embedding do not need it",
        at);
  }

  /** Why a version is not promoted. */
  static Message refused(Alerts alerts, LineageRun.Refusal refusal, Instant at) {
    GateReport report = refusal.report();
    return alerts.raise(
        AlertKind.PROMOTION_REFUSED,
        "Version " + refusal.version() + " is not promoted: " + String.join("; ", report.reasons()),
        "it is published as a candidate; the alias promoted stays where it is",
        GateMetrics.of(report),
        at);
  }
}
