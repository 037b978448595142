package io.scstream.models.baseline;

import static io.scstream.models.ModelException.checkInput;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.device.EngineMemory;
import io.scstream.models.device.EngineThreads;
import io.scstream.models.likelihood.Evaluation;
import io.scstream.models.likelihood.Likelihood;
import io.scstream.models.likelihood.Observed;
import io.scstream.models.nn.GradientTape;
import io.scstream.models.nn.Normal;
import io.scstream.models.nn.Parameters;
import io.scstream.models.nn.Weights;
import io.scstream.models.optim.Adam;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.AdamOptions;
import io.scstream.models.spec.Noise;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One baseline autoencoder that learns from cells in memory, a step for each call. The same cells,
 * seed and order give the same model. Not thread-safe; owns native memory.
 */
public final class BaselineLearner implements AutoCloseable {
  private final BaselineSpec spec;
  private final LabelVectors vectors;
  private final long seed;
  private final BaselineNetworks networks;
  private final Map<String, Shape> shapes;
  private final NDManager manager;
  private final Parameters parameters;
  private final Adam adam;
  private final Optional<TotalCorrelation> correlation;
  private long step;

  /**
   * What a step descended, as means over cells, in nats.
   *
   * @param reconstruction −log p(y|z) at one draw
   * @param divergence of the posterior from the prior, not weighted
   * @param correlation the total correlation that {@link BaselineSpec.Kind#FACTOR_VAE} sees, not
   *     weighted; 0 for the others
   */
  public record Terms(double reconstruction, double divergence, double correlation) {}

  private BaselineLearner(
      BaselineSpec spec, LabelVectors vectors, List<Cell> cells, long seed, NDManager manager) {
    this.spec = spec;
    this.vectors = vectors;
    this.seed = seed;
    this.networks = new BaselineNetworks(spec);
    this.shapes = networks.shapes();
    this.manager = manager;
    this.parameters = Parameters.of(shapes, networks.initialValues(cells, seed), manager);
    this.adam =
        Adam.of(shapes, Adam.initialState(shapes), AdamOptions.of(spec.learningRate()), manager);
    this.correlation =
        spec.kind() == BaselineSpec.Kind.FACTOR_VAE
            ? Optional.of(new TotalCorrelation(spec.sizes().latent(), seed, manager))
            : Optional.empty();
  }

  /**
   * A learner on the CPU that has seen nothing yet.
   *
   * @param vectors of labels, as long as the spec says
   * @param cells of which first biases are taken, where there are counts
   */
  public static BaselineLearner of(
      BaselineSpec spec, LabelVectors vectors, List<Cell> cells, long seed) {
    checkInput(
        vectors.size() == spec.sizes().labels(),
        "Invalid labels: vectors of %d; expected %d",
        vectors.size(),
        spec.sizes().labels());
    NDManager manager = EngineThreads.engine().newBaseManager(Device.cpu());
    return new BaselineLearner(spec, vectors, cells, seed, manager);
  }

  /**
   * One step. FactorVAE takes its autoencoder's step on the first half of the cells, and the second
   * half is re-paired for its discriminator.
   *
   * @param cells at least 4, under conditions that the labels know
   */
  public Terms update(List<Cell> cells) {
    checkInput(cells.size() >= 4, "Invalid cells: %d; expected 4 or more", cells.size());
    step++;
    int own = correlation.isPresent() ? cells.size() / 2 : cells.size();
    try (NDManager work = manager.newSubManager()) {
      Taken taken = descend(minibatch(cells.subList(0, own)), work);
      correlation.ifPresent(
          it ->
              it.learn(
                  taken.draws,
                  draws(minibatch(cells.subList(own, cells.size())), work),
                  CounterRandom.of(seed, step, "baseline/re-pair"),
                  work));
      return taken.terms;
    }
  }

  /** Terms of a step and the draws it was taken at, [n, d]. */
  private static final class Taken {
    private final Terms terms;
    private final float[] draws;

    private Taken(Terms terms, float[] draws) {
      this.terms = terms;
      this.draws = draws;
    }
  }

  private Taken descend(Minibatch minibatch, NDManager work) {
    try (GradientTape tape = GradientTape.open()) {
      Weights weights = parameters.trainable(work);
      NDArray labels = networks.labels(minibatch, vectors, work);
      Normal q = networks.encode(networks.inputs(minibatch, labels, work), weights);
      NDArray draws = q.draw(noise(minibatch.cells(), "noise/codes", work)); // [n, d]
      NDArray outputs = networks.decode(draws, weights); // [n, G]
      Evaluation evaluation = evaluate(minibatch, outputs, work);
      NDArray divergence =
          spec.kind().readsLabels()
              ? Divergences.atDraws(q, networks.prior(labels, weights), draws)
              : Divergences.fromStandard(q);
      NDArray correlated = correlation.map(it -> it.estimate(draws)).orElseGet(() -> zero(work));
      // The likelihood's gradient is known in closed form; its product with the outputs has it too.
      NDArray byOutputs = evaluation.headGradients().singletonOrThrow();
      NDArray loss = outputs.mul(byOutputs).sum().neg();
      double ofDivergence = correlation.isPresent() ? 1 : spec.weight();
      loss = loss.add(EngineMemory.scale(divergence, ofDivergence));
      loss = loss.add(EngineMemory.scale(correlated, correlation.isPresent() ? spec.weight() : 0));
      tape.backward(loss);
      Terms terms =
          new Terms(
              -mean(evaluation, minibatch.cells()), divergence.getFloat(), correlated.getFloat());
      apply(gradients(weights, evaluation), terms, work);
      return new Taken(terms, draws.stopGradient().toFloatArray());
    }
  }

  private static double mean(Evaluation evaluation, int cells) {
    return IntStream.range(0, cells).mapToDouble(evaluation::logLikelihood).sum() / cells;
  }

  private static NDArray zero(NDManager work) {
    return EngineMemory.copy(work, new float[1], new Shape());
  }

  /** Of the mean over cells. */
  private Evaluation evaluate(Minibatch minibatch, NDArray outputs, NDManager work) {
    Likelihood likelihood = networks.likelihood();
    double[] weights = new double[minibatch.cells()];
    Arrays.fill(weights, 1.0 / weights.length);
    NDList ofGenes = new NDList();
    likelihood.geneParameter().ifPresent(free -> ofGenes.add(parameters.view(free.name(), work)));
    if (likelihood.addsBias(work.getDevice())) {
      // The outputs have their bias already.
      ofGenes.add(EngineMemory.copy(work, new float[spec.sizes().genes()], genes()));
    }
    NDArray detached = outputs.stopGradient().duplicate();
    return likelihood.evaluate(
        Observed.of(minibatch, weights, work), new NDList(detached), ofGenes);
  }

  private Shape genes() {
    return new Shape(spec.sizes().genes());
  }

  private Map<String, NDArray> gradients(Weights weights, Evaluation evaluation) {
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    shapes.keySet().forEach(name -> gradients.put(name, weights.get(name).getGradient()));
    networks
        .likelihood()
        .geneParameter()
        .ifPresent(free -> gradients.put(free.name(), evaluation.geneGradients().get(0).neg()));
    return gradients;
  }

  private void apply(Map<String, NDArray> gradients, Terms terms, NDManager work) {
    boolean isFinite = Double.isFinite(terms.reconstruction + terms.divergence);
    Adam.Applied applied = adam.apply(parameters, gradients, new Adam.Step(step, 1, isFinite, 0));
    networks
        .likelihood()
        .geneParameter()
        .filter(free -> !applied.skipped())
        .ifPresent(free -> parameters.clamp(free.name(), free.min(), free.max(), work));
  }

  private NDArray noise(int cells, String purpose, NDManager work) {
    float[] noise = new float[cells * spec.sizes().latent()];
    CounterRandom.of(seed, step, purpose).fillGaussian(noise);
    return EngineMemory.copy(work, noise, new Shape(cells, spec.sizes().latent()));
  }

  /** Draws of codes without a tape, row after row, [n, d]. */
  private float[] draws(Minibatch minibatch, NDManager work) {
    return infer(minibatch, work)
        .draw(noise(minibatch.cells(), "noise/others", work))
        .toFloatArray();
  }

  private Normal infer(Minibatch minibatch, NDManager work) {
    NDArray labels = networks.labels(minibatch, vectors, work);
    return networks.encode(networks.inputs(minibatch, labels, work), parameters.weights(work));
  }

  /** The posterior means of cells, in their order, [n, d]. */
  public float[][] embed(List<Cell> cells) {
    try (NDManager work = manager.newSubManager()) {
      float[][] means = rows(infer(minibatch(cells), work).mean().toFloatArray(), cells.size());
      // A minibatch has its rows by role and group.
      List<Integer> order =
          IntStream.range(0, means.length).boxed().sorted(byPlace(cells)).toList();
      float[][] inOrder = new float[means.length][];
      for (int row = 0; row < means.length; row++) {
        inOrder[order.get(row)] = means[row];
      }
      return inOrder;
    }
  }

  /**
   * What the decoder makes of codes, [n, G]: means for Gaussian noise, shares of a cell's counts
   * for counts.
   */
  public float[][] decode(float[][] codes) {
    try (NDManager work = manager.newSubManager()) {
      int latent = spec.sizes().latent();
      float[] flat = new float[codes.length * latent];
      for (int row = 0; row < codes.length; row++) {
        System.arraycopy(codes[row], 0, flat, row * latent, latent);
      }
      NDArray outputs =
          networks.decode(
              EngineMemory.copy(work, flat, new Shape(codes.length, latent)),
              parameters.weights(work));
      NDArray expression = spec.noise() == Noise.GAUSSIAN ? outputs : outputs.softmax(1);
      return rows(expression.toFloatArray(), codes.length);
    }
  }

  private static float[][] rows(float[] flat, int count) {
    int width = flat.length / count;
    float[][] rows = new float[count][];
    for (int row = 0; row < count; row++) {
      rows[row] = Arrays.copyOfRange(flat, row * width, (row + 1) * width);
    }
    return rows;
  }

  private static Comparator<Integer> byPlace(List<Cell> cells) {
    return Comparator.<Integer, Role>comparing(index -> cells.get(index).role())
        .thenComparing(index -> cells.get(index).group());
  }

  private Minibatch minibatch(List<Cell> cells) {
    return Minibatch.of(spec.sizes().genes(), cells);
  }

  @Override
  public void close() {
    manager.close();
  }
}
