package io.scstream.models.kernel;

import ai.djl.ndarray.NDArray;
import io.scstream.models.spec.Activation;
import io.scstream.models.spec.Normalization;
import java.util.List;

/**
 * Hidden layers as kernels take them.
 *
 * @param parameters in the order of the layers, and behind them those of heads
 * @param masks what units are multiplied with, [n, h], one for each layer; empty without dropout
 * @param isTraining whether batches are normalized by their own statistics
 */
public record Stack(
    List<NDArray> parameters,
    List<NDArray> masks,
    Normalization normalization,
    Activation activation,
    boolean isTraining) {

  /** How many arrays an encoder's way saves before those of its hidden layers. */
  public static final int HEADS = 3;

  /** Where among the saved arrays of a layer is the mean before normalization. */
  public static final int MEAN = 1;

  /** Where among the saved arrays of a layer is the variance before normalization, of batches. */
  public static final int VARIANCE = 2;

  private static final int SAVED = 6;

  /** What a way through hidden layers saved of one of them. */
  public static List<NDArray> ofLayer(List<NDArray> saved, int layer) {
    return saved.subList(layer * SAVED, (layer + 1) * SAVED);
  }

  int normalizationNumber() {
    return switch (normalization) {
      case NONE -> 0;
      case LAYER -> 1;
      case BATCH -> 2;
    };
  }

  int activationNumber() {
    return switch (activation) {
      case RELU -> 0;
      case LEAKY_RELU -> 1;
      case GELU -> 2;
    };
  }
}
