package io.scstream.speed;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.device.EngineThreads;
import io.scstream.models.spec.ContrastiveVaeSpec;

/**
 * What the tensor engine makes of this machine at best, with the threads of this process. Both
 * numbers are the best of several tries, as it is a bound that is sought.
 *
 * @param flops floating-point operations per second of matrix products: of square matrices of 1,024
 *     and of the three products of the decoder's head, the fastest
 * @param bytes per second that an array far larger than the caches of one core is read and written
 *     with, both counted, as it is scaled in place
 */
record MachineSpeed(double flops, double bytes) {
  private static final int SQUARE = 1024;
  private static final int TRIES = 10;
  private static final int FLOATS = 64 << 20;

  static MachineSpeed measure(ContrastiveVaeSpec spec, int cells) {
    try (NDManager manager = EngineThreads.engine().newBaseManager()) {
      int genes = spec.genes();
      int hidden = spec.hidden();
      double flops = product(manager, SQUARE, SQUARE, SQUARE);
      flops = Math.max(flops, product(manager, cells, hidden, genes));
      flops = Math.max(flops, product(manager, genes, cells, hidden));
      flops = Math.max(flops, product(manager, cells, genes, hidden));
      return new MachineSpeed(flops, scaling(manager, FLOATS));
    }
  }

  /** Of [n, k] by [k, m]. */
  private static double product(NDManager manager, int n, int k, int m) {
    try (NDArray left = manager.ones(new Shape(n, k));
        NDArray right = manager.ones(new Shape(k, m))) {
      return 2.0 * n * k * m / best(() -> left.matMul(right).close());
    }
  }

  private static double scaling(NDManager manager, int floats) {
    try (NDArray array = manager.ones(new Shape(floats));
        NDArray one = manager.ones(new Shape())) {
      return 2.0 * Float.BYTES * floats / best(() -> array.muli(one));
    }
  }

  private static double best(Runnable work) {
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < TRIES; i++) {
      long begin = System.nanoTime();
      work.run();
      best = Math.min(best, (System.nanoTime() - begin) / 1e9);
    }
    return best;
  }

  /** The least that so much work can take. */
  double seconds(Work work) {
    return work.flops() / flops + work.bytes() / bytes;
  }
}
