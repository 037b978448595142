package io.scstream.jobs.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.jobs.connect.Message;
import io.scstream.models.forgetting.Difference;
import io.scstream.models.forgetting.ForgettingReport;
import io.scstream.models.gate.Finding;
import io.scstream.models.gate.GateReport;
import io.scstream.models.stream.ChunkReport;
import io.scstream.schema.AlertRecord;
import io.scstream.schema.MetricRecord;
import io.scstream.schema.framing.SingleObjectFraming;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class OversightMessagesTest {
  private static final Alerts ALERTS = new Alerts("alerts", "screen");

  private static ForgettingReport.Reading reading(
      String stratum, Difference transfer, ForgettingReport.Alarm alarm) {
    return new ForgettingReport.Reading(stratum, transfer, 1500, 1650, alarm);
  }

  private static ForgettingReport look(ForgettingReport.Alarm first) {
    return new ForgettingReport(
        1750,
        List.of(
            reading("TARGET|k562", new Difference(-2.5, 0.5, 40, 4), first),
            reading("TARGET|A172", new Difference(0.5, 0.25, 20, 0), ForgettingReport.Alarm.NONE)));
  }

  private static List<AlertRecord> alerts(ForgettingReport look, String... settings) {
    return OversightMessages.of(ALERTS, TrainHarness.config(settings), look, Instant.EPOCH).stream()
        .map(it -> SingleObjectFraming.of(AlertRecord.class).read(it.value()))
        .toList();
  }

  @Test
  void anAlertNamesStratumAmountErrorAndSinceWhen() {
    AlertRecord alert = alerts(look(ForgettingReport.Alarm.BEGINS)).get(0);
    assertThat(alert.getKind()).isEqualTo("forgetting");
    assertThat(alert.getMessage())
        .isEqualTo(
            "Stratum TARGET|k562 is forgotten: its bound is 2.500 nats per cell below that of"
                + " version 1500, SE 0.5000 over 4 donors, since step 1650");
    assertThat(alert.getAction()).isEqualTo("training goes on while it lasts");
    assertThat(alert.getEvidence())
        .isEqualTo(
            Map.of(
                "bwt", -2.5,
                "standard_error", 0.5,
                "cells", 40.0,
                "donors", 4.0,
                "best_version", 1500.0,
                "since_step", 1650.0));
  }

  @Test
  void anAlertSaysWhatIsDone() {
    ForgettingReport look = look(ForgettingReport.Alarm.BEGINS);
    assertThat(
            alerts(look, "memory.forgetting.repair-steps=2", "publish.gate.promote=true")
                .get(0)
                .getAction())
        .isEqualTo(
            "2 further steps on replay after each step; no version is promoted while it lasts");
  }

  @Test
  void onlyBeginAndEndAreTold() {
    assertThat(alerts(look(ForgettingReport.Alarm.STANDS))).isEmpty();
    assertThat(alerts(look(ForgettingReport.Alarm.NONE))).isEmpty();
    assertThat(alerts(look(ForgettingReport.Alarm.ENDS)))
        .extracting(AlertRecord::getMessage)
        .containsExactly("Stratum TARGET|k562 is no longer forgotten at step 1750");
  }

  @Test
  void metricsAreOfTheLookAndOfEveryStratum() {
    ChunkReport report =
        new ChunkReport(
            Map.of(),
            List.of(),
            1751,
            false,
            List.of(),
            Optional.empty(),
            List.of(look(ForgettingReport.Alarm.BEGINS)),
            OptionalDouble.of(0.5));
    List<Message> messages =
        new Metrics("metrics", "screen", List.of(), 1e-3).ofChunk(report, 64, 1, Instant.EPOCH);
    assertThat(messages)
        .extracting(it -> SingleObjectFraming.of(MetricRecord.class).read(it.value()))
        .extracting(
            MetricRecord::getMetric,
            MetricRecord::getValue,
            MetricRecord::getStep,
            MetricRecord::getCells)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("bwt_mean", -1.0, 1750L, 60L),
            org.assertj.core.groups.Tuple.tuple("bwt_worst", -2.5, 1750L, 40L),
            org.assertj.core.groups.Tuple.tuple("bwt_alarms", 1.0, 1750L, 60L),
            org.assertj.core.groups.Tuple.tuple("bwt.TARGET|k562", -2.5, 1750L, 40L),
            org.assertj.core.groups.Tuple.tuple("bwt.TARGET|A172", 0.5, 1750L, 20L));
  }

  @Test
  void aRefusedVersionComesWithItsReasons() {
    GateReport report =
        new GateReport(
            List.of(
                new Finding(
                    "finite",
                    Finding.Verdict.HOLDS,
                    "all weights are finite",
                    OptionalDouble.empty()),
                new Finding(
                    "canary", Finding.Verdict.BROKEN, "moved by 0.6", OptionalDouble.of(0.6)),
                new Finding("bound", Finding.Verdict.UNKNOWN, "no version", OptionalDouble.empty()),
                Finding.broken("drift", "not acknowledged")));
    Message message =
        OversightMessages.refused(ALERTS, new LineageRun.Refusal(2000, report), Instant.EPOCH);
    AlertRecord alert = SingleObjectFraming.of(AlertRecord.class).read(message.value());
    assertThat(alert.getKind()).isEqualTo("promotion-refused");
    assertThat(alert.getMessage())
        .isEqualTo("Version 2000 is not promoted: canary: moved by 0.6; drift: not acknowledged");
    assertThat(alert.getEvidence())
        .isEqualTo(
            Map.of(
                "gate_passed", 0.0,
                "gate.finite", 1.0,
                "gate.canary", 0.0,
                "gate.drift", 0.0,
                "gate_value.canary", 0.6));
  }
}
