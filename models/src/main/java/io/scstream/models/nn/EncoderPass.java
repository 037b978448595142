package io.scstream.models.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.device.CpuWorkers;
import io.scstream.models.kernel.Kernels;
import io.scstream.models.kernel.Stack;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One way through an encoder, which can be gone back as often as is wanted: from gradients of means
 * and log-variances to those of the parameters, in closed form. Cells are shared out among threads
 * unless they are coupled. Lives as long as its manager.
 */
public final class EncoderPass {
  private final Encoder encoder;
  private final LogCounts cells;
  private final List<Part> parts;
  private final float[] means;
  private final float[] logVariances;

  /** The way of some cells, from one row to before another. */
  private record Part(int from, LogCounts cells, Stack stack, List<NDArray> saved) {
    static Part of(LogCounts cells, int from, int to, Stack stack) {
      LogCounts rows = cells.rows(from, to);
      Stack own = rows == cells ? stack : stack.rows(from, to);
      return new Part(from, rows, own, Kernels.get().encode(rows.byRow(), own, rows.manager()));
    }

    void copy(int head, int latent, float[] into) {
      float[] own = saved.get(head).toFloatArray();
      System.arraycopy(own, 0, into, from * latent, own.length);
    }

    NDArray rows(float[] whole, int latent) {
      float[] own = new float[cells.cells() * latent];
      System.arraycopy(whole, from * latent, own, 0, own.length);
      return cells.manager().create(own, new Shape(cells.cells(), latent));
    }

    List<NDArray> backward(float[] byMeans, float[] byLogVariances, int latent) {
      return Kernels.get()
          .encodeBack(
              rows(byMeans, latent),
              rows(byLogVariances, latent),
              cells.byGene(),
              stack,
              saved,
              cells.manager());
    }
  }

  EncoderPass(Encoder encoder, LogCounts cells, Stack stack) {
    this.encoder = encoder;
    this.cells = cells;
    this.parts = parts(cells, stack);
    this.means = new float[cells.cells() * encoder.latent()];
    this.logVariances = new float[means.length];
    for (Part part : parts) {
      part.copy(0, encoder.latent(), means);
      part.copy(1, encoder.latent(), logVariances);
    }
  }

  private static List<Part> parts(LogCounts cells, Stack stack) {
    if (cells.cells() == 0) {
      return List.of();
    }
    return stack.couplesCells()
        ? List.of(Part.of(cells, 0, cells.cells(), stack))
        : CpuWorkers.share(
            cells.cells(),
            cells.manager().getDevice(),
            (from, to) -> Part.of(cells, from, to, stack));
  }

  EncoderPass keepStatistics(Weights weights, Mode mode) {
    List<HiddenLayer> layers = encoder.hiddenLayers();
    for (Part part : parts) {
      List<NDArray> hidden = part.saved.subList(Stack.HEADS, part.saved.size());
      for (int layer = 0; layer < layers.size(); layer++) {
        List<NDArray> saved = Stack.ofLayer(hidden, layer);
        layers
            .get(layer)
            .keepStatistics(
                weights, mode, saved.get(Stack.MEAN), saved.get(Stack.VARIANCE), cells.cells());
      }
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
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    if (parts.isEmpty()) {
      return gradients;
    }
    Iterator<NDArray> sums =
        Sums.of(
                CpuWorkers.each(
                    parts, part -> part.backward(byMeans, byLogVariances, encoder.latent())))
            .iterator();
    encoder.descended().keySet().forEach(name -> gradients.put(name, sums.next()));
    return gradients;
  }
}
