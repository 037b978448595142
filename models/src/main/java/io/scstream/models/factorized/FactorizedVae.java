package io.scstream.models.factorized;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.likelihood.Evaluation;
import io.scstream.models.nn.Normal;
import io.scstream.models.nn.Parameters;
import io.scstream.models.nn.Weights;
import io.scstream.models.objective.ElboTerms;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.FactorBlock;
import io.scstream.models.spec.FactorizedSpec;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The factorized autoencoder: encoders of three blocks see expression and labels, a decoder sees
 * the blocks alone, and labels say where each block lies before a cell is seen. Its networks have
 * no state of their own. Read it as infer, learn, look.
 */
public final class FactorizedVae {
  private final FactorizedSpec spec;
  private final FactorNetworks networks;

  public FactorizedVae(FactorizedSpec spec) {
    this.spec = spec;
    this.networks = new FactorNetworks(spec);
  }

  public FactorizedSpec spec() {
    return spec;
  }

  FactorNetworks networks() {
    return networks;
  }

  /** Every parameter's name and shape, in a fixed order. */
  public Map<String, Shape> parameterShapes() {
    return networks.parameterShapes();
  }

  /** First values of all parameters. */
  public Map<String, float[]> initialValues(long seed, List<Cell> cells) {
    return networks.initialValues(seed, cells);
  }

  /**
   * The weights of a model that knew fewer labels, with rows for the others. Everything that it
   * says of old labels stays the same to the bit.
   *
   * @param before the model's labels
   * @param hasLearned whether a step was taken; a model that did not begins as if it had known all
   */
  public Map<String, float[]> grown(
      Map<String, float[]> weights, FactorizedSpec before, boolean hasLearned, long seed) {
    Map<String, float[]> grown = widened(weights, parameterShapes());
    if (hasLearned) {
      LabelTables.addLaterRows(grown, before.labels(), spec);
    } else {
      LabelTables.addFirstRows(grown, spec, seed);
    }
    return grown;
  }

  /** Tensors of a smaller model with zeros behind their own rows, where these shapes have more. */
  public static Map<String, float[]> widened(
      Map<String, float[]> values, Map<String, Shape> shapes) {
    Map<String, float[]> wider = new LinkedHashMap<>(values);
    wider.replaceAll(
        (name, its) -> shapes.containsKey(name) ? LabelTables.widened(its, shapes.get(name)) : its);
    return wider;
  }

  /** Counts cells that are about to be learned from for the first time, of known labels. */
  public void meet(List<Cell> cells, Parameters parameters) {
    Support support = Support.of(spec.labels(), parameters);
    support.add(cells);
    support.keep(parameters);
  }

  /** The posteriors of all blocks, given the labels that cells carry. */
  public Map<FactorBlock, Normal> infer(
      Minibatch minibatch, Parameters parameters, NDManager step) {
    Weights weights = parameters.weights(step);
    return infer(minibatch, labels(minibatch, weights, step), weights, step);
  }

  private BlockPriors.Embedded labels(Minibatch minibatch, Weights weights, NDManager step) {
    return networks.priors().embed(LabelRows.of(minibatch, spec.labels()), weights, step);
  }

  private Map<FactorBlock, Normal> infer(
      Minibatch minibatch, BlockPriors.Embedded labels, Weights weights, NDManager step) {
    return networks.encode(minibatch, labels.covariates(), labels.treatments(), weights, step);
  }

  /**
   * What one step descended.
   *
   * @param terms of the bound
   * @param others all other terms together, weighted
   */
  public record Lesson(ElboTerms terms, double others, Map<String, NDArray> gradients) {}

  /** The gradient at one minibatch. Changes nothing. */
  public Lesson learn(
      Minibatch minibatch,
      Parameters parameters,
      Function<String, CounterRandom> chance,
      double klWeight,
      NDManager step) {
    return new FactorStep(this, minibatch, parameters, step).learn(chance, klWeight);
  }

  /** One pass without chance. */
  public Look look(Minibatch minibatch, Parameters parameters, NDManager step) {
    return new Look(minibatch, parameters, step);
  }

  /** Brings free parameters back into their range after a step. */
  public void project(Parameters parameters, NDManager step) {
    networks.output().project(parameters, step);
  }

  /** What is known of a minibatch after one pass, at posterior means. */
  public final class Look {
    private final Minibatch minibatch;
    private final Parameters parameters;
    private final NDManager step;
    private final Map<FactorBlock, Normal> posterior;
    private final Map<FactorBlock, Normal> prior;
    private final NDArray units;

    private Look(Minibatch minibatch, Parameters parameters, NDManager step) {
      this.minibatch = minibatch;
      this.parameters = parameters;
      this.step = step;
      Weights weights = parameters.weights(step);
      BlockPriors.Embedded labels = labels(minibatch, weights, step);
      this.posterior = infer(minibatch, labels, weights, step);
      this.prior = networks.priors().laws(labels, weights, step);
      Map<FactorBlock, NDArray> means = new EnumMap<>(FactorBlock.class);
      posterior.forEach((block, law) -> means.put(block, law.mean()));
      this.units = networks.decode(means, weights);
    }

    public Map<FactorBlock, Normal> posterior() {
      return posterior;
    }

    private float[] divergences(FactorBlock block) {
      return Terms.divergence(FactorNetworks.at(posterior, block), FactorNetworks.at(prior, block))
          .toFloatArray();
    }

    /** The bound of every cell, row by row. */
    public double[] bounds() {
      Evaluation evaluation = networks.output().score(minibatch, units, parameters, step);
      double[] bounds = new double[minibatch.cells()];
      for (int row = 0; row < bounds.length; row++) {
        bounds[row] = evaluation.logLikelihood(row);
      }
      for (FactorBlock block : FactorBlock.values()) {
        float[] divergences = divergences(block);
        for (int row = 0; row < bounds.length; row++) {
          bounds[row] -= divergences[row];
        }
      }
      return bounds;
    }

    /** The bound in the mean over cells. */
    public ElboTerms score() {
      Evaluation evaluation = networks.output().score(minibatch, units, parameters, step);
      int cells = minibatch.cells();
      double logLikelihood = 0;
      for (int row = 0; row < cells; row++) {
        logLikelihood += evaluation.logLikelihood(row);
      }
      return new ElboTerms(
          -logLikelihood / cells,
          mean(divergences(FactorBlock.COVARIATE)),
          mean(divergences(FactorBlock.INTERACTION)) + mean(divergences(FactorBlock.TREATMENT)),
          1,
          cells);
    }

    /** Log expression, or the output itself where the noise has no softmax, row by row. */
    public float[] logExpression() {
      NDArray output = networks.output().output(units, parameters); // [n, G]
      return (spec.noise().hasSoftmax() ? output.logSoftmax(1) : output).toFloatArray();
    }
  }

  static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
