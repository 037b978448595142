package io.scstream.models.learner;

import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.Normalization;

class ContrastiveVaeLearnerTest extends OnlineLearnerContract {

  @Override
  ModelSpec spec() {
    return new ContrastiveVaeSpec(
        new ContrastiveVaeSpec.Sizes(ToyStream.GENES, 16, 2, 3, 2),
        0.1,
        Normalization.LAYER,
        Noise.NEGATIVE_BINOMIAL);
  }
}
