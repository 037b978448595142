package io.scstream.models.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.kernel.Kernels;
import io.scstream.models.kernel.Stack;
import io.scstream.models.spec.DecoderLayers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

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

  /** The last hidden units of codes [n, dz + ds], operation by operation. */
  public NDArray decode(NDArray codes, Weights weights, Mode mode) {
    NDArray units = codes;
    for (HiddenLayer layer : hiddenLayers()) {
      units = layer.apply(units, weights, mode); // [n, h]
    }
    return units;
  }

  /** The same in a step that goes back the way it came. */
  public DecoderPass pass(NDArray codes, Weights weights, Mode mode) {
    Stack stack =
        new Stack(
            hiddenShapes().keySet().stream().map(weights::get).toList(),
            List.of(),
            build.normalization(),
            build.activation(),
            mode.isTraining());
    return new DecoderPass(this, codes, stack).keepStatistics(weights, mode);
  }

  private Map<String, Shape> hiddenShapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    hiddenLayers().forEach(layer -> layer.addShapes(shapes));
    return shapes;
  }

  /** The names of the hidden layers' parameters that are descended on, in their order. */
  List<String> descended() {
    return List.copyOf(Parameters.descended(hiddenShapes()).keySet());
  }

  List<HiddenLayer> hiddenLayers() {
    return IntStream.range(0, layers).mapToObj(this::layer).toList();
  }

  /** One head's output for hidden units without a tape. */
  public NDArray head(String head, NDArray units, Parameters parameters) {
    try (NDArray weight = parameters.view(weight(head), units.getManager());
        NDArray bias = parameters.view(bias(head), units.getManager())) {
      return Kernels.get().linear(units, weight, bias, units.getManager()); // [n, G]
    }
  }

  /** The same without the bias. */
  public NDArray product(String head, NDArray units, Parameters parameters) {
    try (NDArray weight = parameters.view(weight(head), units.getManager())) {
      return Kernels.get().product(units, weight, units.getManager()); // [n, G]
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
    NDArray byUnits = backwardProduct(head, units, byOutput, parameters, gradients); // [n, h]
    gradients.put(bias(head), byOutput.sum(new int[] {0})); // [G]
    return byUnits;
  }

  /** The same without the gradient of the bias, for {@link #product}. */
  public NDArray backwardProduct(
      String head,
      NDArray units,
      NDArray byOutput,
      Parameters parameters,
      Map<String, NDArray> gradients) {
    try (NDArray weight = parameters.view(weight(head), units.getManager())) {
      List<NDArray> parts = Kernels.get().productBack(byOutput, units, weight, units.getManager());
      gradients.put(weight(head), parts.get(0)); // [G, h]
      return parts.get(1); // [n, h]
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
