package io.scstream.models.factorized;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.data.Minibatch;
import io.scstream.models.device.EngineMemory;
import io.scstream.models.nn.GradientTape;
import io.scstream.models.nn.Normal;
import io.scstream.models.nn.Parameters;
import io.scstream.models.nn.Weights;
import io.scstream.models.objective.ElboTerms;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.FactorBlock;
import io.scstream.models.spec.FactorDesign.InteractionPrior;
import io.scstream.models.spec.FactorLosses;
import io.scstream.models.spec.FactorizedSpec;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One step's loss and its gradient. All terms are on one tape, but for the likelihood: it gives the
 * gradient by hidden units in closed form, and stands on the tape as their product.
 */
final class FactorStep {
  private static final int CENTRED_CELLS = 64;

  private final FactorizedSpec spec;
  private final FactorNetworks networks;
  private final Minibatch minibatch;
  private final Parameters parameters;
  private final NDManager step;

  FactorStep(FactorizedVae vae, Minibatch minibatch, Parameters parameters, NDManager step) {
    this.spec = vae.spec();
    this.networks = vae.networks();
    this.minibatch = minibatch;
    this.parameters = parameters;
    this.step = step;
  }

  /** One over the cells of the minibatch of which this is a part. */
  private double share() {
    return 1.0 / (minibatch.wholeBackground() + minibatch.wholeTarget(0));
  }

  FactorizedVae.Lesson learn(Function<String, CounterRandom> chance, double klWeight) {
    try (GradientTape tape = GradientTape.open()) {
      Weights weights = parameters.trainable(step);
      BlockPriors.Embedded labels =
          networks.priors().embed(LabelRows.of(minibatch, spec.labels()), weights, step);
      Map<FactorBlock, Normal> posterior =
          networks.encode(
              minibatch,
              hidden(labels.covariates(), chance.apply("labels/covariates")),
              hidden(labels.treatments(), chance.apply("labels/treatments")),
              weights,
              step);
      Map<FactorBlock, NDArray> codes = draw(posterior, chance);
      NDArray units = networks.decode(codes, weights);
      CountOutput.Backward output =
          networks.output().backward(minibatch, units.stopGradient(), share(), parameters, step);
      Map<FactorBlock, NDArray> divergences =
          divergences(posterior, networks.priors().laws(labels, weights, step));
      NDArray divergence =
          EngineMemory.scale(
              divergences.values().stream().reduce(NDArray::add).orElseThrow().sum(),
              klWeight * share());
      NDArray others = others(codes, posterior, labels, weights, chance);
      // Kernels give arrays that no tape takes; a copy it does.
      NDArray reconstruction = units.mul(output.byUnits().duplicate()).sum();
      tape.backward(reconstruction.add(divergence).add(others));
      Map<String, NDArray> gradients = new LinkedHashMap<>(output.gradients());
      // Of a parameter that this minibatch does not need the engine gives zeros.
      Parameters.descended(networks.parameterShapes())
          .keySet()
          .forEach(it -> gradients.computeIfAbsent(it, name -> weights.get(name).getGradient()));
      return new FactorizedVae.Lesson(
          terms(output, divergences, klWeight), others.getFloat(), gradients);
    }
  }

  /** Labels as encoders see them: of some cells they are taken away. */
  private NDArray hidden(NDArray embedded, CounterRandom random) {
    double rate = spec.design().labelDropout();
    if (rate == 0) {
      return embedded;
    }
    float[] seen = new float[minibatch.cells()];
    for (int row = 0; row < seen.length; row++) {
      seen[row] = random.nextDouble() < rate ? 0 : 1;
    }
    return embedded.mul(EngineMemory.copy(step, seen, new Shape(seen.length, 1)));
  }

  private Map<FactorBlock, NDArray> draw(
      Map<FactorBlock, Normal> posterior, Function<String, CounterRandom> chance) {
    Map<FactorBlock, NDArray> codes = new EnumMap<>(FactorBlock.class);
    posterior.forEach(
        (block, law) -> {
          float[] noise = new float[(int) law.mean().size()];
          chance.apply("noise/" + block.label()).fillGaussian(noise);
          codes.put(block, law.draw(EngineMemory.copy(step, noise, law.mean().getShape())));
        });
    return codes;
  }

  private static Map<FactorBlock, NDArray> divergences(
      Map<FactorBlock, Normal> posterior, Map<FactorBlock, Normal> prior) {
    Map<FactorBlock, NDArray> divergences = new EnumMap<>(FactorBlock.class);
    posterior.forEach(
        (block, law) ->
            divergences.put(block, Terms.divergence(law, FactorNetworks.at(prior, block))));
    return divergences;
  }

  /** All terms besides the bound, weighted. */
  private NDArray others(
      Map<FactorBlock, NDArray> codes,
      Map<FactorBlock, Normal> posterior,
      BlockPriors.Embedded labels,
      Weights weights,
      Function<String, CounterRandom> chance) {
    FactorLosses losses = spec.losses();
    List<NDArray> terms = new ArrayList<>();
    if (losses.permutation() > 0) {
      Discriminators.Losses found =
          new Discriminators(spec, weights).losses(codes, labels, chance, step);
      found.ofCodes().forEach(it -> terms.add(EngineMemory.scale(it, losses.permutation())));
      // The half of two discriminators' halves: a quarter in all.
      found.ofDiscriminators().forEach(it -> terms.add(EngineMemory.scale(it, 0.5)));
    }
    if (losses.matchesControls()) {
      int[] matched = Strata.controls(labels.rows(), chance.apply("controls"));
      addMatched(terms, codes, posterior, labels.rows(), matched, weights);
    }
    if (spec.design().prior() == InteractionPrior.LOW_RANK && losses.remainder() > 0) {
      addRemainder(terms, labels, weights);
    }
    if (spec.design().prior() == InteractionPrior.NETWORK && losses.centring() > 0) {
      addCentring(terms, labels, weights, chance.apply("centred"));
    }
    return terms.stream().reduce(NDArray::add).orElseGet(() -> step.zeros(new Shape()));
  }

  private void addMatched(
      List<NDArray> terms,
      Map<FactorBlock, NDArray> codes,
      Map<FactorBlock, Normal> posterior,
      LabelRows labels,
      int[] matched,
      Weights weights) {
    FactorLosses losses = spec.losses();
    if (losses.classification() > 0) {
      NDArray loss = new Classifiers(spec).loss(codes, labels, matched, weights);
      terms.add(EngineMemory.scale(loss, losses.classification()));
    }
    if (losses.similarity() > 0) {
      NDArray treatment = mean(posterior, FactorBlock.TREATMENT);
      NDArray covariate = mean(posterior, FactorBlock.COVARIATE);
      NDArray controls = Strata.rows(matched, step);
      NDArray similarity =
          Terms.similarity(
              treatment, controls.matMul(treatment), covariate, controls.matMul(covariate));
      float[] counted = new float[matched.length];
      int treated = 0;
      for (int row = 0; row < matched.length; row++) {
        counted[row] = matched[row] < 0 ? 0 : 1;
        treated += matched[row] < 0 ? 0 : 1;
      }
      NDArray mask = EngineMemory.copy(step, counted, new Shape(counted.length));
      terms.add(
          EngineMemory.scale(
              similarity.mul(mask).sum(), losses.similarity() / Math.max(1, treated)));
    }
  }

  private static NDArray mean(Map<FactorBlock, Normal> laws, FactorBlock block) {
    return FactorNetworks.at(laws, block).mean();
  }

  private void addRemainder(List<NDArray> terms, BlockPriors.Embedded labels, Weights weights) {
    int treated = minibatch.target();
    if (treated > 0) {
      NDArray squares = networks.priors().squaredRemainders(labels, weights, step);
      terms.add(EngineMemory.scale(squares.sum(), spec.losses().remainder() / treated));
    }
  }

  /** Of some treated cells, drawn at random, and of all tuples. */
  private void addCentring(
      List<NDArray> terms, BlockPriors.Embedded labels, Weights weights, CounterRandom random) {
    int treated = minibatch.target();
    LabelEmbedding.Tuples tuples = networks.embedding().tuples(weights, step);
    if (treated == 0 || tuples.conditions() == 0) {
      return;
    }
    int[] order = random.permutation(treated);
    int cells = Math.min(CENTRED_CELLS, treated);
    float[] ones = new float[cells * minibatch.cells()];
    for (int i = 0; i < cells; i++) {
      ones[i * minibatch.cells() + minibatch.background() + order[i]] = 1;
    }
    NDArray chosen = EngineMemory.copy(step, ones, new Shape(cells, minibatch.cells()));
    long width = spec.sizes().embedding();
    NDArray products =
        chosen
            .matMul(labels.treatments())
            .reshape(new Shape(cells, 1, width))
            .mul(tuples.embedded().reshape(new Shape(1, -1, width)))
            .reshape(new Shape(-1, width)); // [n A, E]
    NDArray means = networks.priors().interactionMeans(products, weights);
    terms.add(EngineMemory.scale(Terms.centring(means, tuples.shares()), spec.losses().centring()));
  }

  private ElboTerms terms(
      CountOutput.Backward output, Map<FactorBlock, NDArray> divergences, double klWeight) {
    int cells = minibatch.cells();
    double logLikelihood = 0;
    for (int row = 0; row < cells; row++) {
      logLikelihood += output.evaluation().logLikelihood(row);
    }
    double interaction = mean(FactorNetworks.at(divergences, FactorBlock.INTERACTION));
    return new ElboTerms(
        -logLikelihood / cells,
        mean(FactorNetworks.at(divergences, FactorBlock.COVARIATE)),
        interaction + mean(FactorNetworks.at(divergences, FactorBlock.TREATMENT)),
        klWeight,
        cells);
  }

  private static double mean(NDArray values) {
    return FactorizedVae.mean(values.toFloatArray());
  }
}
