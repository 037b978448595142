package io.scstream.models.nn;

import ai.djl.ndarray.NDArray;
import io.scstream.models.kernel.Kernels;
import io.scstream.models.kernel.Stack;
import java.util.List;
import java.util.Map;

/**
 * One way through a decoder's hidden layers, and back in closed form. Lives as long as the codes'
 * manager.
 */
public final class DecoderPass {
  private final Decoder decoder;
  private final NDArray codes;
  private final Stack stack;
  private final List<NDArray> saved;

  DecoderPass(Decoder decoder, NDArray codes, Stack stack) {
    this.decoder = decoder;
    this.codes = codes;
    this.stack = stack;
    this.saved = Kernels.get().decode(codes, stack, codes.getManager());
  }

  DecoderPass keepStatistics(Weights weights, Mode mode) {
    List<HiddenLayer> layers = decoder.hiddenLayers();
    for (int layer = 0; layer < layers.size(); layer++) {
      List<NDArray> ofLayer = Stack.ofLayer(saved, layer);
      layers
          .get(layer)
          .keepStatistics(
              weights,
              mode,
              ofLayer.get(Stack.MEAN),
              ofLayer.get(Stack.VARIANCE),
              (int) codes.getShape().get(0));
    }
    return this;
  }

  /** The last hidden units, [n, h]. */
  public NDArray units() {
    return saved.get(saved.size() - 1);
  }

  /**
   * Adds the gradients of the hidden layers' parameters.
   *
   * @param byUnits [n, h]
   * @return the gradient by the codes, row after row, [n, dz + ds]
   */
  public float[] backward(NDArray byUnits, Map<String, NDArray> gradients) {
    List<NDArray> found =
        Kernels.get().decodeBack(byUnits, codes, stack, saved, codes.getManager());
    int at = 1;
    for (String name : decoder.descended()) {
      gradients.put(name, found.get(at++));
    }
    return found.get(0).toFloatArray();
  }
}
