package io.scstream.models.onnx;

import io.scstream.models.ModelException;
import io.scstream.models.ModelException.Category;
import io.scstream.models.learner.NamedTensor;
import io.scstream.models.nn.Encoder;
import io.scstream.models.onnx.OnnxGraph.Attribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Adds encoders to a graph, layer by layer, with constants under the names of the weights. */
final class EncoderLayers {
  private final OnnxGraph graph;
  private final Map<String, NamedTensor> weights;

  EncoderLayers(OnnxGraph graph, Map<String, NamedTensor> weights) {
    this.graph = graph;
    this.weights = weights;
  }

  /** The names of a posterior's means and log-variances, [cells, d] each. */
  record Posterior(String mean, String logVariance) {}

  /**
   * Adds one encoder.
   *
   * @param cells the name of what it reads, [cells, genes]
   */
  Posterior add(Encoder encoder, String cells) {
    String units = cells;
    for (int layer = 0; layer < encoder.layers(); layer++) {
      String name = encoder.name() + ".layers." + layer;
      String linear = linear(name, units);
      units = graph.node("Relu", name + ".units", List.of(normalized(encoder, name, linear)));
    }
    String mean = linear(encoder.name() + ".mean", units);
    String raw = linear(encoder.name() + ".log_variance", units);
    float bound = (float) Encoder.LOG_VARIANCE_BOUND;
    String least = graph.constant(encoder.name() + ".least", new float[] {-bound});
    String most = graph.constant(encoder.name() + ".most", new float[] {bound});
    return new Posterior(
        mean, graph.node("Clip", encoder.name() + ".clipped", List.of(raw, least, most)));
  }

  private String linear(String layer, String from) {
    return graph.node(
        "Gemm",
        layer + ".linear",
        List.of(from, weight(layer + ".weight"), weight(layer + ".bias")),
        new Attribute("transB", 1));
  }

  private String normalized(Encoder encoder, String layer, String from) {
    String output = layer + ".normalized";
    return switch (encoder.normalization()) {
      case NONE -> from;
      case LAYER -> normalized(encoder, "LayerNormalization", output, scaled(layer, from));
      case BATCH -> {
        List<String> inputs = scaled(layer, from);
        inputs.add(weight(layer + ".norm.running_mean"));
        inputs.add(weight(layer + ".norm.running_variance"));
        yield normalized(encoder, "BatchNormalization", output, inputs);
      }
    };
  }

  private String normalized(Encoder encoder, String operator, String output, List<String> inputs) {
    return graph.node(operator, output, inputs, new Attribute("epsilon", encoder.epsilon()));
  }

  private List<String> scaled(String layer, String from) {
    List<String> inputs = new ArrayList<>();
    inputs.add(from);
    inputs.add(weight(layer + ".norm.weight"));
    inputs.add(weight(layer + ".norm.bias"));
    return inputs;
  }

  private String weight(String name) {
    NamedTensor weight = weights.get(name);
    if (weight == null) {
      throw new ModelException(
          Category.BAD_INPUT, "Cannot export the encoder: no weight " + name + " in the model");
    }
    return graph.constant(name, weight.values(), weight.shape());
  }
}
