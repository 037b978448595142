package io.scstream.models.trial;

import io.scstream.models.ModelException;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.forgetting.Difference;
import io.scstream.models.forgetting.ForgettingOptions;
import io.scstream.models.forgetting.ForgettingReport;
import io.scstream.models.forgetting.ScoredCell;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.models.learner.Embedder;
import io.scstream.models.learner.LearnerSnapshot;
import io.scstream.models.memory.RememberedCell;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.spec.TrainingOptions;
import io.scstream.models.stream.Arrival;
import io.scstream.models.stream.ChunkArrival;
import io.scstream.models.stream.ChunkReport;
import io.scstream.models.stream.HoldOut;
import io.scstream.models.stream.MemoryWatcher;
import io.scstream.models.stream.OversightOptions;
import io.scstream.models.stream.RatePolicy;
import io.scstream.models.stream.StreamOptions;
import io.scstream.models.stream.StreamTrainer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a model still knows of each phase of a stream when the last one is over: the bound on the
 * phase's held-out cells at the end, against the best that it ever had since the phase came.
 *
 * @param phases one after another
 * @param course how they are learned from
 */
public record ForgettingTrial(
    int genes, List<Phase> phases, ModelSpec model, TrainingOptions training, Course course) {
  private static final int CHUNK = 64;
  private static final int SCORED_AT_ONCE = 128;
  private static final double HELD_OUT = 0.1;
  private static final int LOOK_EVERY = 50;

  /**
   * How a stream is learned from.
   *
   * @param isReplayed whether steps draw on the memory as well; otherwise each is on the phase at
   *     hand alone, which is plain fine-tuning. Both take as many steps with new cells
   * @param memory cells that it holds
   * @param passes how often the cells of a phase come, one after another
   */
  public record Course(
      boolean isReplayed, int memory, int passes, Rhythm rhythm, RatePolicy rate) {}

  /**
   * How much of the past is in the steps.
   *
   * @param newCells of a step, at most 64 for each role; the rest of these is replay
   * @param replaySteps further steps on replay alone after each step
   * @param repairSteps further ones while a phase counts as forgotten
   */
  public record Rhythm(int newCells, int replaySteps, int repairSteps) {
    /** The same without any replay. */
    public Rhythm plain() {
      return new Rhythm(newCells, 0, 0);
    }
  }

  /** Copies. */
  public ForgettingTrial {
    phases = List.copyOf(phases);
  }

  /**
   * What was lost of one phase.
   *
   * @param best the phase after which it was described best, counted from 1
   * @param change from then to the end, in nats per cell, with the error of the paired difference
   * @param spread the standard error of the mean bound itself at the end, in nats per cell
   */
  public record Loss(String phase, int best, Difference change, double spread) {
    /** In nats per cell; 0 or more. */
    public double nats() {
      return 0 - change.mean();
    }

    /** In standard errors of the paired difference; 0 for what was best at the end. */
    public double standardErrors() {
      return change.mean() == 0 ? 0 : nats() / change.standardError();
    }
  }

  /**
   * What came of it.
   *
   * @param losses by phase, but for the last one
   * @param looks how often the run looked for forgotten phases
   * @param alarmed of them those with an alarm
   * @param inMeterErrors the largest loss of a stratum at the last look, against the best promoted
   *     version and in the meter's errors, which have the model's noise in them; 0 without a loss
   */
  public record Result(
      List<Loss> losses, long steps, int looks, int alarmed, double inMeterErrors) {
    /** The phase of the largest loss in nats. */
    public Loss worst() {
      return losses.stream().max(Comparator.comparingDouble(Loss::nats)).orElseThrow();
    }

    /** The largest loss in standard errors of the paired difference. */
    public double worstStandardErrors() {
      return losses.stream().mapToDouble(Loss::standardErrors).max().orElseThrow();
    }

    /** The largest loss in standard errors of the mean bound. */
    public double worstInSpreads() {
      return losses.stream().mapToDouble(it -> it.nats() / it.spread()).max().orElseThrow();
    }

    /** The mean loss in nats per cell. */
    public double mean() {
      return losses.stream().mapToDouble(Loss::nats).average().orElseThrow();
    }
  }

  /**
   * Trains on the CPU.
   *
   * @param progress is told the number of phases that are over
   * @throws ModelException if a whole phase is shut out
   */
  public Result run(Consumer<Integer> progress) {
    DjlLearnerFactory factory = new DjlLearnerFactory(training, "cpu");
    List<List<List<ScoredCell>>> scores = new ArrayList<>(); // [after][of]
    List<ForgettingReport> looks = new ArrayList<>();
    long steps;
    try (StreamTrainer trainer =
        StreamTrainer.start(options(), model, factory, MemoryWatcher.NONE)) {
      for (int phase = 0; phase < phases.size(); phase++) {
        for (ChunkArrival chunk : chunks(phase)) {
          ChunkReport report = trainer.accept(chunk);
          looks.addAll(report.forgetting());
        }
        LearnerSnapshot after = learned(trainer, phases.get(phase).name());
        try (Embedder learner = factory.restore(after)) {
          scores.add(phases.subList(0, phase + 1).stream().map(it -> scored(learner, it)).toList());
        }
        progress.accept(phase + 1);
      }
      steps = trainer.step();
    }
    List<Loss> losses = new ArrayList<>();
    for (int phase = 0; phase < phases.size() - 1; phase++) {
      losses.add(loss(phase, scores));
    }
    int alarmed = (int) looks.stream().filter(look -> look.alarms() > 0).count();
    return new Result(losses, steps, looks.size(), alarmed, inMeterErrors(looks));
  }

  /** A model that is far off has no finite score for a phase, and its chunks are shut out. */
  private static LearnerSnapshot learned(StreamTrainer trainer, String phase) {
    return trainer
        .cut()
        .orElseThrow(
            () ->
                new ModelException(
                    ModelException.Category.BAD_INPUT,
                    "Nothing was learned from phase "
                        + phase
                        + ", whose cells have no finite score; expected more cells, or such as vary"
                        + " more"))
        .learner();
  }

  private static double inMeterErrors(List<ForgettingReport> looks) {
    double worst = 0;
    for (ForgettingReport.Reading reading :
        looks.isEmpty()
            ? List.<ForgettingReport.Reading>of()
            : looks.get(looks.size() - 1).strata()) {
      double loss = -reading.transfer().mean() / reading.transfer().standardError();
      worst = loss > worst ? loss : worst; // Not where the error is unknown.
    }
    return worst;
  }

  private Loss loss(int phase, List<List<List<ScoredCell>>> scores) {
    int best = phase;
    for (int after = phase; after < phases.size(); after++) {
      if (mean(scores.get(after).get(phase)) > mean(scores.get(best).get(phase))) {
        best = after;
      }
    }
    Map<String, Double> then = new HashMap<>();
    scores.get(best).get(phase).forEach(cell -> then.put(cell.id(), cell.bound()));
    List<ScoredCell> end = scores.get(phases.size() - 1).get(phase);
    Map<String, Double> nothing = new HashMap<>();
    end.forEach(cell -> nothing.put(cell.id(), 0.0));
    return new Loss(
        phases.get(phase).name(),
        best + 1,
        Difference.between(end, then),
        Difference.between(end, nothing).standardError());
  }

  private static double mean(List<ScoredCell> cells) {
    return cells.stream().mapToDouble(ScoredCell::bound).average().orElse(Double.NaN);
  }

  private List<ScoredCell> scored(Embedder learner, Phase phase) {
    List<Cell> cells = Minibatch.ordered(phase.heldOut(holdOut()));
    List<ScoredCell> scored = new ArrayList<>();
    for (int from = 0; from < cells.size(); from += SCORED_AT_ONCE) {
      List<Cell> rows = cells.subList(from, Math.min(cells.size(), from + SCORED_AT_ONCE));
      double[] bounds = learner.bounds(Minibatch.of(genes, rows));
      for (int row = 0; row < bounds.length; row++) {
        scored.add(new ScoredCell(rows.get(row).id(), phase.name(), Optional.empty(), bounds[row]));
      }
    }
    return scored;
  }

  /** Held-out cells come in the first pass only: what a memory holds, it holds once. */
  private List<ChunkArrival> chunks(int number) {
    Phase phase = phases.get(number);
    List<ChunkArrival> chunks = new ArrayList<>();
    for (int pass = 0; pass < course.passes; pass++) {
      boolean isFirst = pass == 0;
      List<Cell> cells =
          phase.cells().stream()
              .filter(cell -> isFirst || !holdOut().holds(cell.id(), Optional.empty()))
              .toList();
      for (int from = 0; from < cells.size(); from += CHUNK) {
        List<Arrival> arrivals =
            cells.subList(from, Math.min(cells.size(), from + CHUNK)).stream()
                .map(cell -> new Arrival(inStratum(cell, phase), Optional.empty()))
                .toList();
        chunks.add(new ChunkArrival(phase.name() + "/" + pass + "/" + from, arrivals, 1));
      }
    }
    return chunks;
  }

  private static RememberedCell inStratum(Cell cell, Phase phase) {
    return new RememberedCell(cell, cell.role() + "|" + phase.name());
  }

  private HoldOut holdOut() {
    return new HoldOut(HoldOut.Unit.CELL, HELD_OUT, training.seed());
  }

  private StreamOptions options() {
    int cells = phases.stream().mapToInt(phase -> phase.cells().size()).sum();
    return new StreamOptions(
            training.seed(),
            new StreamOptions.Steps(
                CHUNK,
                course.rhythm.newCells,
                course.rhythm.replaySteps,
                4 * CHUNK,
                Integer.MAX_VALUE),
            holdOut(),
            new StreamOptions.Memories(course.isReplayed ? course.memory : 2, 50, 0, cells, 1),
            new StreamOptions.Guard(1000, 10, 50, 10, 3, 10_000),
            0)
        .with(
            new OversightOptions(
                course.rate,
                new ForgettingOptions(LOOK_EVERY, 3, 3, course.rhythm.repairSteps),
                Optional.empty()));
  }
}
