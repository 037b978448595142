package io.scstream.models.stream;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.gauge.Gauge;
import io.scstream.models.gauge.Turns;
import io.scstream.models.learner.Embeddings;
import io.scstream.models.learner.ForwardingLearner;
import io.scstream.models.learner.LearnerFactory;
import io.scstream.models.learner.LearnerSnapshot;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.learner.StepOutcome;
import io.scstream.models.spec.ModelSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Real learners whose codes are turned at random after every step: the likelihood and the prior
 * would not tell. Some of them may also give codes that are no numbers.
 */
final class TurningLearners implements LearnerFactory {
  private static final long serialVersionUID = 1L;

  private final LearnerFactory real;

  /** From this step on the model settles: it learns at a twentieth of the rate. */
  long settlingFromStep = Long.MAX_VALUE;

  /** Cells whose id begins like this have no finite codes. */
  String spoilt = "none";

  TurningLearners(LearnerFactory real) {
    this.real = real;
  }

  @Override
  public OnlineLearner create(ModelSpec spec, List<Cell> initial) {
    return new Turning(real.create(spec, initial));
  }

  @Override
  public OnlineLearner restore(LearnerSnapshot snapshot) {
    return new Turning(real.restore(snapshot));
  }

  /** How the codes are turned after a step. */
  static Gauge turn(long step, ModelSpec spec) {
    return new Gauge(
        0, Turns.random(step, spec.backgroundLatent()), Turns.random(-step, spec.salientWidth()));
  }

  private final class Turning extends ForwardingLearner {
    Turning(OnlineLearner learner) {
      super(learner);
    }

    @Override
    public Embeddings embed(Minibatch minibatch) {
      for (int row = 0; row < minibatch.cells(); row++) {
        if (minibatch.cell(row).id().startsWith(spoilt)) {
          return notFinite(minibatch);
        }
      }
      return super.embed(minibatch).in(turn(step(), spec()));
    }

    /** The codes of a model without a sound weight. */
    private Embeddings notFinite(Minibatch minibatch) {
      byte[] weights = snapshot().weightsSafetensors();
      ByteBuffer values = ByteBuffer.wrap(weights).order(ByteOrder.LITTLE_ENDIAN);
      for (int at = 8 + values.getInt(0); at < weights.length; at += Float.BYTES) {
        values.putFloat(at, Float.NaN);
      }
      try (OnlineLearner broken =
          real.restore(LearnerSnapshot.of(weights, snapshot().optimizerSafetensors()))) {
        return broken.embed(minibatch);
      }
    }

    @Override
    public StepOutcome update(Minibatch minibatch, double rateFactor) {
      return super.update(minibatch, step() < settlingFromStep ? rateFactor : rateFactor / 20);
    }
  }
}
