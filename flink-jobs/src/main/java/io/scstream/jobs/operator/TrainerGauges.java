package io.scstream.jobs.operator;

import io.scstream.jobs.catalogue.ForgettingMetric;
import io.scstream.jobs.catalogue.Metric;
import io.scstream.jobs.catalogue.Outlet;
import io.scstream.jobs.catalogue.TrainMetric;
import io.scstream.models.forgetting.ForgettingReport;
import io.scstream.models.learner.StepOutcome;
import io.scstream.models.stream.ChunkReport;
import io.scstream.models.stream.DriftVerdict;
import io.scstream.models.stream.Incident;
import io.scstream.models.stream.Remembered;
import io.scstream.models.stream.StreamCounts;
import io.scstream.models.stream.StreamTrainer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** The numbers of a trainer as Flink's reporters see them, under the lineage. */
final class TrainerGauges {
  private final Map<Metric, Double> now = new ConcurrentHashMap<>(); // A reporter reads along.
  private final double learningRate;
  private final Counter replayed;
  private final Counter quarantined;
  private final Counter skipped;
  private final Counter rollbacks;

  TrainerGauges(MetricGroup group, String lineage, double learningRate) {
    MetricGroup own = group.addGroup(Outlet.TRAIN.label(), lineage);
    for (Metric metric : Metric.at(Outlet.TRAIN)) {
      own.gauge(metric.flinkWord(), (Gauge<Double>) () -> now.getOrDefault(metric, Double.NaN));
    }
    this.learningRate = learningRate;
    set(TrainMetric.LR, learningRate);
    held(0);
    replayed = own.counter(TrainMetric.REPLAYED.flinkWord());
    quarantined = own.counter(TrainMetric.QUARANTINED.flinkWord());
    skipped = own.counter(TrainMetric.NAN_STEPS_TOTAL.flinkWord());
    rollbacks = own.counter(TrainMetric.ROLLBACKS_TOTAL.flinkWord());
  }

  private void set(Metric metric, double value) {
    now.put(metric, value);
  }

  /** What is shown now; NaN before anything was. */
  double shown(Metric metric) {
    return now.getOrDefault(metric, Double.NaN);
  }

  /** Chunks that wait for a halt to end. */
  void held(int chunks) {
    set(TrainMetric.CHUNKS_HELD, chunks);
  }

  /** What the replay memory holds, and the share of the last chunk that was trained on. */
  void standing(Remembered replay, double share) {
    set(TrainMetric.REPLAY_SIZE, replay.cells());
    set(TrainMetric.REPLAY_STRATA, replay.strata());
    set(TrainMetric.THIN_SHARE, share);
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

  /** What was found of a batch. */
  void drift(DriftVerdict verdict) {
    DriftNumbers.of(verdict).forEach(this::set);
  }

  /** The arrival of one chunk. */
  void chunk(ChunkReport report, StreamCounts counts, double seconds) {
    set(TrainMetric.CELLS_SEEN_TOTAL, (double) counts.cellsSeen());
    set(TrainMetric.CELLS_TRAINED_TOTAL, (double) counts.cellsTrained());
    set(TrainMetric.TRAIN_STEP, (double) report.step());
    report.rateShare().ifPresent(share -> set(TrainMetric.LR, share * learningRate));
    for (ForgettingReport look : report.forgetting()) {
      set(ForgettingMetric.BWT_MEAN, look.mean());
      look.worst().ifPresent(worst -> set(ForgettingMetric.BWT_WORST, worst.transfer().mean()));
      set(ForgettingMetric.BWT_ALARMS, look.alarms());
    }
    if (!report.prequential().isEmpty()) {
      set(
          TrainMetric.ELBO_PREQUENTIAL,
          -StreamTrainer.mean(report.prequential().values()).negativeElbo());
    }
    if (!report.steps().isEmpty()) {
      StepOutcome last = report.steps().get(report.steps().size() - 1);
      set(TrainMetric.LOSS, last.terms().loss());
      set(TrainMetric.GRAD_NORM, last.gradientNorm());
      set(TrainMetric.STEP_SECONDS, seconds / report.steps().size());
      skipped.inc(report.steps().stream().filter(StepOutcome::skipped).count());
    }
  }
}
