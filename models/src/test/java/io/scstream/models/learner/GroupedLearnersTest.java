package io.scstream.models.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.models.ModelException;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.spec.Combination;
import io.scstream.models.spec.Constraint;
import io.scstream.models.spec.ConstraintFunctional;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.Groups;
import io.scstream.models.spec.Library;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.Normalization;
import io.scstream.models.spec.Objective;
import io.scstream.models.spec.Penalties;
import io.scstream.models.spec.TrainingOptions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Models of three groups of target cells keep the promises of a learner, and some of their own. */
class GroupedLearnersTest {
  private static final Groups GROUPS = Groups.of("drug", "virus", "heat");
  private static final int SALIENT = 2;

  private static ContrastiveVaeSpec plain() {
    return new ContrastiveVaeSpec(
        new ContrastiveVaeSpec.Sizes(ToyStream.GENES, 16, 2, 3, SALIENT),
        0.1,
        Normalization.LAYER,
        Noise.NEGATIVE_BINOMIAL);
  }

  private static OnlineLearner learner(ModelSpec spec, Objective objective) {
    return new DjlLearnerFactory(OnlineLearnerContract.defaults(3).with(objective), "cpu")
        .create(spec, ToyStream.cells(0, Role.BACKGROUND, 64));
  }

  /** The sum with silence in the spaces of other groups, as in multiGroupVI. */
  @Nested
  class Silent extends OnlineLearnerContract {
    @Override
    ModelSpec spec() {
      return plain().withGroups(GROUPS);
    }

    @Override
    int groups() {
      return 3;
    }

    @Override
    TrainingOptions options(long seed) {
      return defaults(seed).with(Objective.sum(new Penalties(1, 2, 2, 0)));
    }
  }

  /** Balanced gradients of four losses under constraints, with library sizes that are latent. */
  @Nested
  class Balanced extends OnlineLearnerContract {
    @Override
    ModelSpec spec() {
      return plain().withGroups(GROUPS).with(Library.LATENT);
    }

    @Override
    int groups() {
      return 3;
    }

    @Override
    TrainingOptions options(long seed) {
      return defaults(seed)
          .with(
              Objective.of(
                  Combination.EQUAL_NORM,
                  List.of(
                      new Constraint(ConstraintFunctional.DEPENDENCE, 0.01),
                      new Constraint(ConstraintFunctional.SALIENT_SILENCE, 0.2))));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Combination.class,
      names = {"SUM", "EQUAL_NORM"})
  void oneGroupWithANameIsThePlainModelBitForBit(Combination combination) {
    Objective objective =
        Objective.of(combination, List.of(new Constraint(ConstraintFunctional.DEPENDENCE, 0.01)));
    try (OnlineLearner plain = learner(plain(), objective);
        OnlineLearner named = learner(plain().withGroups(Groups.of("drug")), objective)) {
      for (int i = 0; i < 12; i++) {
        assertThat(named.update(ToyStream.minibatch(i, 12, 12)))
            .isEqualTo(plain.update(ToyStream.minibatch(i, 12, 12)));
      }
      assertThat(Tensors.bytes(named.snapshot().weights()))
          .isEqualTo(Tensors.bytes(plain.snapshot().weights()));
      assertThat(named.snapshot().optimizerSafetensors())
          .isEqualTo(plain.snapshot().optimizerSafetensors());
    }
  }

  @Test
  void aSnapshotKnowsTheGroupsAndOneOfAPlainModelHasNone() {
    try (OnlineLearner grouped = learner(plain().withGroups(GROUPS), Objective.sum());
        OnlineLearner plain = learner(plain(), Objective.sum())) {
      Safetensors file = Safetensors.read(grouped.snapshot().weightsSafetensors());
      assertThat(SnapshotFormat.spec(file.metadata())).isEqualTo(plain().withGroups(GROUPS));
      assertThat(file.metadata()).containsEntry("spec.group.1", "virus");
      assertThat(Safetensors.read(plain.snapshot().weightsSafetensors()).metadata())
          .doesNotContainKey("spec.group.0");
    }
  }

  @Test
  void aTargetCellIsSilentInTheSpacesOfOtherGroupsAndABackgroundCellIsAskedInAll() {
    try (OnlineLearner learner = learner(plain().withGroups(GROUPS), Objective.sum())) {
      Embeddings codes = learner.embed(ToyStream.grouped(1, 1, 3, 3));
      assertThat(codes.salientLatent()).isEqualTo(3 * SALIENT);
      assertThat(codes.salientMean(0)).doesNotContain(0);
      for (int group = 0; group < 3; group++) {
        float[] mean = codes.salientMean(1 + group);
        float[] logVariance = codes.salientLogVariance(1 + group);
        for (int i = 0; i < mean.length; i++) {
          if (i / SALIENT == group) {
            assertThat(mean[i]).isNotZero();
            assertThat(logVariance[i]).isGreaterThan(-10);
          } else {
            assertThat(mean[i]).isZero();
            assertThat(logVariance[i]).isEqualTo(-10);
          }
        }
      }
    }
  }

  @Test
  void aCanaryKeepsTheGroups() {
    try (OnlineLearner learner = learner(plain().withGroups(GROUPS), Objective.sum())) {
      Minibatch minibatch = ToyStream.grouped(1, 2, 5, 3);
      List<Cell> cells = Arrays.asList(4, 1, 6, 0, 3, 2, 5).stream().map(minibatch::cell).toList();
      Canary read = Canary.read(Canary.of(learner, cells).write());
      assertThat(read.cells()).extracting(Cell::group).containsExactly(0, 0, 0, 0, 1, 1, 2);
      assertThat(read.maxDifference(learner)).isZero();
      byte[] ofOne = Canary.of(learner, ToyStream.cells(1, Role.TARGET, 3)).write();
      assertThat(Safetensors.readMixed(ofOne).metadata()).containsValue("scstream-canary-1");
    }
  }

  @Test
  void refusesACellOfAnUnknownGroup() {
    try (OnlineLearner learner = learner(plain(), Objective.sum())) {
      assertThatThrownBy(() -> learner.update(ToyStream.grouped(1, 2, 3, 3)))
          .isInstanceOf(ModelException.class)
          .hasMessage("Invalid group of a cell: 2; expected a number below 1");
    }
  }

  @Test
  void refusesADiscriminatorOfSeveralSpaces() {
    assertThatThrownBy(
            () -> learner(plain().withGroups(GROUPS), Objective.sum(new Penalties(0, 0, 0, 1))))
        .hasMessageStartingWith("Invalid penalty total-correlation with 3 groups: 1.0; expected 0");
  }
}
