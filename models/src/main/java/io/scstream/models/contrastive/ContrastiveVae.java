package io.scstream.models.contrastive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.likelihood.Evaluation;
import io.scstream.models.nn.Encoder;
import io.scstream.models.nn.LogCounts;
import io.scstream.models.nn.Normal;
import io.scstream.models.nn.Parameters;
import io.scstream.models.nn.Weights;
import io.scstream.models.objective.ElboTerms;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.Combination;
import io.scstream.models.spec.ContrastiveVaeSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The comparative autoencoders (Lopez et al. 2024): shared variation in the background code z of
 * every cell, target-only variation in the salient code s, which is exactly zero when a background
 * cell is decoded. Read it as infer, generate, learn.
 *
 * <p>Several groups of target cells have a salient space each, and a cell's code in the others is
 * exactly zero too (the model of multiGroupVI with the control as a group without private space).
 *
 * <p>The objectives are L_B and L_T, the two roles' mean losses, or L_B and one for each group, so
 * the larger data set does not dominate; how they are combined, and under which constraints and
 * penalties, is a matter of the {@link Emphasis}. A role or group without cells contributes
 * nothing.
 */
public final class ContrastiveVae {

  private final ContrastiveVaeSpec spec;
  private final Networks networks;

  public ContrastiveVae(ContrastiveVaeSpec spec) {
    this.spec = spec;
    this.networks = new Networks(spec);
  }

  /** Every parameter's name and shape, in a fixed order. */
  public static Map<String, Shape> parameterShapes(ContrastiveVaeSpec spec) {
    return new Networks(spec).parameterShapes();
  }

  /** Of those parameters that are descended on; running statistics are not. */
  public static Map<String, Shape> descendedShapes(ContrastiveVaeSpec spec) {
    return Parameters.descended(parameterShapes(spec));
  }

  /** The encoder of background codes. */
  public static Encoder backgroundEncoder(ContrastiveVaeSpec spec) {
    return new Networks(spec).background();
  }

  /** The encoders of salient codes, group by group. */
  public static List<Encoder> salientEncoders(ContrastiveVaeSpec spec) {
    Networks networks = new Networks(spec);
    return IntStream.range(0, spec.groups().count()).mapToObj(networks::salient).toList();
  }

  /** First values: random weights, and the first prediction from background cells. */
  public Map<String, float[]> initialValues(long seed, List<Cell> cells) {
    return networks.initialValues(seed, cells);
  }

  /** The posteriors of both codes. */
  public record Posterior(Normal background, Normal salient) {}

  /** Both posteriors of every cell, without dropout; of s by every group's encoder, [n, K ds]. */
  public Posterior infer(Minibatch minibatch, Parameters parameters, NDManager step) {
    LogCounts x = LogCounts.of(minibatch, step); // [n, G]
    return networks.inferEvery(x, parameters.weights(step));
  }

  /**
   * One look at a minibatch: the terms before the step, and the gradient of every parameter that is
   * descended on.
   *
   * @param statistics what running statistics become if the step is taken
   * @param draws codes of target cells as drawn in this step, for a discriminator; empty without
   *     total correlation
   */
  public record Lesson(
      ElboTerms terms,
      Map<String, NDArray> gradients,
      Map<String, float[]> statistics,
      Measures measures,
      List<float[]> draws) {}

  /** A random stream for each purpose of one step. */
  @FunctionalInterface
  public interface Chance {
    CounterRandom stream(String purpose);
  }

  /** The gradient of the objective at one minibatch. Changes nothing. */
  public Lesson learn(
      Minibatch minibatch,
      Parameters parameters,
      Chance chance,
      Emphasis emphasis,
      NDManager step) {
    Lessons lessons = new Lessons(spec, networks, parameters, step);
    return emphasis.objective().combination() == Combination.SUM
        ? lessons.together(minibatch, chance, emphasis)
        : new BalancedLessons(lessons, spec.groups()).apart(minibatch, chance, emphasis);
  }

  /** The bound at the posterior means. */
  public ElboTerms score(Minibatch minibatch, Parameters parameters, NDManager step) {
    return new Look(minibatch, parameters, step).score();
  }

  /** One pass through encoders and decoder, without dropout, that answers several questions. */
  public Look look(Minibatch minibatch, Parameters parameters, NDManager step) {
    return new Look(minibatch, parameters, step);
  }

  /** What is known of a minibatch after one pass. Lives as long as its manager. */
  public final class Look {
    private final Minibatch minibatch;
    private final Parameters parameters;
    private final NDManager step;
    private final Weights weights;
    private final LogCounts input;
    private final Posterior posterior;
    private final NDArray units;

    private Look(Minibatch minibatch, Parameters parameters, NDManager step) {
      this.minibatch = minibatch;
      this.parameters = parameters;
      this.step = step;
      this.weights = parameters.weights(step);
      this.input = LogCounts.of(minibatch, step); // [n, G]
      this.posterior = networks.infer(input, minibatch, weights);
      this.units =
          networks.generate(
              posterior.background().mean(), posterior.salient().mean(), minibatch, weights);
    }

    /** Both posteriors of every cell, as {@link ContrastiveVae#infer}. */
    public Posterior posterior() {
      return minibatch.background() == 0 && !spec.groups().areSeveral()
          ? posterior
          : new Posterior(posterior.background(), networks.inferEverySalient(input, weights));
    }

    /** The bound at the posterior means. */
    public ElboTerms score() {
      Depth depth = networks.depth(input, weights);
      Evaluation evaluation = networks.evaluate(minibatch, units, depth, parameters, step);
      return depth.addedTo(Divergence.of(posterior).terms(evaluation, minibatch, 1));
    }

    /** The bound of every cell at its posterior means, row by row. */
    public double[] bounds() {
      Depth depth = networks.depth(input, weights);
      Evaluation evaluation = networks.evaluate(minibatch, units, depth, parameters, step);
      return depth.takenFrom(Divergence.of(posterior).bounds(evaluation, minibatch));
    }

    /**
     * What the decoder makes of the posterior means: of every cell log expression by gene, or the
     * output itself where the noise has no softmax, row by row.
     */
    public float[] logExpression() {
      NDArray output = networks.output(units, parameters); // [n, G]
      return (spec.noise().hasSoftmax() ? output.logSoftmax(1) : output).toFloatArray();
    }
  }

  /** Brings free parameters back into their range after a step. */
  public void project(Parameters parameters, NDManager step) {
    networks.project(parameters, step);
  }
}
