package io.scstream.models.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.device.EngineMemory;

/**
 * What encoders read: log(1 + x) of the raw counts; real values, which may be negative, as they
 * are. The only dense copy of a minibatch's entries.
 */
public final class LogCounts {

  private LogCounts() {}

  public static NDArray of(Minibatch minibatch, NDManager step) {
    int genes = minibatch.genes();
    float[] dense = new float[Math.multiplyExact(minibatch.cells(), genes)];
    for (int row = 0; row < minibatch.cells(); row++) {
      Cell cell = minibatch.cell(row);
      for (int i = 0; i < cell.nonZeros(); i++) {
        dense[row * genes + cell.gene(i)] =
            minibatch.holdsCounts() ? (float) Math.log1p(cell.count(i)) : cell.value(i);
      }
    }
    return EngineMemory.copy(step, dense, new Shape(minibatch.cells(), genes)); // [n, G]
  }
}
