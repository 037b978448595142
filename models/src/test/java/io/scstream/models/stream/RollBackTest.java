package io.scstream.models.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.models.ModelException;
import io.scstream.models.data.Cell;
import io.scstream.models.gauge.Gauge;
import io.scstream.models.learner.LearnerFactory;
import io.scstream.models.learner.LearnerSnapshot;
import io.scstream.models.learner.OnlineLearner;
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
          trainer.rollBackTo(first, cuts.get(0).alignment().gauge());
          LearnerSnapshot now = trainer.state().learner().orElseThrow();
          assertThat(values(now.weightsSafetensors()))
              .isEqualTo(values(first.weightsSafetensors()));
          assertThat(values(now.optimizerSafetensors()))
              .isEqualTo(values(first.optimizerSafetensors()));
          assertThat(now.step()).isGreaterThanOrEqualTo(before.lastCutStep());
          assertThat(trainer.counts().draws()).isEqualTo(before.draws());
          assertThat(trainer.counts().lastCutStep()).isEqualTo(before.lastCutStep());
          assertThat(trainer.counts().parentStep()).isEqualTo(first.step());
          cuts.add(
              new VersionCut(
                  first, before, Map.of(), cuts.get(0).canary(), cuts.get(0).alignment()));
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
      assertThatThrownBy(() -> trainer.rollBackTo(other.snapshot(), Gauge.first(0, SPEC)))
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
    FaultyLearners learners = new FaultyLearners();
    List<ChunkArrival> stream = ToyRun.stream(40, 1);
    try (StreamTrainer trainer = trainer(learners)) {
      stream.subList(0, 20).forEach(trainer::accept);
      long step = trainer.cut().orElseThrow().learner().step();
      stream.subList(20, 23).forEach(trainer::accept);
      learners.areWeightsSpoilt = true;
      assertThat(trainer.cut()).isEmpty();
      learners.areWeightsSpoilt = false;
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
}
