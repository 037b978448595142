package io.scstream.speed;

import io.scstream.models.data.Minibatch;
import io.scstream.models.learner.OnlineLearner;
import java.util.List;

/** A learner that takes a few different minibatches in turn. */
final class LearnerSide implements Side {
  private final OnlineLearner learner;
  private final List<Minibatch> minibatches;
  private int next;

  LearnerSide(OnlineLearner learner, List<Minibatch> minibatches) {
    this.learner = learner;
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
      learner.update(minibatches.get(next++ % minibatches.size()));
    }
    return (System.nanoTime() - begin) / 1e9;
  }
}
