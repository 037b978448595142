package io.scstream.models.trial;

import io.scstream.models.drift.AlarmReport;
import io.scstream.models.drift.SignalReport;
import io.scstream.models.drift.signal.InputQuality;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.models.learner.LearnerSnapshot;
import io.scstream.models.memory.RememberedCell;
import io.scstream.models.simulate.EventStream;
import io.scstream.models.simulate.StreamCell;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.spec.TrainingOptions;
import io.scstream.models.stream.Arrival;
import io.scstream.models.stream.BatchPlace;
import io.scstream.models.stream.ChunkArrival;
import io.scstream.models.stream.DriftVerdict;
import io.scstream.models.stream.DriftWatch;
import io.scstream.models.stream.DriftWatchOptions;
import io.scstream.models.stream.MemoryWatcher;
import io.scstream.models.stream.StreamOptions;
import io.scstream.models.stream.StreamTrainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * A simulated stream with scripted events is trained on and watched, as the training job does it:
 * which alarms ring, and what watching costs.
 */
public final class RehearsalTrial {
  private static final int CHUNK = 64;

  private final EventStream stream;
  private final Learning learning;
  private final DriftWatchOptions watching;
  private final LongSupplier nanos;

  /**
   * How a model learns the stream.
   *
   * @param model for the genes of the stream
   * @param device auto, cpu or gpu:N
   */
  public record Learning(
      ModelSpec model, TrainingOptions training, StreamOptions options, String device) {}

  /**
   * What rang.
   *
   * @param batch by name
   * @param signals that have at least a tenth of the evidence, that with the most first; those by
   *     which a batch is strange, the least probable first; names of values beyond limits
   * @param text for people
   */
  public record Ring(String batch, List<String> signals, String text) {}

  /**
   * What came of it.
   *
   * @param batches that were compared, those of the reference among them
   * @param steps of the model
   * @param alarms at the batches that raised one
   * @param strange batches that are so by themselves
   * @param limits batches with impossible values
   * @param watchNanos time spent on watching; all of it with that for training
   */
  public record Result(
      long batches,
      long steps,
      List<Ring> alarms,
      List<Ring> strange,
      List<Ring> limits,
      long watchNanos,
      long allNanos) {
    /** Copies. */
    public Result {
      alarms = List.copyOf(alarms);
      strange = List.copyOf(strange);
      limits = List.copyOf(limits);
    }
  }

  /**
   * A trial.
   *
   * @param nanos tells the time
   */
  public RehearsalTrial(
      EventStream stream, Learning learning, DriftWatchOptions watching, LongSupplier nanos) {
    this.stream = stream;
    this.learning = learning;
    this.watching = watching;
    this.nanos = nanos;
  }

  /**
   * Runs through the stream.
   *
   * @param over is told the number of each batch that is over
   */
  public Result run(IntConsumer over) {
    DjlLearnerFactory factory = new DjlLearnerFactory(learning.training(), learning.device());
    int genes = stream.settings().genes();
    try (StreamTrainer trainer =
            StreamTrainer.start(learning.options(), learning.model(), factory, MemoryWatcher.NONE);
        DriftWatch watch =
            DriftWatch.restore(
                watching,
                weights -> DjlLearnerFactory.restoreForInference(weights, learning.device()),
                () -> InputQuality.of(genes),
                DriftWatch.Saved.NOTHING)) {
      Run run = new Run(trainer, watch);
      for (int batch = 1; batch <= stream.settings().batches(); batch++) {
        run.take(batch);
        over.accept(batch);
      }
      return run.result();
    }
  }

  private final class Run {
    private final StreamTrainer trainer;
    private final DriftWatch watch;
    private final List<Ring> alarms = new ArrayList<>();
    private final List<Ring> strange = new ArrayList<>();
    private final List<Ring> limits = new ArrayList<>();
    private long batches;
    private long watchNanos;
    private long trainNanos;

    Run(StreamTrainer trainer, DriftWatch watch) {
      this.trainer = trainer;
      this.watch = watch;
    }

    void take(int batch) {
      List<Arrival> cells = new ArrayList<>();
      stream.forEachCell(batch, cell -> cells.add(arrival(cell)));
      String name = EventStream.batchName(batch);
      for (int from = 0; from < cells.size(); from += CHUNK) {
        int to = Math.min(cells.size(), from + CHUNK);
        List<Arrival> chunk = cells.subList(from, to);
        long began = nanos.getAsLong();
        var report = trainer.accept(new ChunkArrival(name + "/" + from, chunk, 1));
        long trained = nanos.getAsLong();
        List<RememberedCell> bare = chunk.stream().map(Arrival::remembered).toList();
        BatchPlace place = new BatchPlace(name, from / CHUNK, to == cells.size());
        watch.accept(place, bare, this::live).forEach(this::note);
        long watched = nanos.getAsLong();
        Optional<byte[]> version =
            report.isCutDue()
                ? trainer.cut().map(cut -> cut.learner().weightsSafetensors())
                : Optional.empty();
        long cut = nanos.getAsLong();
        version.ifPresent(watch::promoted);
        watchNanos += watched - trained + nanos.getAsLong() - cut;
        trainNanos += trained - began + cut - watched;
      }
    }

    private Optional<byte[]> live() {
      return trainer.stateWithoutSlots().learner().map(LearnerSnapshot::weightsSafetensors);
    }

    private void note(DriftVerdict verdict) {
      batches = verdict.standing().batches();
      String batch = verdict.report().batch();
      verdict
          .report()
          .alarm()
          .filter(alarm -> alarm.stage() == AlarmReport.Stage.BEGINS)
          .ifPresent(alarm -> alarms.add(new Ring(batch, leading(alarm), verdict.report().text())));
      List<String> apart = verdict.report().strange().stream().map(SignalReport::name).toList();
      if (!apart.isEmpty()) {
        strange.add(new Ring(batch, apart, verdict.report().textOfBatch()));
      }
      if (verdict.report().isBeyondLimits()) {
        List<String> names = List.copyOf(verdict.report().limits().keySet());
        limits.add(new Ring(batch, names, verdict.report().text()));
      }
    }

    Result result() {
      return new Result(
          batches, trainer.step(), alarms, strange, limits, watchNanos, watchNanos + trainNanos);
    }
  }

  private static List<String> leading(AlarmReport alarm) {
    return alarm.signals().stream()
        .filter(signal -> signal.share() >= 0.1)
        .map(signal -> signal.name())
        .toList();
  }

  private static Arrival arrival(StreamCell cell) {
    String stratum = cell.cell().role() + "|" + cell.treatment();
    return new Arrival(new RememberedCell(cell.cell(), stratum), Optional.of(cell.donor()));
  }
}
