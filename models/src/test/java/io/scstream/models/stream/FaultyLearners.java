package io.scstream.models.stream;

import io.scstream.models.ModelException;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
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
 * Real learners that can be made to go wrong at will. Cells whose id begins with "odd" spoil the
 * gradient of every step that they take part in; real cells do so at few weights only.
 */
final class FaultyLearners implements LearnerFactory {
  private static final long serialVersionUID = 1L;

  /** From this step on odd cells spoil a gradient; before it they are learned like others. */
  long oddFromStep;

  /** Whether a step with odd cells is refused as too long, instead of not being finite. */
  boolean areOddRefused;

  /** After so many updates every gradient is spoilt, whatever the cells. */
  int soundUpdates = Integer.MAX_VALUE;

  boolean areWeightsSpoilt;

  /** More cells than this are too many for the device, whole or in halves. */
  int cellsOfDevice = Integer.MAX_VALUE;

  private int updates;

  @Override
  public OnlineLearner create(ModelSpec spec, List<Cell> initial) {
    return new Faulty(ToyRun.LEARNERS.create(spec, initial));
  }

  @Override
  public OnlineLearner restore(LearnerSnapshot snapshot) {
    return new Faulty(ToyRun.LEARNERS.restore(snapshot));
  }

  private final class Faulty extends ForwardingLearner {
    Faulty(OnlineLearner real) {
      super(real);
    }

    @Override
    public StepOutcome update(Minibatch minibatch, double rateFactor) {
      if (minibatch.cells() > cellsOfDevice) {
        throw new ModelException(ModelException.Category.MEMORY, "No memory on the device");
      }
      boolean isBad = step() >= oddFromStep && hasOdd(minibatch);
      // The real one moves: going back has to undo it.
      StepOutcome outcome = super.update(minibatch, rateFactor);
      updates++;
      double norm = areOddRefused ? outcome.gradientNorm() : Double.NaN;
      return isBad || updates > soundUpdates
          ? StepOutcome.plain(outcome.terms(), norm, outcome.medianNorm(), true)
          : outcome;
    }

    private static boolean hasOdd(Minibatch minibatch) {
      for (int row = 0; row < minibatch.cells(); row++) {
        if (minibatch.cell(row).id().startsWith("odd")) {
          return true;
        }
      }
      return false;
    }

    @Override
    public LearnerSnapshot snapshot() {
      LearnerSnapshot sound = super.snapshot();
      byte[] weights = sound.weightsSafetensors();
      if (areWeightsSpoilt) {
        ByteBuffer.wrap(weights)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putFloat(weights.length - 4, Float.NaN);
      }
      return LearnerSnapshot.of(weights, sound.optimizerSafetensors());
    }
  }
}
