package io.scstream.jobs.operator;

import io.scstream.config.DriftConfig;
import io.scstream.config.ScstreamConfig;
import io.scstream.models.drift.AlarmReport;
import io.scstream.models.learner.LearnerSnapshot;
import io.scstream.models.stream.Arrival;
import io.scstream.models.stream.BatchPlace;
import io.scstream.models.stream.ChunkArrival;
import io.scstream.models.stream.ChunkReport;
import io.scstream.models.stream.DriftVerdict;
import io.scstream.models.stream.DriftWatch;
import io.scstream.models.stream.StreamTrainer;
import io.scstream.schema.CellChunkRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Drift in a run: what the watch over batches says, and what follows for the trainer. */
final class DriftRun implements AutoCloseable {
  private final DriftConfig settings;
  private final Optional<DriftWatch> watch;
  private final StreamTrainer trainer;
  private final List<DriftVerdict> verdicts = new ArrayList<>();

  /** Without a watch nothing is ever found. */
  DriftRun(ScstreamConfig settings, Optional<DriftWatch> watch, StreamTrainer trainer) {
    this.settings = settings.input().drift();
    this.watch = watch;
    this.trainer = trainer;
  }

  /** Takes in a chunk that the trainer has taken in, and judges the batches that are over by it. */
  void accept(CellChunkRecord chunk, ChunkArrival arrival, ChunkReport report) {
    boolean isShutOut =
        report.incidents().stream().anyMatch(it -> it.chunks().contains(arrival.id()));
    if (!isShutOut) { // Cells that no model can read must not get into a comparison.
      BatchPlace place =
          new BatchPlace(
              chunk.getDataset() + "|" + chunk.getBatch(),
              chunk.getChunkSeq(),
              chunk.getEndOfBatch());
      watch.ifPresent(
          it ->
              judged(
                  it.accept(
                      place,
                      arrival.cells().stream().map(Arrival::remembered).toList(),
                      this::live)));
    }
  }

  /** No more chunks come: judges the batches that are still open. */
  void finish() {
    watch.ifPresent(it -> judged(it.finish(this::live)));
  }

  private Optional<byte[]> live() {
    return trainer
        .stateWithoutSlots()
        .learner()
        .filter(LearnerSnapshot::isFinite)
        .map(LearnerSnapshot::weightsSafetensors);
  }

  private void judged(List<DriftVerdict> now) {
    verdicts.addAll(now);
    boolean begins =
        now.stream()
            .flatMap(it -> it.report().alarm().stream())
            .anyMatch(alarm -> alarm.stage() == AlarmReport.Stage.BEGINS);
    if (begins && settings.isAdaptive()) {
      trainer.rewarm();
    }
  }

  /** What was found of the batches that are over; asked for once. */
  List<DriftVerdict> takeVerdicts() {
    List<DriftVerdict> taken = List.copyOf(verdicts);
    verdicts.clear();
    return taken;
  }

  /** A version serves from now on: drift is judged by it. */
  void inUse(LearnerSnapshot version) {
    watch.ifPresent(it -> it.promoted(version.weightsSafetensors()));
  }

  /** Whether an alarm waits. */
  boolean isHeld() {
    return watch.map(DriftWatch::isHeld).orElse(false);
  }

  /** Whether no version is to be cut until it is answered. */
  boolean isPausing() {
    return isHeld() && settings.isPausing();
  }

  /**
   * Does what a person wants to follow from drift; says what was done.
   *
   * @throws Commands.Refusal if batches are not watched
   */
  String answer(DriftAnswer answer) {
    DriftWatch now =
        watch.orElseThrow(
            () -> new Commands.Refusal("Batches are not watched; expected input.drift.watch=true"));
    switch (answer) {
      case ACCEPT -> {
        now.reReference();
        trainer.rewarm();
      }
      case RE_REFERENCE -> now.reReference();
      case ACKNOWLEDGE -> now.acknowledge();
    }
    return answer.done();
  }

  void write(DriftState state) {
    watch.ifPresent(it -> it.write(state));
  }

  @Override
  public void close() {
    watch.ifPresent(DriftWatch::close);
  }
}
