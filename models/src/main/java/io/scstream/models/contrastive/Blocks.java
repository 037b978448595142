package io.scstream.models.contrastive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.data.Minibatch;
import io.scstream.models.device.EngineMemory;
import io.scstream.models.nn.Normal;
import java.util.List;

/**
 * Salient codes of several groups: of target cells in their own group's space, [nT, ds], or of any
 * cells in all spaces side by side, [n, K ds]. With a single group both are the same, and nothing
 * is cut or joined.
 */
final class Blocks {
  private Blocks() {}

  /** The rows of one group's cells. */
  static NDArray rows(NDArray all, Minibatch minibatch, int group) {
    return all.get(minibatch.groupStart(group) + ":" + minibatch.groupStart(group + 1));
  }

  /** The columns of one group's space, of so many spaces. */
  static NDArray columns(NDArray wide, int group, int groups) {
    if (groups == 1) {
      return wide;
    }
    long size = wide.getShape().get(1) / groups;
    return wide.get(":, " + group * size + ":" + (group + 1) * size);
  }

  /** Laws of the groups one after the other, by rows or by columns. */
  static Normal joined(List<Normal> parts, int axis) {
    return parts.size() == 1
        ? parts.get(0)
        : new Normal(
            joinedArrays(parts.stream().map(Normal::mean).toList(), axis),
            joinedArrays(parts.stream().map(Normal::logVariance).toList(), axis));
  }

  private static NDArray joinedArrays(List<NDArray> parts, int axis) {
    return joined(new NDList(parts), axis);
  }

  /** DJL copies a single array instead, off the gradient tape. */
  private static NDArray joined(NDList parts, int axis) {
    return parts.size() == 1 ? parts.get(0) : NDArrays.concat(parts, axis);
  }

  /** Of codes of all cells in all spaces those of target cells in their own, [nT, ds]. */
  static Normal own(Normal every, Minibatch minibatch, int groups) {
    return new Normal(
        own(every.mean(), minibatch, groups), own(every.logVariance(), minibatch, groups));
  }

  private static NDArray own(NDArray every, Minibatch minibatch, int groups) {
    if (groups == 1) {
      return ContrastiveVae.targets(every, minibatch);
    }
    NDList parts = new NDList();
    for (int group = 0; group < groups; group++) {
      parts.add(columns(rows(every, minibatch, group), group, groups));
    }
    return joined(parts, 0);
  }

  /**
   * How loud spaces are in which cells are to be silent: those of all groups for background cells,
   * as in contrastiveVI, and those of the other groups for target cells, as in multiGroupVI. The
   * sum of the means over each group's cells of |mean|² + Σ variance.
   */
  static NDArray loudness(Normal every, Minibatch minibatch, int groups) {
    NDArray parts = every.mean().square().add(every.logVariance().exp()); // [n, K ds]
    NDList sums = new NDList();
    if (minibatch.background() > 0) {
      NDArray loud = parts.get(":" + minibatch.background()).sum(); // [nB, K ds]
      sums.add(EngineMemory.scale(loud, 1.0 / minibatch.wholeBackground()));
    }
    for (int group = 0; group < minibatch.groups() && groups > 1; group++) {
      if (minibatch.target(group) > 0) {
        NDArray loud = rows(parts, minibatch, group); // [nk, K ds]
        NDArray others = loud.sum().sub(columns(loud, group, groups).sum());
        sums.add(EngineMemory.scale(others, 1.0 / minibatch.wholeTarget(group)));
      }
    }
    return sums.stream().reduce(NDArray::add).orElseThrow();
  }

  /** Codes of target cells, [nT, ds], put into their group's block of zeros, [nT, K ds]. */
  static NDArray placed(NDArray own, Minibatch minibatch, int groups) {
    if (groups == 1) {
      return own;
    }
    long size = own.getShape().get(1);
    NDList rows = new NDList();
    for (int group = 0; group < minibatch.groups(); group++) {
      int from = minibatch.groupStart(group) - minibatch.background();
      int cells = minibatch.target(group);
      NDList blocks = new NDList();
      addZeros(blocks, own.getManager(), cells, group * size);
      blocks.add(own.get(from + ":" + (from + cells)));
      addZeros(blocks, own.getManager(), cells, (groups - 1 - group) * size);
      rows.add(joined(blocks, 1)); // [nk, K ds]
    }
    return rows.isEmpty() ? own.getManager().zeros(new Shape(0, groups * size)) : joined(rows, 0);
  }

  private static void addZeros(NDList blocks, NDManager manager, long rows, long columns) {
    if (columns > 0) {
      blocks.add(manager.zeros(new Shape(rows, columns)));
    }
  }
}
