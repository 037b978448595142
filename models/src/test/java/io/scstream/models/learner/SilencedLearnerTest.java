package io.scstream.models.learner;

import io.scstream.models.spec.ModelSpec;
import io.scstream.models.spec.Objective;
import io.scstream.models.spec.Penalties;
import io.scstream.models.spec.TrainingOptions;

/** The contract with the penalty on salient codes of background cells. */
class SilencedLearnerTest extends OnlineLearnerContract {
  @Override
  ModelSpec spec() {
    return new ContrastiveVaeLearnerTest().spec();
  }

  @Override
  TrainingOptions options(long seed) {
    return TrainingOptions.of(seed, 3e-3, 30).with(Objective.sum(Penalties.ofSilence(1)));
  }
}
