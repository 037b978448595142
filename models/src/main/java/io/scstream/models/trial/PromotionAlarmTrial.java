package io.scstream.models.trial;

import static io.scstream.models.ModelException.checkConfig;

import io.scstream.models.drift.AlarmOptions;
import io.scstream.models.drift.ClosedBatch;
import io.scstream.models.drift.MonitorOptions;
import io.scstream.models.drift.OpenBatch;
import io.scstream.models.drift.signal.InputQuality;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.models.memory.RememberedCell;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.simulate.EventStream;
import io.scstream.models.simulate.StreamSettings;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.Normalization;
import io.scstream.models.spec.TrainingOptions;
import io.scstream.models.stream.Arrival;
import io.scstream.models.stream.ChunkArrival;
import io.scstream.models.stream.HoldOut;
import io.scstream.models.stream.MemoryWatcher;
import io.scstream.models.stream.StreamOptions;
import io.scstream.models.stream.StreamTrainer;
import io.scstream.models.stream.VersionCut;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * Whether new model versions raise the drift alarm on a stream in which nothing changes. A model
 * learns from the stream and a version after another is promoted; three monitors judge the same
 * batches, each before the model learns from it: one that reads its sketches again at every
 * promotion, one that leaves the readings of old batches as older versions made them, and one that
 * asks the first version for ever.
 */
public final class PromotionAlarmTrial {
  private static final int REFERENCE_BATCHES = 5;
  private static final int PER_ROLE = 64;
  private static final int INITIAL_CELLS = 4 * PER_ROLE;
  private static final int HIDDEN = 64;
  private static final int LATENT = 5;
  private static final int KL_WARMUP = 100;
  private static final double LEARNING_RATE = 1e-3;

  private final Plan plan;
  private final StreamSettings settings;
  private final EventStream stream;

  /**
   * What happens.
   *
   * @param genes of every cell
   * @param batchCells of a batch
   * @param intraclass the batch effect, as a share of the variance between cells
   * @param settling batches that the first version has learned from; the next five are the
   *     reference
   * @param promotions after the first version
   * @param every batches from one promotion to the next
   * @param runLength batches without a false alarm that are asked for
   */
  public record Plan(
      int genes,
      int batchCells,
      double intraclass,
      int settling,
      int promotions,
      int every,
      double runLength) {
    /** Checks. */
    public Plan {
      checkConfig(
          settling >= 1 && (long) settling * batchCells > INITIAL_CELLS,
          "Invalid settling batches: %d of %d cells; expected more than %d cells",
          settling,
          batchCells,
          INITIAL_CELLS);
      checkConfig(promotions >= 1, "Invalid promotions: %d; expected 1 or more", promotions);
      checkConfig(every >= 1, "Invalid batches per promotion: %d; expected 1 or more", every);
    }

    /** Batches that monitors judge. */
    public int judged() {
      return promotions * every;
    }

    /** Alarms at most, in expectation, on one stream without change. */
    public double promised() {
      return judged() / runLength;
    }
  }

  /**
   * What one monitor said.
   *
   * @param alarms how often one was raised
   * @param ofUpdates of them those that are not raised if the batches since the change that they
   *     tell of are judged by one version
   * @param first judged batch with an alarm, from 1; empty without one
   * @param leader the signal with the largest share of the evidence then; empty without an alarm
   * @param under batches on which an alarm stood
   * @param ranks of the readings that a model has a part in, by signal
   */
  public record Course(
      int alarms,
      int ofUpdates,
      OptionalInt first,
      Optional<String> leader,
      int under,
      SortedMap<String, Ranks> ranks) {
    /** Copies. */
    public Course {
      ranks = Collections.unmodifiableSortedMap(new TreeMap<>(ranks));
    }
  }

  /**
   * Conformal p-values. Uniform, with a mean of one half, where batches that a version has learned
   * from are no less strange to it than others; less than that where they are.
   *
   * @param sum of them
   */
  public record Ranks(int count, double sum) {
    /** Of both. */
    public Ranks plus(Ranks other) {
      return new Ranks(count + other.count, sum + other.sum);
    }

    /** From 0 to 1. */
    public double mean() {
      return sum / count;
    }

    /** Of the mean, while they are uniform. */
    public double standardError() {
      return Math.sqrt(1.0 / 12 / count);
    }
  }

  /**
   * What the three monitors said of one stream.
   *
   * @param reread sketches are read again at every promotion
   * @param left old readings stay
   * @param fixed the first version reads everything
   */
  public record Result(Course reread, Course left, Course fixed) {}

  /**
   * A trial.
   *
   * @param seed of cells and model
   */
  public PromotionAlarmTrial(Plan plan, long seed) {
    this.plan = plan;
    this.settings =
        new StreamSettings(
            plan.genes,
            plan.settling + REFERENCE_BATCHES + plan.judged(),
            plan.batchCells,
            4,
            2,
            3,
            0.5,
            plan.intraclass,
            1000,
            seed);
    this.stream = EventStream.of(settings, List.of());
  }

  /**
   * Trains on the CPU.
   *
   * @param progress is told the number of promotions so far
   */
  public Result run(IntConsumer progress) {
    DjlLearnerFactory factory =
        new DjlLearnerFactory(TrainingOptions.of(settings.seed(), LEARNING_RATE, KL_WARMUP), "cpu");
    List<VersionReader> versions = new ArrayList<>();
    try (StreamTrainer trainer =
        StreamTrainer.start(options(), model(), factory, MemoryWatcher.NONE)) {
      for (int batch = 1; batch <= plan.settling; batch++) {
        trainer.accept(chunk(batch, cells(batch)));
      }
      versions.add(version(trainer, factory));
      PromotionWatch reread = new PromotionWatch(watched());
      PromotionWatch left = new PromotionWatch(watched());
      PromotionWatch fixed = new PromotionWatch(watched());
      int last = settings.batches() - plan.judged();
      for (int batch = plan.settling + 1; batch <= settings.batches(); batch++) {
        List<RememberedCell> cells = cells(batch);
        ClosedBatch closed = closed(batch, cells);
        VersionReader now = versions.get(versions.size() - 1);
        reread.accept(closed, now);
        left.accept(closed, now);
        fixed.accept(closed, versions.get(0));
        trainer.accept(chunk(batch, cells));
        if (batch > last && (batch - last) % plan.every == 0) {
          versions.add(version(trainer, factory));
          reread.promote(versions.get(versions.size() - 1));
          progress.accept((batch - last) / plan.every);
        }
      }
      return new Result(reread.course(), left.course(), fixed.course());
    } finally {
      versions.forEach(VersionReader::close);
    }
  }

  private static VersionReader version(StreamTrainer trainer, DjlLearnerFactory factory) {
    VersionCut cut = trainer.cut().orElseThrow();
    return new VersionReader(factory.restore(cut.learner()), cut.alignment().gauge());
  }

  /** Cells of one state and role are compared with each other. */
  private List<RememberedCell> cells(int batch) {
    List<RememberedCell> cells = new ArrayList<>();
    stream.forEachCell(
        batch,
        cell ->
            cells.add(new RememberedCell(cell.cell(), cell.cell().role() + "|" + cell.state())));
    return cells;
  }

  private ClosedBatch closed(int batch, List<RememberedCell> cells) {
    OpenBatch open = OpenBatch.start(EventStream.batchName(batch), settings.seed());
    cells.forEach(open::add);
    return open.close();
  }

  private static ChunkArrival chunk(int batch, List<RememberedCell> cells) {
    List<Arrival> arrivals = new ArrayList<>();
    cells.forEach(cell -> arrivals.add(new Arrival(cell, Optional.empty())));
    return new ChunkArrival(EventStream.batchName(batch), arrivals, 1);
  }

  private ContrastiveVaeSpec model() {
    return new ContrastiveVaeSpec(
        new ContrastiveVaeSpec.Sizes(settings.genes(), HIDDEN, 1, LATENT, LATENT),
        0,
        Normalization.NONE,
        Noise.NEGATIVE_BINOMIAL);
  }

  private StreamOptions options() {
    return new StreamOptions(
        settings.seed(),
        new StreamOptions.Steps(PER_ROLE, PER_ROLE / 2, 0, INITIAL_CELLS, Integer.MAX_VALUE),
        new HoldOut(HoldOut.Unit.CELL, 0, settings.seed()),
        new StreamOptions.Memories(10_000, 50, 0, 1, INITIAL_CELLS),
        new StreamOptions.Guard(1000, 10, 50, 10, 3, 10_000),
        0);
  }

  private MonitorOptions watched() {
    return new MonitorOptions(
        new AlarmOptions(
            plan.runLength,
            5,
            20,
            CounterRandom.of(settings.seed(), 0, "trial/promotions").nextLong()),
        REFERENCE_BATCHES,
        2,
        InputQuality.of(settings.genes()),
        List.of(VersionReader.BACKGROUND, VersionReader.SALIENT),
        Optional.of(VersionReader.BACKGROUND),
        true,
        List.of());
  }
}
