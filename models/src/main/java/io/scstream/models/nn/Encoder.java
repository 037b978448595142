package io.scstream.models.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import java.util.Map;

/**
 * From log counts to a normal posterior: linear, layer norm, ReLU and dropout as often as there are
 * layers, then two heads. Layer norm looks at one cell at a time, so background and target cells of
 * a minibatch do not influence each other.
 *
 * @param name the prefix of its parameters
 */
public record Encoder(
    String name, int genes, int hidden, int layers, int latent, boolean layerNorm) {

  private static final float NORM_EPSILON = 1e-5f;
  private static final double LOG_VARIANCE_BOUND = 10;

  /** Adds the shapes of its parameters. */
  public void addShapes(Map<String, Shape> shapes) {
    for (int layer = 0; layer < layers; layer++) {
      shapes.put(layer(layer) + ".weight", new Shape(hidden, layer == 0 ? genes : hidden));
      shapes.put(layer(layer) + ".bias", new Shape(hidden));
      if (layerNorm) {
        shapes.put(layer(layer) + ".norm.weight", new Shape(hidden));
        shapes.put(layer(layer) + ".norm.bias", new Shape(hidden));
      }
    }
    for (String head : new String[] {".mean", ".log_variance"}) {
      shapes.put(name + head + ".weight", new Shape(latent, hidden));
      shapes.put(name + head + ".bias", new Shape(latent));
    }
  }

  public Normal encode(NDArray logCounts, Weights weights, Dropout dropout) {
    NDArray units = logCounts; // [n, G]
    for (int layer = 0; layer < layers; layer++) {
      units = linear(units, weights, layer(layer)); // [n, h]
      if (layerNorm) {
        units = norm(units, weights, layer(layer) + ".norm");
      }
      units = dropout.apply(units.getNDArrayInternal().relu(), layer(layer));
    }
    NDArray mean = linear(units, weights, name + ".mean"); // [n, d]
    NDArray logVariance =
        linear(units, weights, name + ".log_variance")
            .clip(-LOG_VARIANCE_BOUND, LOG_VARIANCE_BOUND); // [n, d]
    return new Normal(mean, logVariance);
  }

  private String layer(int layer) {
    return name + ".layers." + layer;
  }

  private NDArray norm(NDArray units, Weights weights, String norm) {
    return units
        .getNDArrayInternal()
        .layerNorm(
            units,
            new Shape(hidden),
            weights.get(norm + ".weight"),
            weights.get(norm + ".bias"),
            NORM_EPSILON)
        .singletonOrThrow();
  }

  static NDArray linear(NDArray input, Weights weights, String layer) {
    return Linear.linear(input, weights.get(layer + ".weight"), weights.get(layer + ".bias"))
        .singletonOrThrow();
  }
}
