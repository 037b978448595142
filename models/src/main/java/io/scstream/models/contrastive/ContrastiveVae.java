package io.scstream.models.contrastive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.device.EngineMemory;
import io.scstream.models.likelihood.Evaluation;
import io.scstream.models.likelihood.Likelihood;
import io.scstream.models.likelihood.Observed;
import io.scstream.models.nn.Decoder;
import io.scstream.models.nn.Dropout;
import io.scstream.models.nn.Encoder;
import io.scstream.models.nn.GradientTape;
import io.scstream.models.nn.Initialization;
import io.scstream.models.nn.LogCounts;
import io.scstream.models.nn.Normal;
import io.scstream.models.nn.Parameters;
import io.scstream.models.nn.Weights;
import io.scstream.models.objective.ElboTerms;
import io.scstream.models.objective.NormalKl;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.Noise;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The single-objective comparative autoencoder, SO-cVAE (Lopez et al. 2024): shared variation in
 * the background code z of every cell, target-only variation in the salient code s, which is
 * exactly zero when a background cell is decoded. Read it as infer, generate, learn.
 *
 * <p>The objective is L_B + L_T, the two roles' mean losses, so the larger data set does not
 * dominate. A role without cells contributes nothing.
 */
public final class ContrastiveVae {

  private final ContrastiveVaeSpec spec;
  private final Encoder backgroundEncoder;
  private final Encoder salientEncoder;
  private final Decoder decoder;
  private final Likelihood likelihood;

  public ContrastiveVae(ContrastiveVaeSpec spec) {
    this.spec = spec;
    this.backgroundEncoder = encoder("background_encoder", spec.backgroundLatent());
    this.salientEncoder = encoder("salient_encoder", spec.salientLatent());
    this.likelihood = Likelihood.of(spec.noise());
    this.decoder =
        new Decoder(
            spec.backgroundLatent() + spec.salientLatent(),
            spec.hidden(),
            spec.layers(),
            spec.genes(),
            likelihood.heads());
  }

  private Encoder encoder(String name, int latent) {
    return new Encoder(name, spec.genes(), spec.hidden(), spec.layers(), latent, spec.layerNorm());
  }

  /** Every parameter's name and shape, in a fixed order. */
  public static Map<String, Shape> parameterShapes(ContrastiveVaeSpec spec) {
    return new ContrastiveVae(spec).parameterShapes();
  }

  private Map<String, Shape> parameterShapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    backgroundEncoder.addShapes(shapes);
    salientEncoder.addShapes(shapes);
    decoder.addShapes(shapes);
    likelihood.geneParameter().ifPresent(it -> shapes.put(it.name(), new Shape(spec.genes())));
    return shapes;
  }

  /** First values: random weights, and the first prediction from background cells. */
  public Map<String, float[]> initialValues(long seed, List<Cell> cells) {
    Map<String, float[]> values = Initialization.values(parameterShapes(), seed);
    if (spec.noise() != Noise.GAUSSIAN && spec.noise() != Noise.BERNOULLI) {
      values.put(Decoder.bias("output"), Initialization.logMeanExpression(spec.genes(), cells));
    }
    likelihood
        .geneParameter()
        .ifPresent(
            it -> {
              float[] value = new float[spec.genes()];
              Arrays.fill(value, (float) it.initial());
              values.put(it.name(), value);
            });
    return values;
  }

  /** The posteriors of both codes. */
  public record Posterior(Normal background, Normal salient) {}

  /** Both posteriors of every cell, without dropout. */
  public Posterior infer(Minibatch minibatch, Parameters parameters, NDManager step) {
    NDArray x = LogCounts.of(minibatch, step); // [n, G]
    return infer(x, x, parameters.weights(step), Dropout.none());
  }

  /**
   * What training adds to the reconstruction.
   *
   * @param kl of both divergences, from 0 to 1
   * @param silence of the squared 2-Wasserstein distance between the salient posterior of
   *     background cells and the point 0, relative to {@code kl}; without it their salient code is
   *     not trained
   */
  public record Emphasis(double kl, double silence) {}

  private Posterior infer(
      NDArray backgroundInput, NDArray salientInput, Weights weights, Dropout dropout) {
    return new Posterior(
        backgroundEncoder.encode(backgroundInput, weights, dropout),
        salientEncoder.encode(salientInput, weights, dropout));
  }

  /**
   * The decoder's last hidden units. The first rows, which have no salient code, are background
   * cells and get exact zeros.
   *
   * @param z [n, dz]
   * @param s of the target rows only, [nT, ds]
   */
  private NDArray generate(NDArray z, NDArray s, Weights weights) {
    long background = z.getShape().get(0) - s.getShape().get(0);
    NDArray silence = z.getManager().zeros(new Shape(background, spec.salientLatent()));
    return decoder.decode(z.concat(silence.concat(s, 0), 1), weights); // [n, h]
  }

  /** One look at a minibatch: the terms before the step, and the gradient of every parameter. */
  public record Lesson(ElboTerms terms, Map<String, NDArray> gradients) {}

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
    try (GradientTape tape = GradientTape.open()) {
      Weights weights = parameters.trainable(step);
      NDArray x = LogCounts.of(minibatch, step); // [n, G]
      boolean isSilenced = emphasis.silence > 0 && minibatch.background() > 0;
      NDArray salientInput = isSilenced ? x : targets(x, minibatch); // [n or nT, G]
      Dropout dropout = Dropout.of(spec.dropout(), layer -> chance.stream("dropout/" + layer));
      Posterior both = infer(x, salientInput, weights, dropout);
      Posterior posterior = isSilenced ? withSalientOfTargets(both, minibatch) : both;
      NDArray z = draw(posterior.background(), chance.stream("noise/background"));
      NDArray s = draw(posterior.salient(), chance.stream("noise/salient"));
      NDArray units = generate(z, s, weights); // [n, h]
      Reconstruction reconstruction = reconstruct(minibatch, units, parameters, step);
      Divergence divergence = divergence(posterior);
      // The tape starts at the units: the surrogate has the reconstruction's derivative there.
      NDArray surrogate = units.mul(reconstruction.byUnits).sum();
      NDArray weighted = divergence.weighted(minibatch, step);
      if (isSilenced) {
        weighted =
            weighted.add(EngineMemory.scale(loudness(both.salient(), minibatch), emphasis.silence));
      }
      tape.backward(surrogate.add(EngineMemory.scale(weighted, emphasis.kl)));
      Map<String, NDArray> gradients = new LinkedHashMap<>();
      for (String name : parameters.names()) {
        NDArray inHand = reconstruction.gradients.get(name);
        gradients.put(name, inHand == null ? weights.get(name).getGradient() : inHand);
      }
      return new Lesson(
          terms(reconstruction.evaluation, divergence, minibatch, emphasis.kl), gradients);
    }
  }

  /** The bound at the posterior means. */
  public ElboTerms score(Minibatch minibatch, Parameters parameters, NDManager step) {
    Weights weights = parameters.weights(step);
    NDArray x = LogCounts.of(minibatch, step); // [n, G]
    Posterior posterior = infer(x, targets(x, minibatch), weights, Dropout.none());
    NDArray units = generate(posterior.background().mean(), posterior.salient().mean(), weights);
    NDList heads = heads(units, parameters);
    Evaluation evaluation =
        likelihood.evaluate(
            Observed.of(minibatch, lossWeights(minibatch), step),
            heads,
            geneParameters(parameters, step));
    return terms(evaluation, divergence(posterior), minibatch, 1);
  }

  private static NDArray targets(NDArray rows, Minibatch minibatch) {
    return rows.get(minibatch.background() + ":"); // [nT, ...]
  }

  private static Posterior withSalientOfTargets(Posterior posterior, Minibatch minibatch) {
    Normal all = posterior.salient();
    return new Posterior(
        posterior.background(),
        new Normal(targets(all.mean(), minibatch), targets(all.logVariance(), minibatch)));
  }

  /** The mean over background cells of |mean|² + Σ variance, as in contrastiveVI. */
  private static NDArray loudness(Normal salient, Minibatch minibatch) {
    String rows = ":" + minibatch.background();
    NDArray mean = salient.mean().get(rows); // [nB, ds]
    NDArray variance = salient.logVariance().get(rows).exp(); // [nB, ds]
    return EngineMemory.scale(mean.square().add(variance).sum(), 1.0 / minibatch.wholeBackground());
  }

  private static NDArray draw(Normal posterior, CounterRandom random) {
    Shape shape = posterior.mean().getShape();
    float[] noise = new float[(int) shape.size()];
    random.fillGaussian(noise);
    return posterior.draw(EngineMemory.copy(posterior.mean().getManager(), noise, shape)); // [n, d]
  }

  /** The likelihood part of the loss, in closed form from the decoder's last hidden units on. */
  private record Reconstruction(
      Evaluation evaluation, NDArray byUnits, Map<String, NDArray> gradients) {}

  private Reconstruction reconstruct(
      Minibatch minibatch, NDArray unitsOnTape, Parameters parameters, NDManager step) {
    NDArray units = unitsOnTape.stopGradient(); // [n, h]
    Observed observed = Observed.of(minibatch, lossWeights(minibatch), step);
    NDList heads = heads(units, parameters);
    Evaluation evaluation = likelihood.evaluate(observed, heads, geneParameters(parameters, step));
    heads.close();
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    NDArray byUnits = units.zerosLike(); // [n, h]
    for (int i = 0; i < likelihood.heads().size(); i++) {
      try (NDArray byHead = evaluation.headGradients().get(i)) { // [n, G]
        String head = likelihood.heads().get(i);
        byUnits.addi(decoder.backward(head, units, byHead, parameters, gradients));
      }
    }
    likelihood
        .geneParameter()
        .ifPresent(it -> gradients.put(it.name(), evaluation.geneGradients().get(0)));
    return new Reconstruction(evaluation, byUnits, gradients);
  }

  private NDList heads(NDArray units, Parameters parameters) {
    NDList heads = new NDList();
    likelihood.heads().forEach(head -> heads.add(decoder.head(head, units, parameters)));
    return heads;
  }

  private NDList geneParameters(Parameters parameters, NDManager step) {
    NDList views = new NDList();
    likelihood.geneParameter().ifPresent(it -> views.add(parameters.view(it.name(), step)));
    return views;
  }

  /**
   * Minus one over the cells of the row's role: the loss is a sum of two means of −log p. Of half a
   * minibatch it is that half's share of the sum.
   */
  private static double[] lossWeights(Minibatch minibatch) {
    double[] weights = new double[minibatch.cells()];
    Arrays.fill(weights, 0, minibatch.background(), -1.0 / minibatch.wholeBackground());
    Arrays.fill(weights, minibatch.background(), weights.length, -1.0 / minibatch.wholeTarget());
    return weights;
  }

  /** Of each cell from the prior: of z for all rows [n], of s for the target rows [nT]. */
  private record Divergence(NDArray background, NDArray salient) {

    /** With the weights of the loss. */
    NDArray weighted(Minibatch minibatch, NDManager step) {
      double[] minus = lossWeights(minibatch);
      float[] weights = new float[minus.length];
      for (int row = 0; row < weights.length; row++) {
        weights[row] = (float) -minus[row];
      }
      NDArray all = EngineMemory.copy(step, weights, new Shape(weights.length)); // [n]
      NDArray targets = all.get(minibatch.background() + ":"); // [nT]
      return background.mul(all).sum().add(salient.mul(targets).sum());
    }
  }

  private static Divergence divergence(Posterior posterior) {
    Normal z = posterior.background();
    Normal s = posterior.salient();
    return new Divergence(
        NormalKl.perCell(z.mean(), z.logVariance()), NormalKl.perCell(s.mean(), s.logVariance()));
  }

  private static ElboTerms terms(
      Evaluation evaluation, Divergence divergence, Minibatch minibatch, double klWeight) {
    int cells = minibatch.cells();
    double logLikelihood = 0;
    for (int row = 0; row < cells; row++) {
      logLikelihood += evaluation.logLikelihood(row);
    }
    return new ElboTerms(
        -logLikelihood / cells,
        sum(divergence.background()) / cells,
        sum(divergence.salient()) / cells,
        klWeight,
        cells);
  }

  private static double sum(NDArray values) {
    double sum = 0;
    for (float value : values.toFloatArray()) {
      sum += value;
    }
    return sum;
  }

  /** Brings free parameters back into their range after a step. */
  public void project(Parameters parameters, NDManager step) {
    likelihood
        .geneParameter()
        .ifPresent(it -> parameters.clamp(it.name(), it.min(), it.max(), step));
  }
}
