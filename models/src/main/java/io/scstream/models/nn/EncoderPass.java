package io.scstream.models.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.kernel.Kernels;
import io.scstream.models.kernel.Stack;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One way through an encoder, which can be gone back as often as is wanted: from gradients of means
 * and log-variances to those of the parameters, in closed form. Lives as long as its manager.
 */
public final class EncoderPass {
  private final Encoder encoder;
  private final LogCounts cells;
  private final Stack stack;
  private final List<NDArray> saved;
  private final float[] means;
  private final float[] logVariances;

  EncoderPass(Encoder encoder, LogCounts cells, Stack stack) {
    this.encoder = encoder;
    this.cells = cells;
    this.stack = stack;
    boolean isEmpty = cells.cells() == 0;
    this.saved = isEmpty ? List.of() : Kernels.get().encode(cells.byRow(), stack, cells.manager());
    this.means = isEmpty ? new float[0] : saved.get(0).toFloatArray();
    this.logVariances = isEmpty ? new float[0] : saved.get(1).toFloatArray();
  }

  EncoderPass keepStatistics(Weights weights, Mode mode) {
    List<HiddenLayer> layers = encoder.hiddenLayers();
    for (int layer = 0; layer < layers.size() && !saved.isEmpty(); layer++) {
      List<NDArray> ofLayer = Stack.ofLayer(saved.subList(Stack.HEADS, saved.size()), layer);
      layers
          .get(layer)
          .keepStatistics(
              weights, mode, ofLayer.get(Stack.MEAN), ofLayer.get(Stack.VARIANCE), cells.cells());
    }
    return this;
  }

  /** The number of cells. */
  public int cells() {
    return cells.cells();
  }

  /** Dimensions of the latent space. */
  public int latent() {
    return encoder.latent();
  }

  /** The posterior means, row after row, [n, d]. */
  public float[] means() {
    return means;
  }

  /** The posterior log-variances, row after row, [n, d]. */
  public float[] logVariances() {
    return logVariances;
  }

  /**
   * The gradients of all parameters that are descended on, by name.
   *
   * @param byMeans row after row, [n, d]
   * @param byLogVariances the same
   */
  public Map<String, NDArray> backward(float[] byMeans, float[] byLogVariances) {
    NDManager manager = cells.manager();
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    if (saved.isEmpty()) {
      return gradients;
    }
    Shape shape = new Shape(cells(), latent());
    List<NDArray> found =
        Kernels.get()
            .encodeBack(
                manager.create(byMeans, shape),
                manager.create(byLogVariances, shape),
                cells.byGene(),
                stack,
                saved,
                manager);
    int at = 0;
    for (String name : encoder.descended().keySet()) {
      gradients.put(name, found.get(at++));
    }
    return gradients;
  }
}
