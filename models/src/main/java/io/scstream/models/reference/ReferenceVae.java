package io.scstream.models.reference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.data.Minibatch;
import io.scstream.models.device.EngineMemory;
import io.scstream.models.nn.Decoder;
import io.scstream.models.nn.Encoder;
import io.scstream.models.nn.GradientTape;
import io.scstream.models.nn.Initialization;
import io.scstream.models.nn.LogCounts;
import io.scstream.models.nn.Mode;
import io.scstream.models.nn.Normal;
import io.scstream.models.nn.Parameters;
import io.scstream.models.nn.Weights;
import io.scstream.models.objective.ElboTerms;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.Activation;
import io.scstream.models.spec.DecoderLayers;
import io.scstream.models.spec.Normalization;
import io.scstream.models.spec.ReferenceVaeSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The symmetric reference-based autoencoder (Ruiz et al. 2019), in the form in which MM-cVAE was
 * compared with it (Weinberger et al. 2022). One encoder gives the laws of z and s. A target cell
 * is decoded from [z, s], a background cell from [z, r] with one learned reference vector r. Three
 * losses of weight 1, each a mean over background cells plus a mean over target cells: the squared
 * error of reconstruction, the squared error of codes that are decoded from the prior and encoded
 * again, and the cross-entropy by which discriminators are deceived. There is no divergence.
 */
public final class ReferenceVae {
  private static final String REFERENCE = "reference";
  private static final String OUTPUT = "output";

  private final ReferenceVaeSpec spec;
  private final Encoder encoder;
  private final Decoder decoder;
  private final Map<String, Shape> shapes = new LinkedHashMap<>();

  public ReferenceVae(ReferenceVaeSpec spec) {
    this.spec = spec;
    int latent = spec.backgroundLatent() + spec.salientLatent();
    int hidden = spec.sizes().hidden();
    int layers = spec.sizes().layers();
    this.encoder = new Encoder("encoder", spec.genes(), hidden, layers, latent, Normalization.NONE);
    this.decoder =
        new Decoder(
            latent,
            hidden,
            layers,
            spec.genes(),
            new DecoderLayers(Activation.RELU, Normalization.NONE),
            List.of(OUTPUT));
    encoder.addShapes(shapes);
    decoder.addShapes(shapes);
    shapes.put(REFERENCE, new Shape(spec.salientLatent()));
  }

  /** Every parameter's name and shape, in a fixed order. */
  public Map<String, Shape> parameterShapes() {
    return Collections.unmodifiableMap(shapes);
  }

  /** The encoder of both codes, those of the background first. */
  public static Encoder encoder(ReferenceVaeSpec spec) {
    return new ReferenceVae(spec).encoder;
  }

  /** First values: random weights, and a reference vector uniform in [0, 1). */
  public Map<String, float[]> initialValues(long seed) {
    Map<String, float[]> values = Initialization.values(shapes, seed);
    float[] reference = new float[spec.salientLatent()];
    CounterRandom random = CounterRandom.of(seed, 0, "initial/" + REFERENCE);
    for (int i = 0; i < reference.length; i++) {
      reference[i] = (float) random.nextDouble();
    }
    values.put(REFERENCE, reference);
    return values;
  }

  /** The law of both codes [z, s] of every cell. */
  public Normal infer(Minibatch minibatch, Parameters parameters, NDManager step) {
    return encoder.encode(LogCounts.of(minibatch, step), parameters.weights(step));
  }

  /**
   * What a step descended, each a mean over background cells plus a mean over target cells.
   *
   * @param reconstruction squared error, summed over genes
   * @param reencoding squared error of the codes of decoded prior draws, summed over coordinates
   * @param deception cross-entropy of the discriminators with the labels exchanged
   */
  public record Losses(double reconstruction, double reencoding, double deception) {
    /** What the gradient is of. */
    public double sum() {
      return reconstruction + reencoding + deception;
    }
  }

  /**
   * One look at a minibatch.
   *
   * @param terms the reconstruction alone, as a mean over cells
   * @param pairs for {@link Discriminators#learn}
   */
  public record Lesson(
      ElboTerms terms, Losses losses, Map<String, NDArray> gradients, List<float[]> pairs) {}

  /** The gradient at one minibatch, with the discriminators held still. Changes nothing. */
  public Lesson learn(
      Minibatch minibatch,
      Parameters parameters,
      Function<String, CounterRandom> chance,
      Discriminators discriminators,
      NDManager step) {
    try (GradientTape tape = GradientTape.open()) {
      Weights weights = parameters.trainable(step);
      Roles roles = new Roles(minibatch, spec, step);
      NDArray x = LogCounts.of(minibatch, step).dense(); // [n, G]
      NDArray codes = draw(encode(x, weights), chance.apply("noise/codes")); // [n, d]
      NDArray prior = roles.noise(chance.apply("noise/prior")); // [n, d]
      NDArray reference = weights.get(REFERENCE);
      NDArray rebuilt = decode(roles.withReference(codes, reference), weights); // [n, G]
      NDArray decoded = decode(roles.withReference(prior, reference), weights); // [n, G]
      NDArray again = draw(encode(decoded, weights), chance.apply("noise/again")); // [n, d]
      NDArray errors = x.sub(rebuilt).square().sum(new int[] {1}); // [n]
      NDArray reconstruction = roles.meansOfCells(errors);
      NDArray reencoding = roles.meansOfCodes(again.sub(prior).square());
      Deception deception = new Deception(roles, x, codes, decoded, prior);
      NDArray deceived = deception.loss(discriminators);
      tape.backward(reconstruction.add(reencoding).add(deceived));
      return new Lesson(
          terms(errors),
          new Losses(reconstruction.getFloat(), reencoding.getFloat(), deceived.getFloat()),
          gradients(weights),
          deception.pairs());
    }
  }

  private Normal encode(NDArray x, Weights weights) {
    return encoder.encode(x, weights, Mode.inference());
  }

  private NDArray decode(NDArray codes, Weights weights) {
    return decoder.head(OUTPUT, decoder.decode(codes, weights, Mode.inference()), weights);
  }

  private static NDArray draw(Normal law, CounterRandom random) {
    float[] noise = new float[(int) law.mean().size()];
    random.fillGaussian(noise);
    NDManager step = law.mean().getManager();
    return law.draw(EngineMemory.copy(step, noise, law.mean().getShape())); // [n, d]
  }

  private Map<String, NDArray> gradients(Weights weights) {
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    shapes.keySet().forEach(name -> gradients.put(name, weights.get(name).getGradient()));
    return gradients;
  }

  private static ElboTerms terms(NDArray errors) {
    double sum = 0;
    for (float error : errors.toFloatArray()) {
      sum += error;
    }
    int cells = (int) errors.size();
    return new ElboTerms(sum / cells, 0, 0, 1, cells);
  }

  /** The squared error at the means of the codes; there is nothing else in the terms. */
  public ElboTerms score(Minibatch minibatch, Parameters parameters, NDManager step) {
    return terms(errors(minibatch, parameters, step));
  }

  /** Minus the squared error of every cell, row by row. */
  public double[] bounds(Minibatch minibatch, Parameters parameters, NDManager step) {
    float[] errors = errors(minibatch, parameters, step).toFloatArray();
    double[] bounds = new double[errors.length];
    for (int row = 0; row < bounds.length; row++) {
      bounds[row] = -errors[row];
    }
    return bounds;
  }

  private NDArray errors(Minibatch minibatch, Parameters parameters, NDManager step) {
    NDArray rebuilt = rebuilt(minibatch, parameters, step); // [n, G]
    return LogCounts.of(minibatch, step).dense().sub(rebuilt).square().sum(new int[] {1}); // [n]
  }

  /** What the decoder makes of the means of the codes, row by row, [n, G]. */
  public float[] output(Minibatch minibatch, Parameters parameters, NDManager step) {
    return rebuilt(minibatch, parameters, step).toFloatArray();
  }

  private NDArray rebuilt(Minibatch minibatch, Parameters parameters, NDManager step) {
    Weights weights = parameters.weights(step);
    NDArray means = encoder.encode(LogCounts.of(minibatch, step), weights).mean(); // [n, d]
    Roles roles = new Roles(minibatch, spec, step);
    return decode(roles.withReference(means, weights.get(REFERENCE)), weights); // [n, G]
  }
}
