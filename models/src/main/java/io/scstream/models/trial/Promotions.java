package io.scstream.models.trial;

import static io.scstream.models.ModelException.checkConfig;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.gauge.Movement;
import io.scstream.models.gauge.Panel;
import io.scstream.models.gauge.PanelCodes;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.models.memory.RememberedCell;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.simulate.Recipe;
import io.scstream.models.simulate.Simulation;
import io.scstream.models.spec.TrainingOptions;
import io.scstream.models.stream.Arrival;
import io.scstream.models.stream.ChunkArrival;
import io.scstream.models.stream.HoldOut;
import io.scstream.models.stream.MemoryWatcher;
import io.scstream.models.stream.StreamOptions;
import io.scstream.models.stream.StreamTrainer;
import io.scstream.models.stream.VersionCut;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * How far the codes of the same cells move while a model goes on learning from a stream that does
 * not change, and how much of that is rotation that alignment takes out.
 *
 * @param learningRate throughout
 * @param settlingSteps before the first version that counts
 * @param every steps from one version to the next
 * @param versions after the first one
 */
public record Promotions(
    Recipe recipe,
    Contender model,
    long seed,
    double learningRate,
    int settlingSteps,
    int every,
    int versions) {
  private static final int CHUNK = 64;
  private static final double THRESHOLD = 0.01;

  public Promotions {
    checkConfig(
        settlingSteps > 0, "Invalid settling steps: %d; expected a positive number", settlingSteps);
    checkConfig(every > 0, "Invalid steps per version: %d; expected a positive number", every);
    checkConfig(versions > 0, "Invalid versions: %d; expected a positive number", versions);
  }

  /**
   * Movements of the first version's panel.
   *
   * @param successive the largest from one version to the next, in either space
   * @param overall from the first to the last, in either space
   */
  public record Drift(double successive, double overall) {

    private static Drift of(
        BiFunction<VersionCut, List<Cell>, PanelCodes> codes, List<VersionCut> cuts) {
      List<Cell> cells = panel(cuts.get(0)).cells();
      List<PanelCodes> all = cuts.stream().map(cut -> codes.apply(cut, cells)).toList();
      double successive = 0;
      for (int i = 1; i < all.size(); i++) {
        successive = Math.max(successive, larger(all.get(i - 1), all.get(i)));
      }
      return new Drift(successive, larger(all.get(0), all.get(all.size() - 1)));
    }

    private static double larger(PanelCodes before, PanelCodes now) {
      Movement movement = Movement.between(before, now);
      return Math.max(movement.background(), movement.salient());
    }
  }

  /**
   * What came of it, as shares of the spread between cells.
   *
   * @param published codes, as aligned
   * @param unaligned the same as the model gave them
   */
  public record Drifts(Drift published, Drift unaligned) {}

  private static Panel panel(VersionCut cut) {
    return cut.alignment().panel().orElseThrow();
  }

  /**
   * Trains on the CPU.
   *
   * @param progress is told the number of versions so far
   */
  public Drifts run(Consumer<Integer> progress) {
    Simulation simulation = recipe.simulate(seed);
    List<VersionCut> cuts = new ArrayList<>();
    try (StreamTrainer trainer =
        StreamTrainer.start(
            options(),
            model.spec(recipe.fit(), simulation.genes()),
            new DjlLearnerFactory(training(), "cpu"),
            MemoryWatcher.NONE)) {
      for (int number = 0; cuts.size() <= versions; number++) {
        boolean isDue = trainer.accept(chunk(simulation, number)).isCutDue();
        if (isDue && trainer.step() >= settlingSteps) {
          trainer.cut().ifPresent(cuts::add);
          progress.accept(cuts.size());
        }
      }
    }
    return new Drifts(
        Drift.of((cut, cells) -> panel(cut).publishedOf(cells), cuts),
        Drift.of(
            (cut, cells) ->
                cut.alignment().gauge().inverse().publish(panel(cut).publishedOf(cells)),
            cuts));
  }

  private TrainingOptions training() {
    return model
        .options(seed, settlingSteps / 2, Thresholds.of(THRESHOLD))
        .withLearningRate(learningRate);
  }

  /** New cells of the same law, both roles by turns. */
  private ChunkArrival chunk(Simulation simulation, int number) {
    String name = "stream-" + number;
    List<Cell> cells = new ArrayList<>(simulation.draw(name, Role.BACKGROUND, CHUNK / 2).cells());
    cells.addAll(simulation.draw(name, Role.TARGET, CHUNK / 2).cells());
    List<Arrival> arrivals = new ArrayList<>();
    for (int i : CounterRandom.of(seed, number, "order/chunk").permutation(cells.size())) {
      Cell cell = cells.get(i);
      arrivals.add(new Arrival(new RememberedCell(cell, cell.role().name()), Optional.empty()));
    }
    return new ChunkArrival(name, arrivals, 1);
  }

  private StreamOptions options() {
    return new StreamOptions(
        seed,
        new StreamOptions.Steps(Recipe.PER_ROLE, CHUNK, 1, 4 * Recipe.PER_ROLE, every),
        new HoldOut(HoldOut.Unit.CELL, 0, seed),
        new StreamOptions.Memories(10_000, 50, 0, 1, 4 * Recipe.PER_ROLE),
        new StreamOptions.Guard(1000, 10, 50, 10, 3, 10_000),
        0);
  }
}
