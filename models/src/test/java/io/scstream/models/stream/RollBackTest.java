package io.scstream.models.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.models.ModelException;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.learner.Embeddings;
import io.scstream.models.learner.LearnerFactory;
import io.scstream.models.learner.LearnerSnapshot;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.learner.StepOutcome;
import io.scstream.models.objective.ElboTerms;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.spec.Noise;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RollBackTest {
  private static final ModelSpec SPEC = ToyRun.spec(Noise.NEGATIVE_BINOMIAL);
  private static final StreamOptions OPTIONS = ToyRun.options(ToyRun.guard(10, 3));

  private static StreamTrainer trainer(LearnerFactory learners) {
    return StreamTrainer.start(OPTIONS, SPEC, learners, MemoryWatcher.NONE);
  }

  @Test
  void theNextVersionFollowsTheOneGoneBackTo() {
    List<ChunkArrival> stream = ToyRun.stream(60, 1);
    List<VersionCut> cuts = new ArrayList<>();
    try (StreamTrainer trainer = trainer(ToyRun.LEARNERS)) {
      for (int i = 0; i < 60; i++) {
        if (trainer.accept(stream.get(i)).isCutDue()) {
          trainer.cut().ifPresent(cuts::add);
        }
        if (i == 30) {
          StreamCounts before = trainer.counts();
          assertThat(cuts).hasSizeGreaterThan(2);
          LearnerSnapshot first = cuts.get(0).learner();
          trainer.rollBackTo(first);
          LearnerSnapshot now = trainer.state().learner().orElseThrow();
          assertThat(values(now.weightsSafetensors()))
              .isEqualTo(values(first.weightsSafetensors()));
          assertThat(values(now.optimizerSafetensors()))
              .isEqualTo(values(first.optimizerSafetensors()));
          assertThat(now.step()).isGreaterThanOrEqualTo(before.lastCutStep());
          assertThat(trainer.counts().draws()).isEqualTo(before.draws());
          assertThat(trainer.counts().lastCutStep()).isEqualTo(before.lastCutStep());
          assertThat(trainer.counts().parentStep()).isEqualTo(first.step());
          cuts.add(new VersionCut(first, before, Map.of(), cuts.get(0).canary()));
        }
      }
    }
    int back = 0;
    while (cuts.get(back + 1).learner().step() > cuts.get(back).learner().step()) {
      assertThat(cuts.get(back + 1).counts().parentStep())
          .isEqualTo(cuts.get(back).learner().step());
      back++;
    }
    VersionCut next = cuts.get(back + 2);
    assertThat(next.counts().parentStep()).isEqualTo(cuts.get(0).learner().step());
    assertThat(next.learner().step()).isGreaterThan(cuts.get(back).learner().step());
    assertThat(next.canary()).isPresent();
  }

  /** All of a file but its header, which names the step. */
  private static byte[] values(byte[] file) {
    int header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt();
    return Arrays.copyOfRange(file, 8 + header, file.length);
  }

  @Test
  void refusesAVersionOfAnotherModel() {
    try (StreamTrainer trainer = trainer(ToyRun.LEARNERS);
        OnlineLearner other = ToyRun.LEARNERS.create(ToyRun.spec(Noise.GAUSSIAN), List.of())) {
      assertThatThrownBy(() -> trainer.rollBackTo(other.snapshot()))
          .isInstanceOf(ModelException.class)
          .hasMessageStartingWith("Invalid version to roll back to: ContrastiveVaeSpec");
    }
  }

  @Test
  void aVersionCarriesACanaryOfTheReference() {
    try (StreamTrainer trainer = trainer(ToyRun.LEARNERS)) {
      ToyRun.stream(20, 1).forEach(trainer::accept);
      VersionCut cut = trainer.cut().orElseThrow();
      List<String> reference = new ArrayList<>();
      trainer.state().reference().slots().values().forEach(it -> reference.add(it.cell().id()));
      assertThat(cut.canary().orElseThrow().cells())
          .extracting(Cell::id)
          .containsExactlyInAnyOrderElementsOf(reference.subList(0, 16));
      try (OnlineLearner loaded = ToyRun.LEARNERS.restore(cut.learner())) {
        assertThat(cut.canary().orElseThrow().maxDifference(loaded)).isZero();
      }
    }
  }

  @Test
  void weightsThatAreNotFiniteAreNeverCut() {
    Spoiler spoiler = new Spoiler();
    List<ChunkArrival> stream = ToyRun.stream(40, 1);
    try (StreamTrainer trainer = trainer(spoiler)) {
      stream.subList(0, 20).forEach(trainer::accept);
      long step = trainer.cut().orElseThrow().learner().step();
      stream.subList(20, 23).forEach(trainer::accept);
      spoiler.isSpoilt = true;
      assertThat(trainer.cut()).isEmpty();
      spoiler.isSpoilt = false;
      ChunkReport report = trainer.accept(stream.get(23));
      assertThat(report.incidents().get(0).kind()).isEqualTo(Incident.Kind.ROLLED_BACK);
      assertThat(report.incidents().get(0).detail())
          .startsWith("weights that are not finite: went back from step")
          .endsWith(" to " + step);
      stream.subList(24, 40).forEach(trainer::accept);
      VersionCut cut = trainer.cut().orElseThrow();
      assertThat(cut.learner().isFinite()).isTrue();
      assertThat(cut.learner().step()).isGreaterThan(step);
    }
  }

  /** Learners whose snapshots can be made to hold a weight that is no number. */
  private static final class Spoiler implements LearnerFactory {
    private static final long serialVersionUID = 1L;
    private boolean isSpoilt;

    @Override
    public OnlineLearner create(ModelSpec spec, List<Cell> initial) {
      return spoilt(ToyRun.LEARNERS.create(spec, initial));
    }

    @Override
    public OnlineLearner restore(LearnerSnapshot snapshot) {
      return spoilt(ToyRun.LEARNERS.restore(snapshot));
    }

    private OnlineLearner spoilt(OnlineLearner real) {
      return new OnlineLearner() {
        @Override
        public LearnerSnapshot snapshot() {
          LearnerSnapshot sound = real.snapshot();
          byte[] weights = sound.weightsSafetensors();
          if (isSpoilt) {
            ByteBuffer.wrap(weights)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(weights.length - 4, Float.NaN);
          }
          return LearnerSnapshot.of(weights, sound.optimizerSafetensors());
        }

        @Override
        public StepOutcome update(Minibatch minibatch, double rateFactor) {
          return real.update(minibatch, rateFactor);
        }

        @Override
        public Embeddings embed(Minibatch minibatch) {
          return real.embed(minibatch);
        }

        @Override
        public ElboTerms score(Minibatch minibatch) {
          return real.score(minibatch);
        }

        @Override
        public ModelSpec spec() {
          return real.spec();
        }

        @Override
        public long step() {
          return real.step();
        }

        @Override
        public void close() {
          real.close();
        }
      };
    }
  }
}
