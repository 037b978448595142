package io.scstream.models.trial;

import io.scstream.models.evaluate.BlockSeparation;
import io.scstream.models.evaluate.response.Agreement;
import io.scstream.models.factorized.Backing;
import io.scstream.models.factorized.Question;
import io.scstream.models.factorized.Response;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.learner.Responses;
import io.scstream.models.simulate.FactorCell;
import io.scstream.models.simulate.FactorRecipe;
import io.scstream.models.simulate.FactorSimulation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * What learning from a stream costs: the same cells offline, in as many steps, and in one pass, and
 * a stream in which the last covariate comes after a quarter and the last treatment after half of
 * the cells.
 *
 * @param seed of cells and models
 * @param cells of every stream
 */
public record FactorStreamTrial(long seed, int cells) {
  private static final int TESTED = 4000;
  private static final int ASKED = 250;
  private static final int LOOK_EVERY = 10;
  private static final double DOSE = 1;

  /**
   * How near answers are at one place of the late stream, by treatment the relative error in the
   * mean over covariates that came from the beginning.
   *
   * @param cells of the stream that were seen
   * @param ofLate cells of the late treatment that were seen
   * @param word of answers about the late treatment
   * @param late of the late treatment; 1 for no effect at all
   * @param others of each other treatment
   */
  public record Look(long cells, long ofLate, Backing.Word word, double late, List<Double> others) {
    /** Copies. */
    public Look {
      others = List.copyOf(others);
    }
  }

  /**
   * What came of it.
   *
   * @param offline blocks of S1, learned from in random order
   * @param online in one pass
   * @param late blocks of S5 in one pass, of all its conditions
   * @param looks at the late stream
   */
  public record Result(
      BlockSeparation offline, BlockSeparation online, BlockSeparation late, List<Look> looks) {
    /** Copies. */
    public Result {
      looks = List.copyOf(looks);
    }
  }

  /**
   * Trains all three.
   *
   * @param progress takes a line about what is done
   */
  public Result run(Consumer<String> progress) {
    BlockSeparation offline = offline();
    progress.accept(String.format(Locale.ROOT, "offline: score %.3f", offline.score()));
    BlockSeparation online = online();
    progress.accept(String.format(Locale.ROOT, "online: score %.3f", online.score()));
    Late late = late();
    progress.accept(String.format(Locale.ROOT, "late labels: score %.3f", late.blocks.score()));
    return new Result(offline, online, late.blocks, late.looks);
  }

  private BlockSeparation offline() {
    FactorSimulation even = FactorRecipe.S1.simulate(seed);
    FactorTrial trial = new FactorTrial(FactorTrial.Form.DEFAULT, seed, FactorStream.steps(cells));
    try (OnlineLearner model =
        trial.fit(even.draw("train", cells), even.genes(), FactorRecipe.COVARIATE, step -> {})) {
      return FactorCodes.of(model, tested(), false).separation();
    }
  }

  private BlockSeparation online() {
    FactorSimulation even = FactorRecipe.S1.simulate(seed);
    try (OnlineLearner model =
        new FactorStream(seed)
            .fit(even.draw("train", cells), even.genes(), (seen, learner) -> {})) {
      return FactorCodes.of(model, tested(), false).separation();
    }
  }

  /** S1 and S5 of one seed differ in nothing but the order of cells. */
  private List<FactorCell> tested() {
    return FactorRecipe.S1.simulate(seed).draw("test", TESTED);
  }

  /** Blocks at the end of a late stream, and looks at it. */
  public record Late(BlockSeparation blocks, List<Look> looks) {
    /** Copies. */
    public Late {
      looks = List.copyOf(looks);
    }
  }

  /** Only the late stream. */
  public Late late() {
    FactorSimulation simulation = FactorRecipe.S5.simulate(seed);
    List<FactorCell> stream = simulation.draw("train", cells);
    Watching watching = new Watching(simulation, stream);
    try (OnlineLearner model =
        new FactorStream(seed).fit(stream, simulation.genes(), watching::look)) {
      return new Late(FactorCodes.of(model, tested(), false).separation(), watching.looks);
    }
  }

  private static final class Watching {
    private final FactorSimulation simulation;
    private final List<FactorCell> stream;
    private final Effects effects;
    private final List<Look> looks = new ArrayList<>();
    private final List<PairSource.Pair> pairs = new ArrayList<>();

    Watching(FactorSimulation simulation, List<FactorCell> stream) {
      this.simulation = simulation;
      this.stream = stream;
      this.effects = new Effects(simulation, List.of());
      for (int treatment = 1; treatment <= simulation.treatments(); treatment++) {
        for (int covariate = 0; covariate < simulation.covariates() - 1; covariate++) {
          pairs.add(new PairSource.Pair(covariate, treatment));
        }
      }
    }

    private long ofLate(long cells) {
      return stream.stream()
          .limit(cells)
          .filter(it -> it.treatment() == simulation.treatments())
          .count();
    }

    void look(long cells, OnlineLearner model) {
      long chunk = cells / FactorStream.CHUNK;
      boolean isLast = cells + FactorStream.CHUNK > stream.size();
      boolean isFirstOfLate = ofLate(cells + FactorStream.CHUNK) > 0 && ofLate(cells) == 0;
      // Often once the late treatment is there, seldom before.
      boolean isDue = chunk % (ofLate(cells) > 0 ? LOOK_EVERY : 10 * LOOK_EVERY) == 0;
      if (isLast || isFirstOfLate || isDue) {
        try (Responses responses =
            Responses.restore(model.snapshot().weightsSafetensors(), "cpu")) {
          looks.add(look(cells, responses));
        }
      }
    }

    private Look look(long cells, Responses responses) {
      double[] errors = new double[simulation.treatments()];
      Backing.Word word = Backing.Word.NONE;
      for (PairSource.Pair pair : pairs) {
        Response answer =
            responses.respond(
                effects.controls(pair, ASKED), Question.of(effects.condition(pair, DOSE)));
        double[] actual = effects.actual(pair, DOSE);
        errors[pair.treatment() - 1] +=
            Agreement.relativeError(actual, answer.effect(), new double[actual.length])
                / (simulation.covariates() - 1);
        // The pairs of the late treatment are the last ones.
        word = answer.backing().word();
      }
      int late = errors.length - 1;
      List<Double> others = Arrays.stream(errors, 0, late).boxed().toList();
      return new Look(cells, ofLate(cells), word, errors[late], others);
    }
  }
}
