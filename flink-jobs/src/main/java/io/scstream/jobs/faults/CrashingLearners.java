package io.scstream.jobs.faults;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.learner.Embeddings;
import io.scstream.models.learner.ForwardingLearner;
import io.scstream.models.learner.LearnerFactory;
import io.scstream.models.learner.LearnerSnapshot;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.learner.Reading;
import io.scstream.models.learner.StepOutcome;
import io.scstream.models.objective.ElboTerms;
import io.scstream.models.spec.ModelSpec;
import java.lang.reflect.Field;
import java.util.List;
import java.util.stream.IntStream;

/** Learners whose process dies of a native crash when a certain cell comes before them. */
record CrashingLearners(LearnerFactory real, FaultFiles faults) implements LearnerFactory {
  @Override
  public OnlineLearner create(ModelSpec spec, List<Cell> initial) {
    return new CrashingLearner(real.create(spec, initial), faults);
  }

  @Override
  public OnlineLearner restore(LearnerSnapshot snapshot) {
    return new CrashingLearner(real.restore(snapshot), faults);
  }

  private static final class CrashingLearner extends ForwardingLearner {
    private final FaultFiles faults;

    CrashingLearner(OnlineLearner real, FaultFiles faults) {
      super(real);
      this.faults = faults;
    }

    @Override
    public StepOutcome update(Minibatch minibatch, double rateFactor) {
      mayCrash(minibatch);
      return super.update(minibatch, rateFactor);
    }

    @Override
    public Embeddings embed(Minibatch minibatch) {
      mayCrash(minibatch);
      return super.embed(minibatch);
    }

    @Override
    public ElboTerms score(Minibatch minibatch) {
      mayCrash(minibatch);
      return super.score(minibatch);
    }

    @Override
    public Reading read(Minibatch minibatch) {
      mayCrash(minibatch);
      return real().read(minibatch);
    }

    private void mayCrash(Minibatch minibatch) {
      faults
          .target(FaultFiles.Fault.NATIVE_CRASH)
          .filter(
              cell ->
                  IntStream.range(0, minibatch.cells())
                      .anyMatch(row -> minibatch.cell(row).id().equals(cell)))
          .ifPresent(cell -> crash());
    }

    /**
     * Writes to address 0 on this thread. A signal from outside would not do: the thread would go
     * on while the error file is written, and be done with the chunk before the process is gone.
     */
    private static void crash() {
      try {
        Class<?> memory = Class.forName("sun.misc.Unsafe");
        Field instance = memory.getDeclaredField("theUnsafe");
        instance.setAccessible(true);
        memory.getMethod("putAddress", long.class, long.class).invoke(instance.get(null), 0L, 0L);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("Cannot crash", e);
      }
    }
  }
}
