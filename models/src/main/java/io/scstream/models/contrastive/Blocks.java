package io.scstream.models.contrastive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.data.Minibatch;
import io.scstream.models.nn.Normal;
import java.util.List;

/**
 * Salient codes of several groups: of target cells in their own group's space, [nT, ds], or of any
 * cells in all spaces side by side, [n, K ds]. With a single group both are the same, and nothing
 * is cut or joined.
 */
final class Blocks {
  private Blocks() {}

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
