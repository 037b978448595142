package io.scstream.models.trial;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.memory.RememberedCell;
import io.scstream.models.memory.StratifiedReservoir;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.simulate.FactorCell;
import io.scstream.models.simulate.FactorRecipe;
import io.scstream.models.spec.TrainingOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * A factorized model of {@link FactorTrial} that learns from a stream in one pass: 64 new cells at
 * a time, which are met, then seen in four steps beside 192 others of a memory of 100 cells for
 * each pair of covariate and treatment.
 *
 * @param seed of the model, of the memory and of the order of what is replayed
 */
public record FactorStream(long seed) {
  /** Steps for each chunk of new cells. */
  static final int STEPS_EACH = 4;

  /** New cells at a time. */
  static final int CHUNK = 64;

  private static final int REPLAYED = 192;
  private static final int PAIRS = 36;
  private static final int KEPT_OF_A_PAIR = 100;
  private static final int FIRST_CELLS = 1024;
  private static final double RATE = 2e-3;

  /** Is told after every chunk. */
  @FunctionalInterface
  public interface Watch {
    /**
     * Looks at the model.
     *
     * @param cells of the stream that were seen
     */
    void look(long cells, OnlineLearner model);
  }

  /** How many steps a stream of so many cells takes. */
  public static int steps(int cells) {
    return cells / CHUNK * STEPS_EACH;
  }

  /**
   * The model at the end of the stream, whose last cells may be left over; whoever calls closes it.
   */
  public OnlineLearner fit(List<FactorCell> stream, int genes, Watch watch) {
    List<Cell> cells = stream.stream().map(FactorCell::cell).toList();
    List<Cell> first = cells.subList(0, Math.min(FIRST_CELLS, cells.size()));
    OnlineLearner learner =
        new DjlLearnerFactory(TrainingOptions.of(seed, RATE, 0), "cpu")
            .create(
                FactorTrial.Form.DEFAULT.spec(cells.get(0), genes, FactorRecipe.COVARIATE), first);
    StratifiedReservoir memory =
        StratifiedReservoir.empty(
            new StratifiedReservoir.Options(
                "factor-stream", PAIRS * KEPT_OF_A_PAIR, KEPT_OF_A_PAIR, 0, seed));
    CounterRandom random = CounterRandom.of(seed, 0, "factor-stream/replay");
    for (int from = 0; from + CHUNK <= cells.size(); from += CHUNK) {
      List<Cell> chunk = cells.subList(from, from + CHUNK);
      learner.meet(chunk);
      List<RememberedCell> kept = memory.content().cells();
      for (int step = 0; step < STEPS_EACH; step++) {
        List<Cell> minibatch = new ArrayList<>(chunk);
        for (int i = 0; i < REPLAYED && !kept.isEmpty(); i++) {
          minibatch.add(kept.get(random.nextInt(kept.size())).cell());
        }
        learner.update(Minibatch.of(genes, minibatch));
      }
      for (FactorCell cell : stream.subList(from, from + CHUNK)) {
        String pair = "x" + cell.covariate() + "-t" + cell.treatment();
        memory.offer(new RememberedCell(cell.cell(), pair));
      }
      watch.look(from + CHUNK, learner);
    }
    return learner;
  }
}
