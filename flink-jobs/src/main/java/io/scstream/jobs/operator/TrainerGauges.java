package io.scstream.jobs.operator;

import io.scstream.models.forgetting.ForgettingReport;
import io.scstream.models.learner.StepOutcome;
import io.scstream.models.stream.ChunkReport;
import io.scstream.models.stream.Incident;
import io.scstream.models.stream.StreamCounts;
import io.scstream.models.stream.StreamTrainer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** The numbers of a trainer as Flink's reporters see them, under the lineage. */
final class TrainerGauges {
  private static final List<String> NAMES =
      List.of(
          "cells_seen_total",
          "cells_trained_total",
          "train_step",
          "step_seconds",
          "loss",
          "grad_norm",
          "lr",
          "bwt_mean",
          "bwt_worst",
          "bwt_alarms",
          "elbo_prequential",
          "replay_size",
          "replay_strata",
          "thin_share",
          "chunks_held");

  private final Map<String, Double> now = new TreeMap<>();
  private final double learningRate;
  private final Counter replayed;
  private final Counter quarantined;
  private final Counter skipped;
  private final Counter rollbacks;

  TrainerGauges(MetricGroup group, String lineage, double learningRate) {
    MetricGroup own = group.addGroup("lineage", lineage);
    NAMES.forEach(
        name -> own.gauge(name, (Gauge<Double>) () -> now.getOrDefault(name, Double.NaN)));
    this.learningRate = learningRate;
    now.put("lr", learningRate);
    replayed = own.counter("replayed");
    quarantined = own.counter("quarantined");
    skipped = own.counter("nan_steps_total");
    rollbacks = own.counter("rollbacks_total");
  }

  void set(String name, double value) {
    now.put(name, value);
  }

  void replayed() {
    replayed.inc();
  }

  void quarantined() {
    quarantined.inc();
  }

  void incident(Incident incident) {
    if (incident.kind() == Incident.Kind.ROLLED_BACK) {
      rollbacks.inc();
    }
  }

  /** The arrival of one chunk. */
  void chunk(ChunkReport report, StreamCounts counts, double seconds) {
    set("cells_seen_total", (double) counts.cellsSeen());
    set("cells_trained_total", (double) counts.cellsTrained());
    set("train_step", (double) report.step());
    report.rateShare().ifPresent(share -> set("lr", share * learningRate));
    for (ForgettingReport look : report.forgetting()) {
      set("bwt_mean", look.mean());
      look.worst().ifPresent(worst -> set("bwt_worst", worst.transfer().mean()));
      set("bwt_alarms", look.alarms());
    }
    if (!report.prequential().isEmpty()) {
      set("elbo_prequential", -StreamTrainer.mean(report.prequential().values()).negativeElbo());
    }
    if (!report.steps().isEmpty()) {
      StepOutcome last = report.steps().get(report.steps().size() - 1);
      set("loss", last.terms().loss());
      set("grad_norm", last.gradientNorm());
      set("step_seconds", seconds / report.steps().size());
      skipped.inc(report.steps().stream().filter(StepOutcome::skipped).count());
    }
  }
}
