package io.scstream.speed;

import io.scstream.models.data.Minibatch;
import java.util.List;
import java.util.function.Consumer;

/** Work on a few different minibatches in turn: steps of a learner, or embeddings. */
final class MinibatchSide implements Side {
  private final Consumer<Minibatch> work;
  private final List<Minibatch> minibatches;
  private int next;

  MinibatchSide(Consumer<Minibatch> work, List<Minibatch> minibatches) {
    this.work = work;
    this.minibatches = List.copyOf(minibatches);
  }

  @Override
  public int cells() {
    return minibatches.get(0).cells();
  }

  @Override
  public double seconds(int steps) {
    long begin = System.nanoTime();
    for (int i = 0; i < steps; i++) {
      work.accept(minibatches.get(next++ % minibatches.size()));
    }
    return (System.nanoTime() - begin) / 1e9;
  }
}
