package io.scstream.models.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.models.ModelException;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Condition;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.spec.Combination;
import io.scstream.models.spec.FactorDesign;
import io.scstream.models.spec.FactorLabels;
import io.scstream.models.spec.FactorLosses;
import io.scstream.models.spec.FactorizedSpec;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.Objective;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The factorized family keeps the promises of a learner, and its labels grow. */
class FactorizedLearnerTest {
  private static final FactorLabels TWO =
      FactorLabels.none(List.of("line"))
          .with(List.of(condition(0).treated("a", 1), condition(1).treated("a", 1)));

  private static FactorizedSpec spec(FactorDesign design, FactorLosses losses) {
    return new FactorizedSpec(
        new FactorizedSpec.Sizes(ToyStream.GENES, 12, 6, 3, 2, 2),
        Noise.NEGATIVE_BINOMIAL,
        design,
        losses,
        TWO);
  }

  private static Condition condition(int line) {
    return Condition.of(Map.of("line", "x" + line));
  }

  /** By the last digit of its id. */
  private static Cell labelled(Cell cell, String treatment) {
    int parity = cell.id().charAt(cell.id().length() - 1) % 2;
    Condition control = condition(parity);
    return cell.under(
        cell.role() == Role.BACKGROUND ? control : control.treated(treatment, 0.5 + parity));
  }

  /** All additions on. */
  @Nested
  class ByDefault extends OnlineLearnerContract {
    @Override
    ModelSpec spec() {
      return FactorizedLearnerTest.spec(FactorDesign.defaults(), FactorLosses.defaults());
    }

    @Override
    boolean divergesInBackground() {
      return true;
    }

    @Override
    Cell labelled(Cell cell) {
      return FactorizedLearnerTest.labelled(cell, "a");
    }
  }

  private static OnlineLearner learner() {
    return new DjlLearnerFactory(OnlineLearnerContract.defaults(1), "cpu")
        .create(
            spec(FactorDesign.defaults(), FactorLosses.defaults()),
            ToyStream.cells(0, Role.BACKGROUND, 30));
  }

  private static Minibatch minibatch(long number, String treatment) {
    Minibatch toy = ToyStream.minibatch(number, 8, 8);
    List<Cell> cells = new ArrayList<>();
    for (int row = 0; row < toy.cells(); row++) {
      cells.add(labelled(toy.cell(row), treatment));
    }
    return Minibatch.of(ToyStream.GENES, cells);
  }

  private static List<Cell> cells(Minibatch minibatch) {
    List<Cell> cells = new ArrayList<>();
    for (int row = 0; row < minibatch.cells(); row++) {
      cells.add(minibatch.cell(row));
    }
    return cells;
  }

  private static void train(OnlineLearner learner, int steps) {
    for (int step = 0; step < steps; step++) {
      Minibatch next = minibatch(step, "a");
      learner.meet(cells(next));
      learner.update(next);
    }
  }

  @Test
  void oldLabelsAreAnsweredToTheBitWhateverIsAppended() {
    try (OnlineLearner learner = learner()) {
      train(learner, 12);
      Minibatch old = minibatch(100, "a");
      double[] bounds = learner.bounds(old);
      float[] expression = learner.logExpression(old);
      List<float[]> codes = codes(learner, old);
      LearnerSnapshot before = learner.snapshot();
      List<Cell> further = new ArrayList<>();
      Cell any = ToyStream.cells(200, Role.TARGET, 1).get(0);
      for (int i = 0; i < 100; i++) {
        further.add(any.under(condition(10 + i).treated("new-" + i, 2)));
      }
      learner.meet(further);
      LearnerSnapshot grown = learner.snapshot();
      assertThat(((FactorizedSpec) grown.spec()).labels().treatments()).hasSize(101);
      assertThat(learner.bounds(old)).isEqualTo(bounds);
      assertThat(learner.logExpression(old)).isEqualTo(expression);
      assertThat(codes(learner, old)).usingRecursiveComparison().isEqualTo(codes);
      assertThat(grown.progress()).isEqualTo(before.progress());
      for (NamedTensor tensor : before.optimizer()) {
        assertThat(firstOf(grown.optimizer(), tensor)).isEqualTo(tensor.values());
      }
    }
  }

  private static float[] firstOf(List<NamedTensor> tensors, NamedTensor like) {
    NamedTensor same =
        tensors.stream().filter(it -> it.name().equals(like.name())).findFirst().orElseThrow();
    return Arrays.copyOf(same.values(), like.values().length);
  }

  private static List<float[]> codes(OnlineLearner learner, Minibatch minibatch) {
    Embeddings embeddings = learner.embed(minibatch);
    List<float[]> codes = new ArrayList<>();
    for (int row = 0; row < embeddings.cells(); row++) {
      codes.add(embeddings.backgroundMean(row));
      codes.add(embeddings.salientMean(row));
    }
    return codes;
  }

  @Test
  void aGrownLearnerLearnsNewLabelsAndGoesOnFromItsSnapshot() {
    try (OnlineLearner learner = learner()) {
      train(learner, 5);
      Minibatch treated = minibatch(7, "b");
      learner.meet(cells(treated));
      learner.update(treated);
      LearnerSnapshot saved = learner.snapshot();
      assertThat(row(saved, "treatments.rows", 1)).isNotEqualTo(new float[6]);
      LearnerSnapshot read =
          LearnerSnapshot.of(saved.weightsSafetensors(), saved.optimizerSafetensors());
      assertThat(read.spec()).isEqualTo(saved.spec());
      try (OnlineLearner restored =
          new DjlLearnerFactory(OnlineLearnerContract.defaults(9), "cpu").restore(read)) {
        for (OnlineLearner one : List.of(learner, restored)) {
          Minibatch third = minibatch(8, "c");
          one.meet(cells(third));
          one.update(third);
        }
        assertThat(restored.snapshot().weightsSafetensors())
            .isEqualTo(learner.snapshot().weightsSafetensors());
        assertThat(restored.snapshot().optimizerSafetensors())
            .isEqualTo(learner.snapshot().optimizerSafetensors());
      }
    }
  }

  private static float[] row(LearnerSnapshot snapshot, String name, int row) {
    float[] values = values(snapshot, name);
    return Arrays.copyOfRange(values, 6 * row, 6 * (row + 1));
  }

  private static float[] values(LearnerSnapshot snapshot, String name) {
    return snapshot.weights().stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow()
        .values();
  }

  @Test
  void aNewTreatmentBeginsWithNoEffectAndANewCovariateLikeTheMeanOfOthers() {
    try (OnlineLearner learner = learner()) {
      train(learner, 5);
      Cell any = ToyStream.cells(200, Role.TARGET, 1).get(0);
      learner.meet(List.of(any.under(condition(2).treated("b", 1))));
      LearnerSnapshot saved = learner.snapshot();
      assertThat(row(saved, "treatments.rows", 1)).containsOnly(0);
      float[] mean = row(saved, "covariates.0.rows", 0);
      float[] second = row(saved, "covariates.0.rows", 1);
      for (int i = 0; i < mean.length; i++) {
        mean[i] = (float) (((double) mean[i] + second[i]) / 2);
      }
      assertThat(row(saved, "covariates.0.rows", 2)).isEqualTo(mean);
      // Less than fifty cells: it has no weight in means over covariates yet.
      assertThat(Arrays.copyOf(values(saved, "statistic.tuple_weights"), 3))
          .containsExactly(0.5f, 0.5f, 0);
    }
  }

  @Test
  void countsCellsThatItMeetsAndNotThoseThatAreReplayed() {
    try (OnlineLearner learner = learner()) {
      Minibatch cells = minibatch(1, "a");
      learner.meet(cells(cells));
      learner.update(cells);
      learner.update(cells);
      LearnerSnapshot saved = learner.snapshot();
      assertThat(Arrays.copyOf(values(saved, "statistic.tuple_cells"), 2)).containsExactly(8, 8);
      assertThat(Arrays.copyOf(values(saved, "statistic.control_cells"), 2)).containsExactly(4, 4);
      assertThat(values(saved, "statistic.treatment_cells")[0]).isEqualTo(8);
      assertThat(Arrays.copyOf(values(saved, "statistic.pair_cells"), 2)).containsExactly(4, 4);
      assertThat(values(saved, "statistic.reference_doses")[0]).isEqualTo(0.5f);
    }
  }

  /** With every term, and a network as prior. */
  @Test
  void thePublishedFormGoesOnFromItsSnapshotToo() {
    FactorizedSpec published = spec(FactorDesign.published(), FactorLosses.published());
    try (OnlineLearner learner =
        new DjlLearnerFactory(OnlineLearnerContract.defaults(1), "cpu")
            .create(published, List.of())) {
      train(learner, 3);
      LearnerSnapshot saved = learner.snapshot();
      assertThat(saved.spec()).isEqualTo(published);
      LearnerSnapshot read = LearnerSnapshot.ofParts(saved.parts());
      try (OnlineLearner restored =
          new DjlLearnerFactory(OnlineLearnerContract.defaults(9), "cpu").restore(read)) {
        train(learner, 2);
        train(restored, 2);
        assertThat(restored.snapshot().weightsSafetensors())
            .isEqualTo(learner.snapshot().weightsSafetensors());
      }
    }
  }

  @Test
  void refusesObjectivesOfOtherFamilies() {
    Objective balanced = Objective.of(Combination.EQUAL_NORM, List.of());
    DjlLearnerFactory factory =
        new DjlLearnerFactory(OnlineLearnerContract.defaults(1).with(balanced), "cpu");
    assertThatThrownBy(
            () -> factory.create(spec(FactorDesign.defaults(), FactorLosses.defaults()), List.of()))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("Invalid objective of a factorized autoencoder: ");
  }
}
