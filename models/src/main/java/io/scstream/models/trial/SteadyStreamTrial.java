package io.scstream.models.trial;

import static io.scstream.models.ModelException.checkConfig;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.forgetting.ForgettingOptions;
import io.scstream.models.forgetting.ForgettingReport;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.models.memory.RememberedCell;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.simulate.Recipe;
import io.scstream.models.simulate.Simulation;
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
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/**
 * What the forgetting meter says of a stream in which nothing is forgotten: cells of one law for
 * ever, dealt to strata by chance, with replay. Every alarm is false.
 *
 * @param strata of each role
 * @param settlingSteps before the first look that counts
 * @param steps in all
 * @param promoteEvery steps from one promoted version to the next
 */
public record SteadyStreamTrial(
    Recipe recipe,
    TrainingOptions training,
    RatePolicy rate,
    int strata,
    int settlingSteps,
    int steps,
    int promoteEvery) {
  private static final int CHUNK = 64;
  private static final double HELD_OUT = 0.1;
  private static final int HELD_OUT_CELLS = 2000;
  private static final int MEMORY = 20_000;
  private static final int LOOK_EVERY = 50;
  private static final double ERRORS = 3;

  /** Checks. */
  public SteadyStreamTrial {
    checkConfig(strata >= 1, "Invalid strata: %d; expected a positive number", strata);
    checkConfig(
        settlingSteps >= 0 && steps > settlingSteps,
        "Invalid steps: %d; expected more than the %d before the first look that counts",
        steps,
        settlingSteps);
    checkConfig(
        promoteEvery >= 1, "Invalid steps per version: %d; expected 1 or more", promoteEvery);
  }

  /**
   * What came of it.
   *
   * @param looks that count, each at all strata
   */
  public record Result(List<ForgettingReport> looks) {
    /** Looks at single strata. */
    public int readings() {
      return looks.stream().mapToInt(look -> look.strata().size()).sum();
    }

    /** Of them those that found a stratum worse by more than three errors. */
    public int worse() {
      return count(reading -> reading.transfer().isBelow(ERRORS));
    }

    /** Of them those under an alarm. */
    public int alarmed() {
      return looks.stream().mapToInt(ForgettingReport::alarms).sum();
    }

    /** Alarms that were raised. */
    public int raised() {
      return count(reading -> reading.alarm() == ForgettingReport.Alarm.BEGINS);
    }

    /** Looks with any alarm. */
    public int looksAlarmed() {
      return (int) looks.stream().filter(look -> look.alarms() > 0).count();
    }

    private int count(Predicate<ForgettingReport.Reading> which) {
      return (int) looks.stream().flatMap(look -> look.strata().stream()).filter(which).count();
    }
  }

  /**
   * Trains on the CPU.
   *
   * @param progress is told the steps so far, at every promotion
   */
  public Result run(LongConsumer progress) {
    Simulation law = recipe.simulate(training.seed());
    List<ForgettingReport> looks = new ArrayList<>();
    try (StreamTrainer trainer =
        StreamTrainer.start(
            options(),
            recipe.fit().spec(law.genes()),
            new DjlLearnerFactory(training, "cpu"),
            MemoryWatcher.NONE)) {
      for (int number = 0; trainer.step() < steps; number++) {
        ChunkReport report = trainer.accept(chunk(law, number));
        looks.addAll(report.forgetting());
        if (report.isCutDue() && trainer.cut().isPresent()) {
          progress.accept(trainer.step());
        }
      }
    }
    return new Result(looks.stream().filter(look -> look.step() > settlingSteps).toList());
  }

  private ChunkArrival chunk(Simulation law, int number) {
    String name = "steady-" + number;
    List<Cell> cells = new ArrayList<>(law.draw(name, Role.BACKGROUND, CHUNK / 2).cells());
    cells.addAll(law.draw(name, Role.TARGET, CHUNK / 2).cells());
    CounterRandom chance = CounterRandom.of(training.seed(), number, "order/steady");
    List<Arrival> arrivals = new ArrayList<>();
    for (int i : chance.permutation(cells.size())) {
      Cell cell = cells.get(i);
      String stratum = cell.role() + "|" + (1 + chance.nextInt(strata));
      arrivals.add(new Arrival(new RememberedCell(cell, stratum), Optional.empty()));
    }
    return new ChunkArrival(name, arrivals, 1);
  }

  private StreamOptions options() {
    return new StreamOptions(
            training.seed(),
            new StreamOptions.Steps(CHUNK, CHUNK, 0, 4 * CHUNK, promoteEvery),
            new HoldOut(HoldOut.Unit.CELL, HELD_OUT, training.seed()),
            new StreamOptions.Memories(MEMORY, 50, 0, HELD_OUT_CELLS, 1),
            new StreamOptions.Guard(1000, 10, 50, 10, 3, 10_000),
            0)
        .with(
            new OversightOptions(
                rate, new ForgettingOptions(LOOK_EVERY, ERRORS, 3, 0), Optional.empty()));
  }
}
