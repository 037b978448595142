package io.scstream.models.learner;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.objective.ElboTerms;
import io.scstream.models.spec.ModelSpec;
import java.util.List;

/**
 * Hands everything on to another learner; to be extended by what changes one thing. {@link #read}
 * is put together from the parts, so that a change of a part shows there too.
 */
public abstract class ForwardingLearner implements OnlineLearner {
  private final OnlineLearner real;

  protected ForwardingLearner(OnlineLearner real) {
    this.real = real;
  }

  /** The other learner. */
  protected final OnlineLearner real() {
    return real;
  }

  @Override
  public void meet(List<Cell> cells) {
    real.meet(cells);
  }

  @Override
  public StepOutcome update(Minibatch minibatch, double rateFactor) {
    return real.update(minibatch, rateFactor);
  }

  @Override
  public LearnerSnapshot snapshot() {
    return real.snapshot();
  }

  @Override
  public Embeddings embed(Minibatch minibatch) {
    return real.embed(minibatch);
  }

  @Override
  public float[] logExpression(Minibatch minibatch) {
    return real.logExpression(minibatch);
  }

  @Override
  public double[] bounds(Minibatch minibatch) {
    return real.bounds(minibatch);
  }

  @Override
  public ElboTerms score(Minibatch minibatch) {
    return real.score(minibatch);
  }

  @Override
  public ModelSpec spec() {
    return real.spec();
  }

  @Override
  public long step() {
    return real.step();
  }

  @Override
  public void close() {
    real.close();
  }
}
