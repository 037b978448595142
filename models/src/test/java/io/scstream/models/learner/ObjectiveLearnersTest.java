package io.scstream.models.learner;

import io.scstream.models.spec.AdamOptions;
import io.scstream.models.spec.Combination;
import io.scstream.models.spec.Constraint;
import io.scstream.models.spec.ConstraintFunctional;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.DecoderLayers;
import io.scstream.models.spec.DualOptions;
import io.scstream.models.spec.DualRule;
import io.scstream.models.spec.Library;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.Normalization;
import io.scstream.models.spec.Objective;
import io.scstream.models.spec.Penalties;
import io.scstream.models.spec.TrainingOptions;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** Every objective keeps the promises of a learner: exact restores among them. */
class ObjectiveLearnersTest {
  private static ContrastiveVaeSpec identifiable() {
    return new ContrastiveVaeSpec(
        new ContrastiveVaeSpec.Sizes(ToyStream.GENES, 16, 2, 3, 2),
        0.1,
        Normalization.LAYER,
        Noise.NEGATIVE_BINOMIAL);
  }

  /** MO-CO-cVAE with two constraints and the rule with the most state. */
  @Nested
  class BalancedAndConstrained extends OnlineLearnerContract {
    @Override
    ModelSpec spec() {
      return identifiable();
    }

    @Override
    TrainingOptions options(long seed) {
      return defaults(seed)
          .with(
              new Objective(
                  Combination.EQUAL_NORM,
                  List.of(
                      new Constraint(ConstraintFunctional.DEPENDENCE, 0.01),
                      new Constraint(ConstraintFunctional.SALIENT_SILENCE, 0.2)),
                  DualOptions.of(DualRule.NUPI),
                  Penalties.NONE));
    }
  }

  /** ContrastiveVI as in scvi-tools: batch norm everywhere, zero inflation, its own Adam. */
  @Nested
  class LikeScvi extends OnlineLearnerContract {
    @Override
    ModelSpec spec() {
      return new ContrastiveVaeSpec(
          new ContrastiveVaeSpec.Sizes(ToyStream.GENES, 16, 1, 3, 2),
          0.1,
          Normalization.BATCH,
          DecoderLayers.scvi(),
          Noise.ZERO_INFLATED_NEGATIVE_BINOMIAL);
    }

    @Override
    TrainingOptions options(long seed) {
      return new TrainingOptions(
          seed, new AdamOptions(3e-3, 1e-2, 1e-6, 20), 30, Objective.sum(Penalties.ofSilence(1)));
    }
  }

  /** The penalties of MM-cVAE and cVAE. */
  @Nested
  class Penalised extends OnlineLearnerContract {
    @Override
    ModelSpec spec() {
      return identifiable();
    }

    @Override
    TrainingOptions options(long seed) {
      return defaults(seed).with(Objective.sum(new Penalties(0, 20, 2, 1)));
    }
  }

  /** The published runs of contrastiveVI: as in scvi-tools, with a latent library. */
  @Nested
  class LikeScviWithLatentLibrary extends OnlineLearnerContract {
    @Override
    ModelSpec spec() {
      return new ContrastiveVaeSpec(
              new ContrastiveVaeSpec.Sizes(ToyStream.GENES, 16, 1, 3, 2),
              0.1,
              Normalization.BATCH,
              DecoderLayers.scvi(),
              Noise.ZERO_INFLATED_NEGATIVE_BINOMIAL)
          .with(Library.LATENT);
    }

    @Override
    TrainingOptions options(long seed) {
      return new TrainingOptions(
          seed, new AdamOptions(3e-3, 1e-2, 1e-6, 20), 30, Objective.sum(Penalties.ofSilence(1)));
    }
  }

  /** Balanced gradients, to which the encoder of the library belongs, under a constraint. */
  @Nested
  class BalancedWithLatentLibrary extends OnlineLearnerContract {
    @Override
    ModelSpec spec() {
      return identifiable().with(Library.LATENT);
    }

    @Override
    TrainingOptions options(long seed) {
      return defaults(seed)
          .with(
              Objective.of(
                  Combination.EQUAL_NORM,
                  List.of(new Constraint(ConstraintFunctional.DEPENDENCE, 0.01))));
    }
  }
}
