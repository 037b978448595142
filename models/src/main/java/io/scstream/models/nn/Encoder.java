package io.scstream.models.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import io.scstream.models.spec.Activation;
import io.scstream.models.spec.Normalization;
import java.util.Map;

/**
 * From log counts to a normal posterior: linear, normalisation, ReLU and dropout as often as there
 * are layers, then two heads. Layer norm looks at one cell at a time, so background and target
 * cells of a minibatch do not influence each other; batch norm looks at all of them.
 *
 * @param name the prefix of its parameters
 */
public record Encoder(
    String name, int genes, int hidden, int layers, int latent, Normalization normalization) {

  /** Log-variances are between minus this and this. */
  public static final double LOG_VARIANCE_BOUND = 10;

  /** Adds the shapes of its parameters. */
  public void addShapes(Map<String, Shape> shapes) {
    for (int layer = 0; layer < layers; layer++) {
      layer(layer).addShapes(shapes);
    }
    for (String head : new String[] {".mean", ".log_variance"}) {
      shapes.put(name + head + ".weight", new Shape(latent, hidden));
      shapes.put(name + head + ".bias", new Shape(latent));
    }
  }

  /** The posterior of cells [n, G]. */
  public Normal encode(NDArray logCounts, Weights weights, Mode mode) {
    NDArray units = logCounts; // [n, G]
    for (int layer = 0; layer < layers; layer++) {
      HiddenLayer hiddenLayer = layer(layer);
      units = mode.drop(hiddenLayer.apply(units, weights, mode), hiddenLayer.name()); // [n, h]
    }
    NDArray mean = linear(units, weights, name + ".mean"); // [n, d]
    NDArray logVariance =
        linear(units, weights, name + ".log_variance")
            .clip(-LOG_VARIANCE_BOUND, LOG_VARIANCE_BOUND); // [n, d]
    return new Normal(mean, logVariance);
  }

  private HiddenLayer layer(int layer) {
    return new HiddenLayer(
        name + ".layers." + layer,
        layer == 0 ? genes : hidden,
        hidden,
        normalization,
        Activation.RELU);
  }

  static NDArray linear(NDArray input, Weights weights, String layer) {
    return Linear.linear(input, weights.get(layer + ".weight"), weights.get(layer + ".bias"))
        .singletonOrThrow();
  }
}
