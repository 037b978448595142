package io.scstream.models.baseline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.device.EngineMemory;
import io.scstream.models.nn.Decoder;
import io.scstream.models.nn.GradientTape;
import io.scstream.models.nn.Initialization;
import io.scstream.models.nn.Mode;
import io.scstream.models.nn.Parameters;
import io.scstream.models.nn.Weights;
import io.scstream.models.optim.Adam;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.Activation;
import io.scstream.models.spec.AdamOptions;
import io.scstream.models.spec.DecoderLayers;
import io.scstream.models.spec.Normalization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The discriminator of FactorVAE (Kim and Mnih 2018, algorithm 2): one logit, which learns to be
 * log q(z) − log Π q(z_j) from codes and from codes whose coordinates were re-paired. The published
 * one has two outputs, of which only the difference counts.
 */
final class TotalCorrelation {
  private static final int HIDDEN = 256;
  private static final int LAYERS = 3;
  private static final double LEARNING_RATE = 1e-4;
  private static final String LOGIT = "logit";

  private final Decoder network;
  private final Map<String, Shape> shapes = new LinkedHashMap<>();
  private final Parameters parameters;
  private final Adam adam;
  private long step;

  TotalCorrelation(int latent, long seed, NDManager manager) {
    DecoderLayers build = new DecoderLayers(Activation.LEAKY_RELU, Normalization.NONE);
    this.network = new Decoder(latent, HIDDEN, LAYERS, 1, build, List.of(LOGIT));
    network.addShapes(shapes);
    this.parameters = Parameters.of(shapes, Initialization.values(shapes, seed), manager);
    this.adam = Adam.of(shapes, Adam.initialState(shapes), AdamOptions.of(LEARNING_RATE), manager);
  }

  /** The mean logit of codes [n, d] on a tape, the discriminator held still: an estimate of TC. */
  NDArray estimate(NDArray codes) {
    return logits(codes, parameters.weights(codes.getManager())).mean();
  }

  private NDArray logits(NDArray codes, Weights weights) {
    return network.head(LOGIT, network.decode(codes, weights, Mode.inference()), weights); // [n, 1]
  }

  /**
   * A step of the discriminator down its mean cross-entropy.
   *
   * @param codes of some cells, row after row, [n, d]
   * @param others of other cells, whose coordinates are re-paired
   * @return the cross-entropy before the step, log 2 for a discriminator that knows nothing
   */
  double learn(float[] codes, float[] others, CounterRandom random, NDManager work) {
    int latent = network.latent();
    try (GradientTape tape = GradientTape.open()) {
      Weights weights = parameters.trainable(work);
      NDArray real = EngineMemory.copy(work, codes, new Shape(codes.length / latent, latent));
      float[] shuffled = repaired(others, latent, random);
      NDArray product =
          EngineMemory.copy(work, shuffled, new Shape(others.length / latent, latent));
      NDArray ofReal = logits(real, weights).neg().getNDArrayInternal().softPlus().mean();
      NDArray ofProduct = logits(product, weights).getNDArrayInternal().softPlus().mean();
      NDArray loss = EngineMemory.scale(ofReal.add(ofProduct), 0.5);
      tape.backward(loss);
      Map<String, NDArray> gradients = new LinkedHashMap<>();
      shapes.keySet().forEach(name -> gradients.put(name, weights.get(name).getGradient()));
      double value = loss.getFloat();
      step++;
      adam.apply(parameters, gradients, new Adam.Step(step, 1, Double.isFinite(value), 0));
      return value;
    }
  }

  /** A copy with each coordinate in an order of rows of its own, [n, d]. */
  static float[] repaired(float[] codes, int latent, CounterRandom random) {
    float[] repaired = new float[codes.length];
    for (int column = 0; column < latent; column++) {
      int[] order = random.permutation(codes.length / latent);
      for (int row = 0; row < order.length; row++) {
        repaired[row * latent + column] = codes[order[row] * latent + column];
      }
    }
    return repaired;
  }
}
