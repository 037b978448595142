package io.scstream.models.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.spec.DecoderLayers;
import java.util.List;
import java.util.Map;

/**
 * From latent codes to hidden units, and by linear heads to one number per gene; never with
 * dropout. With LeakyReLU and without normalisation the map is continuous, piecewise affine and,
 * with widths that do not shrink, injective, which identifiability asks for (Lopez et al. 2024,
 * Theorem 1).
 *
 * <p>The heads are the widest layers by far. Their gradient is formed from that of the likelihood
 * by two matrix products, so nothing of size cells × genes is ever on a tape.
 */
public record Decoder(
    int latent, int hidden, int layers, int genes, DecoderLayers build, List<String> heads) {

  public Decoder {
    heads = List.copyOf(heads);
  }

  /** Adds the shapes of its parameters. */
  public void addShapes(Map<String, Shape> shapes) {
    for (int layer = 0; layer < layers; layer++) {
      layer(layer).addShapes(shapes);
    }
    for (String head : heads) {
      shapes.put(weight(head), new Shape(genes, hidden));
      shapes.put(bias(head), new Shape(genes));
    }
  }

  /** The last hidden units of codes [n, dz + ds]. */
  public NDArray decode(NDArray codes, Weights weights, Mode mode) {
    NDArray units = codes;
    for (int layer = 0; layer < layers; layer++) {
      units = layer(layer).apply(units, weights, mode); // [n, h]
    }
    return units;
  }

  /** One head's output for hidden units without a tape. */
  public NDArray head(String head, NDArray units, Parameters parameters) {
    try (NDArray weight = parameters.view(weight(head), units.getManager());
        NDArray bias = parameters.view(bias(head), units.getManager());
        NDArray transposed = weight.transpose()) { // [h, G]
      return units.matMul(transposed).addi(bias); // [n, G]
    }
  }

  /** The same on a tape, for losses without a closed form. */
  public NDArray head(String head, NDArray units, Weights weights) {
    return Encoder.linear(units, weights, "decoder." + head); // [n, G]
  }

  /**
   * From the gradient of one head's output to those of its weight and bias.
   *
   * @param byOutput [n, G]
   * @return the gradient with respect to the hidden units, [n, h]
   */
  public NDArray backward(
      String head,
      NDArray units,
      NDArray byOutput,
      Parameters parameters,
      Map<String, NDArray> gradients) {
    try (NDArray transposed = byOutput.transpose(); // [G, n]
        NDArray weight = parameters.view(weight(head), units.getManager())) {
      gradients.put(weight(head), transposed.matMul(units)); // [G, h]
      gradients.put(bias(head), byOutput.sum(new int[] {0})); // [G]
      return byOutput.matMul(weight); // [n, h]
    }
  }

  /** The bias of a head. */
  public static String bias(String head) {
    return "decoder." + head + ".bias";
  }

  /** The weight of a head. */
  public static String weight(String head) {
    return "decoder." + head + ".weight";
  }

  private HiddenLayer layer(int layer) {
    return new HiddenLayer(
        "decoder.layers." + layer,
        layer == 0 ? latent : hidden,
        hidden,
        build.normalization(),
        build.activation());
  }
}
