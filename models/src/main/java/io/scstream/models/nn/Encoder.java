package io.scstream.models.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import io.scstream.models.kernel.Kernels;
import io.scstream.models.kernel.Stack;
import io.scstream.models.spec.Activation;
import io.scstream.models.spec.Normalization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

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

  /** What its normalisation adds to a variance; 0 without one. */
  public float epsilon() {
    return switch (normalization) {
      case NONE -> 0;
      case LAYER -> HiddenLayer.LAYER_EPSILON;
      case BATCH -> (float) HiddenLayer.BATCH_EPSILON;
    };
  }

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

  /** Whether a parameter is the first weight of an encoder, which lies in memory by gene. */
  static boolean isByGene(String parameter) {
    return parameter.contains("encoder") && parameter.endsWith(".layers.0.weight");
  }

  /** The posterior of cells, for scores and embeddings. */
  public Normal encode(LogCounts cells, Weights weights) {
    List<NDArray> heads =
        Kernels.get()
            .encodeOnly(
                cells.byRow(), stack(weights, List.of(), Mode.inference()), cells.manager());
    return new Normal(heads.get(0), heads.get(1)); // [n, d]
  }

  /** The posterior of cells in a step. */
  public EncoderPass pass(LogCounts cells, Weights weights, Mode mode) {
    List<NDArray> masks = mode.masks(hiddenLayers(), cells.cells(), cells.manager());
    return new EncoderPass(this, cells, stack(weights, masks, mode)).keepStatistics(weights, mode);
  }

  private Stack stack(Weights weights, List<NDArray> masks, Mode mode) {
    return new Stack(
        shapes().keySet().stream().map(weights::get).toList(),
        masks,
        normalization,
        Activation.RELU,
        mode.isTraining());
  }

  /**
   * The posterior of cells on a tape, operation by operation.
   *
   * @param cells [n, G]
   */
  public Normal encode(NDArray cells, Weights weights, Mode mode) {
    NDArray product = cells.matMul(weights.get(layer(0).weight())); // [n, h]
    NDArray units = product.add(weights.get(layer(0).bias()));
    units = mode.drop(layer(0).activate(units, weights, mode), layer(0).name());
    for (int layer = 1; layer < layers; layer++) {
      units = mode.drop(layer(layer).apply(units, weights, mode), layer(layer).name()); // [n, h]
    }
    NDArray mean = linear(units, weights, name + ".mean"); // [n, d]
    NDArray logVariance =
        linear(units, weights, name + ".log_variance")
            .clip(-LOG_VARIANCE_BOUND, LOG_VARIANCE_BOUND); // [n, d]
    return new Normal(mean, logVariance);
  }

  private Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    addShapes(shapes);
    return shapes;
  }

  /** The shapes of parameters that are descended on, in their order. */
  Map<String, Shape> descended() {
    return Parameters.descended(shapes());
  }

  List<HiddenLayer> hiddenLayers() {
    return IntStream.range(0, layers).mapToObj(this::layer).toList();
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
