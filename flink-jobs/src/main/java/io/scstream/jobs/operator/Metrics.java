package io.scstream.jobs.operator;

import io.scstream.jobs.catalogue.DriftMetric;
import io.scstream.jobs.catalogue.ForgettingMetric;
import io.scstream.jobs.catalogue.Metric;
import io.scstream.jobs.catalogue.Outlet;
import io.scstream.jobs.catalogue.TrainMetric;
import io.scstream.jobs.connect.Message;
import io.scstream.models.data.Role;
import io.scstream.models.drift.SignalReport;
import io.scstream.models.forgetting.ForgettingReport;
import io.scstream.models.leakage.LeakageReport;
import io.scstream.models.learner.StepOutcome;
import io.scstream.models.objective.ElboTerms;
import io.scstream.models.stream.ChunkReport;
import io.scstream.models.stream.DriftVerdict;
import io.scstream.models.stream.StreamTrainer;
import io.scstream.schema.MetricRecord;
import io.scstream.schema.framing.Framing;
import io.scstream.schema.framing.SingleObjectFraming;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Writes the numbers of a training run. Bounds are in nats per cell; higher is better. */
public final class Metrics implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Framing<MetricRecord> FRAMING = SingleObjectFraming.of(MetricRecord.class);

  private final String topic;
  private final String lineage;
  private final List<String> constraints;
  private final double learningRate;

  /** Metrics of a lineage to this topic. */
  public Metrics(String topic, String lineage) {
    this(topic, lineage, List.of(), Double.NaN);
  }

  /**
   * Metrics of a lineage to this topic.
   *
   * @param constraints names of the model's constraints, in the order of its steps' outcomes
   * @param learningRate that the model began with
   */
  public Metrics(String topic, String lineage, List<String> constraints, double learningRate) {
    this.topic = topic;
    this.lineage = lineage;
    this.constraints = List.copyOf(constraints);
    this.learningRate = learningRate;
  }

  /** What a number was measured over. No role: both. */
  private record Window(long step, int cells, @Nullable Role role, Instant at) {}

  /** Everything that the arrival of one chunk tells. */
  public List<Message> ofChunk(ChunkReport report, int cells, double seconds, Instant at) {
    List<Message> messages = new ArrayList<>();
    report.prequential().forEach((role, terms) -> addBound(messages, role, terms, report, at));
    if (!report.prequential().isEmpty()) {
      addBound(messages, null, StreamTrainer.mean(report.prequential().values()), report, at);
    }
    if (!report.steps().isEmpty()) {
      Window window = new Window(report.step(), cells, null, at);
      double norm =
          report.steps().stream().mapToDouble(step -> step.gradientNorm()).average().orElseThrow();
      double loss =
          report.steps().stream().mapToDouble(step -> step.terms().loss()).average().orElseThrow();
      long halved = report.steps().stream().filter(step -> step.halved()).count();
      long skipped = report.steps().stream().filter(step -> step.skipped()).count();
      Map.of(
              TrainMetric.LOSS,
              loss,
              TrainMetric.GRAD_NORM,
              norm,
              TrainMetric.STEPS_SKIPPED,
              (double) skipped,
              TrainMetric.STEPS_HALVED,
              (double) halved,
              TrainMetric.STEP_SECONDS,
              seconds / report.steps().size(),
              TrainMetric.CELLS_PER_SECOND,
              seconds > 0 ? cells / seconds : 0.0)
          .forEach((metric, value) -> messages.add(message(metric.word(), value, window)));
      addObjective(messages, report.steps(), window);
      report
          .rateShare()
          .ifPresent(
              share -> messages.add(message(TrainMetric.LR.word(), share * learningRate, window)));
    }
    report.forgetting().forEach(look -> addForgetting(messages, look, at));
    report.leakage().ifPresent(it -> addLeakage(messages, it, report.step(), at));
    return messages;
  }

  /** Per look the mean, the worst and the alarms; of every stratum {@code bwt.STRATUM}. */
  private void addForgetting(List<Message> messages, ForgettingReport look, Instant at) {
    Window all = new Window(look.step(), look.cells(), null, at);
    look.worst()
        .ifPresent(
            worst -> {
              messages.add(message(ForgettingMetric.BWT_MEAN.word(), look.mean(), all));
              int cells = worst.transfer().cells();
              messages.add(
                  message(
                      ForgettingMetric.BWT_WORST.word(),
                      worst.transfer().mean(),
                      new Window(look.step(), cells, null, at)));
            });
    messages.add(message(ForgettingMetric.BWT_ALARMS.word(), look.alarms(), all));
    for (ForgettingReport.Reading reading : look.strata()) {
      Window window = new Window(look.step(), reading.transfer().cells(), null, at);
      messages.add(
          message(ForgettingMetric.BWT.word(reading.stratum()), reading.transfer().mean(), window));
    }
  }

  /** What was found of one batch; numbers that are not known yet are left out. */
  List<Message> ofDrift(DriftVerdict verdict, long step, Instant at) {
    Window window = new Window(step, (int) Math.min(Integer.MAX_VALUE, verdict.cells()), null, at);
    List<Message> messages = new ArrayList<>();
    DriftNumbers.of(verdict)
        .forEach((metric, value) -> messages.add(message(metric.word(), value, window)));
    verdict
        .report()
        .alarm()
        .ifPresent(
            alarm -> {
              for (SignalReport signal : alarm.signals()) {
                if (!Double.isNaN(signal.p())) {
                  messages.add(
                      message(DriftMetric.DRIFT_P.word(signal.name()), signal.p(), window));
                }
                messages.add(
                    message(DriftMetric.DRIFT_SHARE.word(signal.name()), signal.share(), window));
              }
            });
    return messages;
  }

  private void addLeakage(List<Message> messages, LeakageReport leakage, long step, Instant at) {
    for (LeakageMetrics.Reading it : LeakageMetrics.of(leakage)) {
      messages.add(message(it.metric().word(), it.value(), new Window(step, it.cells(), null, at)));
    }
  }

  /** How balance and constraints stand: means over the steps, multipliers after the last one. */
  private void addObjective(List<Message> messages, List<StepOutcome> steps, Window window) {
    addMean(
        messages, TrainMetric.GRADIENT_COSINE.word(), steps, it -> it.measures().cosine(), window);
    if (steps.stream().anyMatch(step -> !Double.isNaN(step.measures().cosine()))) {
      addMean(
          messages,
          TrainMetric.BACKGROUND_WEIGHT.word(),
          steps,
          it -> it.measures().backgroundWeight(),
          window);
    }
    StepOutcome.Dual last = steps.get(steps.size() - 1).dual();
    for (int i = 0; i < constraints.size(); i++) {
      int k = i;
      String name = constraints.get(k);
      addMean(
          messages,
          TrainMetric.CONSTRAINT.word(name),
          steps,
          it -> it.measures().constraints().get(k),
          window);
      messages.add(message(TrainMetric.MULTIPLIER.word(name), last.multipliers().get(k), window));
    }
    if (!constraints.isEmpty()) {
      messages.add(message(TrainMetric.CONSTRAINTS_INFEASIBLE.word(), last.infeasible(), window));
    }
  }

  /** Of what was measured; nothing if nothing was. */
  private void addMean(
      List<Message> messages,
      String name,
      List<StepOutcome> steps,
      ToDoubleFunction<StepOutcome> value,
      Window window) {
    steps.stream()
        .mapToDouble(value)
        .filter(it -> !Double.isNaN(it))
        .average()
        .ifPresent(mean -> messages.add(message(name, mean, window)));
  }

  /**
   * How often something has happened since the model began; tied to no step and no cells.
   *
   * @param name one of the {@link Metric catalogue}
   */
  public Message total(String name, long total, Instant at) {
    return message(name, (double) total, new Window(0, 0, null, at));
  }

  private void addBound(
      List<Message> messages,
      @Nullable Role role,
      ElboTerms terms,
      ChunkReport report,
      Instant at) {
    Window window = new Window(report.step(), terms.cells(), role, at);
    Map.of(
            TrainMetric.ELBO_PREQUENTIAL, -terms.negativeElbo(),
            TrainMetric.RECONSTRUCTION_PREQUENTIAL, terms.reconstruction(),
            TrainMetric.KL_BACKGROUND_PREQUENTIAL, terms.klBackground(),
            TrainMetric.KL_SALIENT_PREQUENTIAL, terms.klSalient())
        .forEach((metric, value) -> messages.add(message(metric.word(), value, window)));
    if (terms.klLibrary() != 0) { // An observed library has none.
      messages.add(message(TrainMetric.KL_LIBRARY_PREQUENTIAL.word(), terms.klLibrary(), window));
    }
  }

  private Message message(String name, double value, Window window) {
    if (Metric.of(name).filter(it -> it.isAt(Outlet.TOPIC)).isEmpty()) {
      throw new IllegalArgumentException(
          "Invalid metric: " + name + "; expected one of the catalogue's topic");
    }
    Role role = window.role();
    MetricRecord record =
        MetricRecord.newBuilder()
            .setLineage(lineage)
            .setMetric(name)
            .setValue(value)
            .setStep(window.step())
            .setCells(window.cells())
            .setRole(role == null ? null : io.scstream.schema.Role.valueOf(role.name()))
            .setMeasuredAt(window.at())
            .build();
    return Message.of(topic, lineage + "|" + name, FRAMING.write(record));
  }
}
