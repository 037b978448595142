package io.scstream.models.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.spec.Activation;
import io.scstream.models.spec.Normalization;
import java.util.Map;

/** A linear map, a normalisation and an activation. The constants are those of scvi-tools. */
record HiddenLayer(
    String name, int inputs, int units, Normalization normalization, Activation activation) {

  /** The slope of LeakyReLU below zero. */
  static final double SLOPE = 0.2;

  /** What layer normalisation adds to a variance. */
  static final float LAYER_EPSILON = 1e-5f;

  /** What batch normalisation adds to a variance. */
  static final double BATCH_EPSILON = 1e-3;

  private static final double BATCH_MOMENTUM = 0.01;
  private static final String MEAN = ".norm.running_mean";
  private static final String VARIANCE = ".norm.running_variance";

  /** Adds the shapes of its parameters. */
  void addShapes(Map<String, Shape> shapes) {
    shapes.put(weight(), new Shape(units, inputs));
    shapes.put(bias(), new Shape(units));
    if (normalization != Normalization.NONE) {
      shapes.put(name + ".norm.weight", new Shape(units));
      shapes.put(name + ".norm.bias", new Shape(units));
    }
    if (normalization == Normalization.BATCH) {
      shapes.put(name + MEAN, new Shape(units));
      shapes.put(name + VARIANCE, new Shape(units));
    }
  }

  /** Whether a parameter is gathered while training and not descended on. */
  static boolean isStatistic(String parameter) {
    return parameter.endsWith(MEAN) || parameter.endsWith(VARIANCE);
  }

  String weight() {
    return name + ".weight";
  }

  String bias() {
    return name + ".bias";
  }

  /** From [n, inputs] to [n, units]. */
  NDArray apply(NDArray input, Weights weights, Mode mode) {
    return activate(Encoder.linear(input, weights, name), weights, mode);
  }

  /** What follows the linear map. */
  NDArray activate(NDArray linear, Weights weights, Mode mode) {
    NDArray normalized =
        switch (normalization) {
          case NONE -> linear;
          case LAYER -> layerNorm(linear, weights);
          case BATCH -> batchNorm(linear, weights, mode);
        };
    return switch (activation) {
      case LEAKY_RELU -> normalized.getNDArrayInternal().leakyRelu((float) SLOPE);
      case RELU -> normalized.getNDArrayInternal().relu();
      case GELU -> normalized.getNDArrayInternal().gelu();
    };
  }

  private NDArray layerNorm(NDArray linear, Weights weights) {
    return linear
        .getNDArrayInternal()
        .layerNorm(
            linear,
            new Shape(units),
            weights.get(name + ".norm.weight"),
            weights.get(name + ".norm.bias"),
            LAYER_EPSILON)
        .singletonOrThrow();
  }

  private NDArray batchNorm(NDArray linear, Weights weights, Mode mode) {
    NDArray mean = weights.get(name + MEAN); // [units]
    NDArray variance = weights.get(name + VARIANCE); // [units]
    long rows = linear.getShape().get(0);
    if (mode.isTraining() && rows > 1) {
      NDArray ofBatch = linear.mean(new int[] {0}); // [units]
      NDArray spread = linear.sub(ofBatch).square().mean(new int[] {0}); // [units]
      keepStatistics(weights, mode, ofBatch, spread, (int) rows);
      mean = ofBatch;
      variance = spread;
    }
    return linear
        .sub(mean)
        .div(variance.add(BATCH_EPSILON).sqrt())
        .mul(weights.get(name + ".norm.weight"))
        .add(weights.get(name + ".norm.bias"));
  }

  private static float[] moved(NDArray running, NDArray ofBatch, double factor) {
    float[] moved = running.toFloatArray();
    float[] now = ofBatch.toFloatArray();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += (float) (BATCH_MOMENTUM * (factor * now[i] - moved[i]));
    }
    return moved;
  }

  /** Keeps what running statistics become with those of so many cells. */
  void keepStatistics(Weights weights, Mode mode, NDArray mean, NDArray variance, int cells) {
    if (normalization == Normalization.BATCH && mode.isTraining() && cells > 1) {
      mode.keep(name + MEAN, moved(weights.get(name + MEAN), mean, 1));
      double unbiased = cells / (cells - 1.0);
      mode.keep(name + VARIANCE, moved(weights.get(name + VARIANCE), variance, unbiased));
    }
  }
}
