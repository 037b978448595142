package io.scstream.models.factorized;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import java.util.Map;
import java.util.function.Function;

/**
 * A linear map, with LeakyReLU of slope 0.1 where it is a hidden one.
 *
 * @param name the prefix of its parameters
 */
record Dense(String name) {
  private static final float SLOPE = 0.1f;

  String weight() {
    return name + ".weight";
  }

  String bias() {
    return name + ".bias";
  }

  void addShapes(Map<String, Shape> shapes, int inputs, int outputs) {
    shapes.put(weight(), new Shape(outputs, inputs));
    shapes.put(bias(), new Shape(outputs));
  }

  /** From [n, inputs] to [n, outputs]. */
  NDArray linear(NDArray input, Function<String, NDArray> weights) {
    return Linear.linear(input, weights.apply(weight()), weights.apply(bias())).singletonOrThrow();
  }

  /** The same, activated. */
  NDArray hidden(NDArray input, Function<String, NDArray> weights) {
    return activated(linear(input, weights));
  }

  static NDArray activated(NDArray linear) {
    return linear.getNDArrayInternal().leakyRelu(SLOPE);
  }
}
