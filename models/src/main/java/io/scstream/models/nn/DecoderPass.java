package io.scstream.models.nn;

import ai.djl.ndarray.NDArray;
import io.scstream.models.device.CpuWorkers;
import io.scstream.models.device.Rows;
import io.scstream.models.kernel.Kernels;
import io.scstream.models.kernel.Stack;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * One way through a decoder's hidden layers, and back in closed form. Cells are shared out among
 * threads unless they are coupled. Lives as long as its manager.
 */
public final class DecoderPass {
  private final Decoder decoder;
  private final int cells;
  private final List<Part> parts;
  private final NDArray units;

  /** The way of some cells, from one row to before another. */
  private record Part(int from, int to, NDArray codes, Stack stack, List<NDArray> saved) {
    static Part of(NDArray codes, int from, int to, Stack stack) {
      NDArray own = Rows.of(codes, from, to);
      return new Part(from, to, own, stack, Kernels.get().decode(own, stack, codes.getManager()));
    }

    NDArray units() {
      return saved.get(saved.size() - 1);
    }

    /** The gradient of the codes first, then those of parameters. */
    List<NDArray> backward(NDArray byUnits) {
      NDArray own = Rows.of(byUnits, from, to);
      return Kernels.get().decodeBack(own, codes, stack, saved, codes.getManager());
    }
  }

  /**
   * @param codes [n, d]
   */
  DecoderPass(Decoder decoder, NDArray codes, Stack stack) {
    this.decoder = decoder;
    this.cells = (int) codes.getShape().get(0);
    this.parts =
        stack.couplesCells()
            ? List.of(Part.of(codes, 0, cells, stack))
            : CpuWorkers.share(
                cells, codes.getDevice(), (from, to) -> Part.of(codes, from, to, stack));
    this.units = Rows.joined(parts.stream().map(Part::units).toList());
  }

  DecoderPass keepStatistics(Weights weights, Mode mode) {
    List<HiddenLayer> layers = decoder.hiddenLayers();
    for (Part part : parts) {
      for (int layer = 0; layer < layers.size(); layer++) {
        List<NDArray> saved = Stack.ofLayer(part.saved, layer);
        layers
            .get(layer)
            .keepStatistics(weights, mode, saved.get(Stack.MEAN), saved.get(Stack.VARIANCE), cells);
      }
    }
    return this;
  }

  /** The last hidden units, [n, h]. */
  public NDArray units() {
    return units;
  }

  /**
   * Adds the gradients of the hidden layers' parameters.
   *
   * @param byUnits [n, h]
   * @return the gradient by the codes, row after row, [n, dz + ds]
   */
  public float[] backward(NDArray byUnits, Map<String, NDArray> gradients) {
    List<List<NDArray>> found = CpuWorkers.each(parts, part -> part.backward(byUnits));
    float[] byCodes = new float[cells * decoder.latent()];
    for (int part = 0; part < parts.size(); part++) {
      float[] own = found.get(part).get(0).toFloatArray();
      System.arraycopy(own, 0, byCodes, parts.get(part).from * decoder.latent(), own.length);
    }
    Iterator<NDArray> sums =
        Sums.of(found.stream().map(arrays -> arrays.subList(1, arrays.size())).toList()).iterator();
    decoder.descended().forEach(name -> gradients.put(name, sums.next()));
    return byCodes;
  }
}
