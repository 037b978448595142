package io.scstream.speed;

import io.scstream.models.data.Minibatch;
import io.scstream.models.learner.Embedder;
import java.util.List;

/** A model that embeds a few different minibatches in turn. */
final class EmbedderSide implements Side {
  private final Embedder embedder;
  private final List<Minibatch> minibatches;
  private int next;

  EmbedderSide(Embedder embedder, List<Minibatch> minibatches) {
    this.embedder = embedder;
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
      embedder.embed(minibatches.get(next++ % minibatches.size()));
    }
    return (System.nanoTime() - begin) / 1e9;
  }
}
