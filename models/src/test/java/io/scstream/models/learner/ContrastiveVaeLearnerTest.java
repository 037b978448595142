package io.scstream.models.learner;

import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.spec.Noise;

class ContrastiveVaeLearnerTest extends OnlineLearnerContract {

  @Override
  ModelSpec spec() {
    return new ContrastiveVaeSpec(ToyStream.GENES, 16, 2, 3, 2, 0.1, true, Noise.NEGATIVE_BINOMIAL);
  }
}
