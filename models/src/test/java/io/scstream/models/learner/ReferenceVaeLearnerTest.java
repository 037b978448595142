package io.scstream.models.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.spec.Combination;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.spec.Objective;
import io.scstream.models.spec.ReferenceVaeSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReferenceVaeLearnerTest extends OnlineLearnerContract {

  @Override
  ModelSpec spec() {
    return new ReferenceVaeSpec(new ContrastiveVaeSpec.Sizes(ToyStream.GENES, 16, 1, 3, 2));
  }

  @Override
  boolean hasDivergences() {
    return false;
  }

  /** Counts cannot be: their logs are small. */
  @Override
  List<Cell> monsters() {
    int[] gene = {3};
    float[] value = {1e30f};
    return List.of(
        Cell.ofValues("b", Role.BACKGROUND, 1, gene, value),
        Cell.ofValues("t", Role.TARGET, 1, gene, value));
  }

  @Test
  void discriminatorsAreNoWeightsAndGoOnFromTheirOwnSteps() {
    try (OnlineLearner learner =
        new DjlLearnerFactory(options(1), "cpu").create(spec(), List.of())) {
      learner.update(ToyStream.minibatch(0, 8, 8));
      learner.update(ToyStream.minibatch(1, 8, 0));
      LearnerSnapshot saved = learner.snapshot();
      assertThat(saved.weights())
          .noneMatch(it -> it.name().contains("discriminator"))
          .anyMatch(it -> it.name().equals("reference"));
      assertThat(saved.optimizer())
          .filteredOn(it -> it.name().endsWith(".steps"))
          .extracting(it -> it.name() + " " + it.values()[0])
          .containsExactly("discriminator.background.steps 2.0", "discriminator.target.steps 1.0");
    }
  }

  @Test
  void refusesObjectivesOfOtherFamilies() {
    Objective balanced = Objective.of(Combination.EQUAL_NORM, List.of());
    DjlLearnerFactory factory = new DjlLearnerFactory(options(1).with(balanced), "cpu");
    assertThatThrownBy(() -> factory.create(spec(), List.of()))
        .hasMessage(
            "Invalid objective of a reference-based autoencoder: "
                + balanced
                + "; expected the plain sum");
  }
}
