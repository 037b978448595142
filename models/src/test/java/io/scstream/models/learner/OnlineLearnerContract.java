package io.scstream.models.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.models.ModelException;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.objective.ElboTerms;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.spec.TrainingOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every model family promises. A subclass names the family and inherits every case. */
abstract class OnlineLearnerContract {
  private static final int HALF = 16;

  /** A small model of the family, on the toy stream's genes, with chance in every layer. */
  abstract ModelSpec spec();

  /** How to train it; a family with more to train on overrides this. */
  TrainingOptions options(long seed) {
    return defaults(seed);
  }

  /** Whether the loss has divergences from priors; a family with other terms has not. */
  boolean hasDivergences() {
    return true;
  }

  static TrainingOptions defaults(long seed) {
    return TrainingOptions.of(seed, 3e-3, 30);
  }

  /** Groups of target cells; a family of several overrides this. */
  int groups() {
    return 1;
  }

  /** Whether background cells have a salient code with a divergence of its own. */
  boolean divergesInBackground() {
    return false;
  }

  /** A cell of a minibatch, with labels for a family that reads them. */
  Cell labelled(Cell cell) {
    return cell;
  }

  private Minibatch minibatch(long number, int background, int target) {
    Minibatch toy = ToyStream.grouped(number, background, target, groups());
    return Minibatch.of(
        toy.genes(),
        IntStream.range(0, toy.cells()).mapToObj(row -> labelled(toy.cell(row))).toList());
  }

  private OnlineLearner learner(long seed) {
    return new DjlLearnerFactory(options(seed), "cpu")
        .create(spec(), ToyStream.cells(0, Role.BACKGROUND, 64));
  }

  private void train(OnlineLearner learner, int from, int to) {
    for (int i = from; i < to; i++) {
      learner.update(minibatch(i, HALF, HALF));
    }
  }

  private static void assertSameBytes(OnlineLearner a, OnlineLearner b) {
    assertThat(a.snapshot().weightsSafetensors()).isEqualTo(b.snapshot().weightsSafetensors());
    assertThat(a.snapshot().optimizerSafetensors()).isEqualTo(b.snapshot().optimizerSafetensors());
  }

  @Test
  void goesOnFromItsSnapshotAsIfNothingHadHappened() {
    try (OnlineLearner learner = learner(1)) {
      train(learner, 0, 20);
      LearnerSnapshot saved = learner.snapshot();
      LearnerSnapshot read =
          LearnerSnapshot.of(saved.weightsSafetensors(), saved.optimizerSafetensors());
      try (OnlineLearner restored = new DjlLearnerFactory(options(99), "cpu").restore(read)) {
        assertSameBytes(restored, learner);
        train(learner, 20, 45);
        train(restored, 20, 45);
        assertThat(restored.step()).isEqualTo(45);
        assertSameBytes(restored, learner);
      }
    }
  }

  @Test
  void readsAtOnceWhatItSaysWhenAskedForEach() {
    try (OnlineLearner learner = learner(1)) {
      train(learner, 0, 5);
      for (Minibatch minibatch :
          List.of(minibatch(9, HALF, HALF), minibatch(9, HALF, 0), minibatch(9, 0, HALF))) {
        Reading reading = learner.read(minibatch);
        Embeddings own = learner.embed(minibatch);
        for (int row = 0; row < minibatch.cells(); row++) {
          assertThat(reading.codes().backgroundMean(row)).isEqualTo(own.backgroundMean(row));
          assertThat(reading.codes().salientMean(row)).isEqualTo(own.salientMean(row));
        }
        assertThat(reading.score()).isEqualTo(learner.score(minibatch));
        assertThat(reading.logExpression()).isEqualTo(learner.logExpression(minibatch));
      }
    }
  }

  @Test
  void anInterruptedRunNeedsItsOptimizer() {
    try (OnlineLearner learner = learner(1)) {
      train(learner, 0, 20);
      LearnerSnapshot saved = learner.snapshot();
      LearnerSnapshot forgetful =
          LearnerSnapshot.of(
              saved.spec(),
              saved.options(),
              saved.progress(),
              saved.weights(),
              saved.optimizer().stream().map(Tensors::halved).toList());
      try (OnlineLearner restored = new DjlLearnerFactory(options(1), "cpu").restore(forgetful)) {
        train(learner, 20, 21);
        train(restored, 20, 21);
        assertThat(restored.snapshot().weightsSafetensors())
            .isNotEqualTo(learner.snapshot().weightsSafetensors());
      }
    }
  }

  @Test
  void theSameSeedGivesTheSameBytes() {
    try (OnlineLearner one = learner(5);
        OnlineLearner other = learner(5)) {
      train(one, 0, 15);
      train(other, 0, 15);
      assertSameBytes(one, other);
    }
  }

  @Test
  void anotherSeedGivesOtherBytes() {
    try (OnlineLearner one = learner(5);
        OnlineLearner other = learner(6)) {
      assertThat(one.snapshot().weightsSafetensors())
          .isNotEqualTo(other.snapshot().weightsSafetensors());
    }
  }

  @Test
  void theFactorySurvivesSerialization() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new DjlLearnerFactory(options(5), "cpu"));
    }
    try (ObjectInputStream in =
            new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        OnlineLearner one =
            ((LearnerFactory) in.readObject())
                .create(spec(), ToyStream.cells(0, Role.BACKGROUND, 64));
        OnlineLearner other = learner(5)) {
      assertSameBytes(one, other);
    }
  }

  @Test
  void leavesItsInputsAlone() {
    Minibatch minibatch = minibatch(3, HALF, HALF);
    try (OnlineLearner learner = learner(2)) {
      learner.update(minibatch);
      learner.score(minibatch);
      learner.embed(minibatch);
    }
    Minibatch untouched = minibatch(3, HALF, HALF);
    assertThat(minibatch.counts()).isEqualTo(untouched.counts());
    assertThat(minibatch.geneIndices()).isEqualTo(untouched.geneIndices());
    assertThat(minibatch.librarySizes()).isEqualTo(untouched.librarySizes());
  }

  @Test
  void lookingChangesNothing() {
    try (OnlineLearner looking = learner(2);
        OnlineLearner blind = learner(2)) {
      train(looking, 0, 3);
      train(blind, 0, 3);
      Minibatch other = minibatch(100, 7, 5);
      ElboTerms first = looking.score(other);
      looking.embed(other);
      looking.snapshot();
      assertThat(looking.score(other)).isEqualTo(first);
      train(looking, 3, 6);
      train(blind, 3, 6);
      assertSameBytes(looking, blind);
    }
  }

  @Test
  void scoresWithFullWeightAndAdmitsItsTerms() {
    try (OnlineLearner learner = learner(2)) {
      StepOutcome outcome = learner.update(minibatch(1, HALF, HALF));
      assertThat(outcome.terms().klWeight()).isEqualTo(hasDivergences() ? 1.0 / 30 : 1);
      ElboTerms score = learner.score(minibatch(1, HALF, HALF));
      assertThat(score.klWeight()).isEqualTo(1);
      assertThat(score.loss()).isEqualTo(score.negativeElbo());
      assertThat(score.cells()).isEqualTo(2 * HALF);
      Minibatch all = minibatch(1, HALF, HALF);
      double[] bounds = learner.bounds(all);
      Offset<Double> near = Offset.offset(1e-6 * Math.abs(score.negativeElbo()));
      assertThat(-Arrays.stream(bounds).average().orElseThrow())
          .isCloseTo(score.negativeElbo(), near);
      double[] targets = learner.bounds(minibatch(1, 0, HALF)); // Each row by itself.
      assertThat(Arrays.copyOfRange(bounds, HALF, 2 * HALF))
          .containsExactly(targets, Offset.offset(1e-2));
    }
  }

  @Test
  void learns() {
    try (OnlineLearner learner = learner(3)) {
      Minibatch heldOut = minibatch(1_000_000, 100, 100);
      double before = learner.score(heldOut).negativeElbo();
      train(learner, 0, 300);
      assertThat(learner.score(heldOut).negativeElbo()).isLessThan(before - 2);
    }
  }

  @Test
  void learnsFromOneRoleAtATime() {
    try (OnlineLearner learner = learner(3)) {
      for (int i = 0; i < 10; i++) {
        StepOutcome background = learner.update(minibatch(i, HALF, 0));
        StepOutcome target = learner.update(minibatch(i, 0, HALF));
        assertThat(background.skipped() || target.skipped()).isFalse();
        assertThat(background.terms().klSalient() > 0).isEqualTo(divergesInBackground());
        assertThat(target.terms().klSalient() > 0).isEqualTo(hasDivergences());
      }
      assertThat(learner.step()).isEqualTo(20);
      assertThat(learner.score(minibatch(1, HALF, 0)).isFinite()).isTrue();
      assertThat(learner.score(minibatch(1, 0, HALF)).isFinite()).isTrue();
    }
  }

  @Test
  void learnsFromOneCell() {
    try (OnlineLearner learner = learner(3)) {
      assertThat(learner.update(minibatch(1, 1, 0)).skipped()).isFalse();
      assertThat(learner.update(minibatch(1, 0, 1)).skipped()).isFalse();
      assertThat(learner.embed(minibatch(1, 0, 1)).cells()).isEqualTo(1);
    }
  }

  @Test
  void embedsEveryRowByItself() {
    try (OnlineLearner learner = learner(3)) {
      train(learner, 0, 5);
      Minibatch both = minibatch(50, 3, 2);
      Embeddings together = learner.embed(both);
      Embeddings targets = learner.embed(minibatch(50, 0, 2));
      for (int row = 0; row < 2; row++) {
        assertClose(together.backgroundMean(3 + row), targets.backgroundMean(row));
        assertClose(together.salientMean(3 + row), targets.salientMean(row));
        assertClose(together.salientLogVariance(3 + row), targets.salientLogVariance(row));
      }
      assertThat(together.salientMean(0)).hasSize(together.salientLatent());
    }
  }

  private static void assertClose(float[] actual, float[] expected) {
    assertThat(actual).containsExactly(expected, Offset.offset(1e-4f));
  }

  @Test
  @Tag("acceptance-6")
  void skipsAStepThatIsNoNumberAndChangesNothingButItsCount() {
    try (OnlineLearner learner = learner(4);
        OnlineLearner steady = learner(4)) {
      train(learner, 0, 25);
      train(steady, 0, 25);
      LearnerSnapshot before = learner.snapshot();
      // So many counts give gradients whose squares leave the range of float32.
      StepOutcome outcome = learner.update(Minibatch.of(ToyStream.GENES, monsters()));
      assertThat(outcome.skipped()).isTrue();
      assertThat(learner.step()).isEqualTo(25);
      LearnerSnapshot after = learner.snapshot();
      assertThat(after.progress()).isEqualTo(new TrainingProgress(26, 1));
      assertThat(Tensors.bytes(after.weights())).isEqualTo(Tensors.bytes(before.weights()));
      assertThat(Tensors.bytes(moments(after))).isEqualTo(Tensors.bytes(moments(before)));
      StepOutcome next = learner.update(minibatch(25, HALF, HALF));
      StepOutcome steadyNext = steady.update(minibatch(25, HALF, HALF));
      assertThat(next.skipped()).isFalse();
      // Fresh noise, and no remains of the refused gradient.
      assertThat(next.gradientNorm())
          .isBetween(steadyNext.gradientNorm() / 3, steadyNext.gradientNorm() * 3);
      assertThat(next.terms()).isNotEqualTo(steadyNext.terms());
    }
  }

  /** A skipped step uses up its random key and nothing else. */
  @Test
  @Tag("acceptance-6")
  void theStepAfterASkippedOneIsThatOfARunWhichOnlyCountedIt() {
    try (OnlineLearner learner = learner(4)) {
      train(learner, 0, 25);
      LearnerSnapshot before = learner.snapshot();
      assertThat(learner.update(Minibatch.of(ToyStream.GENES, monsters())).skipped()).isTrue();
      LearnerSnapshot after = learner.snapshot();
      LearnerSnapshot counted =
          LearnerSnapshot.of(
              before.spec(),
              before.options(),
              after.progress(),
              before.weights(),
              after.optimizer());
      try (OnlineLearner other = new DjlLearnerFactory(options(4), "cpu").restore(counted)) {
        assertThat(learner.update(minibatch(25, HALF, HALF)))
            .isEqualTo(other.update(minibatch(25, HALF, HALF)));
        assertSameBytes(learner, other);
      }
    }
  }

  @Test
  void aRateFactorOfOneChangesNothingAndHalfMovesLess() {
    try (OnlineLearner plain = learner(4);
        OnlineLearner one = learner(4);
        OnlineLearner half = learner(4)) {
      LearnerSnapshot before = plain.snapshot();
      plain.update(minibatch(1, HALF, HALF));
      one.update(minibatch(1, HALF, HALF), 1);
      half.update(minibatch(1, HALF, HALF), 0.5);
      assertSameBytes(one, plain);
      assertThat(
              Tensors.distance(half.snapshot(), before)
                  / Tensors.distance(plain.snapshot(), before))
          .isBetween(0.499, 0.501);
    }
  }

  /** Cells whose gradients are no numbers. */
  List<Cell> monsters() {
    return ToyStream.monsters(groups());
  }

  private static List<NamedTensor> moments(LearnerSnapshot snapshot) {
    return snapshot.optimizer().stream().filter(it -> it.name().contains("moment")).toList();
  }

  @Test
  void learnersOfOneProcessDoNotDisturbEachOther() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (OnlineLearner alone = learner(5);
        OnlineLearner one = learner(5);
        OnlineLearner other = learner(5)) {
      train(alone, 0, 15);
      Future<?> first = threads.submit(() -> train(one, 0, 15));
      Future<?> second = threads.submit(() -> train(other, 0, 15));
      first.get();
      second.get();
      assertSameBytes(one, alone);
      assertSameBytes(other, alone);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void refusesOtherGenes() {
    try (OnlineLearner learner = learner(4)) {
      Minibatch other =
          Minibatch.of(5, List.of(Cell.of("c", Role.TARGET, 1, new int[0], new int[0])));
      assertThatThrownBy(() -> learner.update(other))
          .isInstanceOf(ModelException.class)
          .hasMessage("Invalid genes of minibatch: 5; expected 24");
    }
  }

  @Test
  void leavesNoArrayBehind() {
    try (OnlineLearner learner = learner(4)) {
      train(learner, 0, 2);
      int arrays = ((DjlLearner) learner).longLivedArrays();
      train(learner, 2, 40);
      learner.score(minibatch(1, 3, 3));
      learner.embed(minibatch(1, 3, 3));
      learner.snapshot();
      assertThat(((DjlLearner) learner).longLivedArrays()).isEqualTo(arrays);
    }
  }
}
