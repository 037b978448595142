package io.scstream.jobs.operator;

import io.scstream.jobs.connect.Message;
import io.scstream.models.data.Role;
import io.scstream.models.forgetting.ForgettingReport;
import io.scstream.models.leakage.LeakageReport;
import io.scstream.models.learner.StepOutcome;
import io.scstream.models.objective.ElboTerms;
import io.scstream.models.stream.ChunkReport;
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
              "loss",
              loss,
              "grad_norm",
              norm,
              "steps_skipped",
              (double) skipped,
              "steps_halved",
              (double) halved,
              "step_seconds",
              seconds / report.steps().size(),
              "cells_per_second",
              seconds > 0 ? cells / seconds : 0.0)
          .forEach((name, value) -> messages.add(message(name, value, window)));
      addObjective(messages, report.steps(), window);
      report
          .rateShare()
          .ifPresent(share -> messages.add(message("lr", share * learningRate, window)));
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
              messages.add(message("bwt_mean", look.mean(), all));
              int cells = worst.transfer().cells();
              messages.add(
                  message(
                      "bwt_worst",
                      worst.transfer().mean(),
                      new Window(look.step(), cells, null, at)));
            });
    messages.add(message("bwt_alarms", look.alarms(), all));
    for (ForgettingReport.Reading reading : look.strata()) {
      Window window = new Window(look.step(), reading.transfer().cells(), null, at);
      messages.add(message("bwt." + reading.stratum(), reading.transfer().mean(), window));
    }
  }

  private void addLeakage(List<Message> messages, LeakageReport leakage, long step, Instant at) {
    for (LeakageMetrics.Reading it : LeakageMetrics.of(leakage)) {
      messages.add(message(it.name(), it.value(), new Window(step, it.cells(), null, at)));
    }
  }

  /** How balance and constraints stand: means over the steps, multipliers after the last one. */
  private void addObjective(List<Message> messages, List<StepOutcome> steps, Window window) {
    addMean(messages, "gradient_cosine", steps, it -> it.measures().cosine(), window);
    if (steps.stream().anyMatch(step -> !Double.isNaN(step.measures().cosine()))) {
      addMean(messages, "background_weight", steps, it -> it.measures().backgroundWeight(), window);
    }
    StepOutcome.Dual last = steps.get(steps.size() - 1).dual();
    for (int i = 0; i < constraints.size(); i++) {
      int k = i;
      String name = constraints.get(k);
      addMean(
          messages, "constraint." + name, steps, it -> it.measures().constraints().get(k), window);
      messages.add(message("multiplier." + name, last.multipliers().get(k), window));
    }
    if (!constraints.isEmpty()) {
      messages.add(message("constraints_infeasible", last.infeasible(), window));
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

  /** How often something has happened since the model began; tied to no step and no cells. */
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
            "elbo_prequential", -terms.negativeElbo(),
            "reconstruction_prequential", terms.reconstruction(),
            "kl_background_prequential", terms.klBackground(),
            "kl_salient_prequential", terms.klSalient())
        .forEach((name, value) -> messages.add(message(name, value, window)));
    if (terms.klLibrary() != 0) { // An observed library has none.
      messages.add(message("kl_library_prequential", terms.klLibrary(), window));
    }
  }

  private Message message(String name, double value, Window window) {
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
