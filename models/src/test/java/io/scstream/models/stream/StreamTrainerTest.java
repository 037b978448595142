package io.scstream.models.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.models.learner.LearnerFactory;
import io.scstream.models.memory.RememberedCell;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.Normalization;
import io.scstream.models.spec.TrainingOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StreamTrainerTest {
  private static final int GENES = 30;
  private static final ModelSpec SPEC =
      new ContrastiveVaeSpec(
          new ContrastiveVaeSpec.Sizes(GENES, 8, 1, 2, 2),
          0.1,
          Normalization.LAYER,
          Noise.NEGATIVE_BINOMIAL);
  private static final LearnerFactory LEARNERS =
      new DjlLearnerFactory(TrainingOptions.of(3, 1e-2, 10), "cpu");

  private static StreamOptions options(int replaySteps, double heldOut) {
    return new StreamOptions(
        3,
        new StreamOptions.Steps(16, 8, replaySteps, 20, 5),
        new HoldOut(HoldOut.Unit.CELL, heldOut, 3),
        new StreamOptions.Memories(40, 5, 0, 30, 25),
        new StreamOptions.Guard(10, 10, 20, 3, 3, 10_000),
        16);
  }

  private static StreamTrainer trainer(StreamOptions options) {
    return StreamTrainer.start(options, SPEC, LEARNERS, MemoryWatcher.NONE);
  }

  /** Chunks of 1 to 12 cells, two strata of targets, one of controls. */
  private static List<ChunkArrival> stream(int chunks) {
    List<ChunkArrival> stream = new ArrayList<>();
    CounterRandom random = CounterRandom.of(17, 0, "stream");
    int number = 0;
    for (int chunk = 0; chunk < chunks; chunk++) {
      List<Arrival> arrivals = new ArrayList<>();
      for (int left = 1 + random.nextInt(12); left > 0; left--) {
        arrivals.add(arrival(number++, random));
      }
      stream.add(new ChunkArrival("chunk" + chunk, arrivals, 1));
    }
    return stream;
  }

  private static Arrival arrival(int number, CounterRandom random) {
    boolean control = random.nextDouble() < 0.4;
    int[] genes = {random.nextInt(10), 10 + random.nextInt(10), 20 + random.nextInt(10)};
    int[] counts = {1 + random.nextInt(5), 1 + random.nextInt(5), 1 + random.nextInt(50)};
    Cell cell = Cell.of("c" + number, control ? Role.BACKGROUND : Role.TARGET, 100, genes, counts);
    String stratum = control ? "control" : "t" + number % 2;
    return new Arrival(new RememberedCell(cell, stratum), Optional.empty());
  }

  @Test
  void everyCellIsHeldOutOrTrainedOnOnce() {
    List<ChunkArrival> stream = stream(30);
    long cells = stream.stream().mapToInt(chunk -> chunk.cells().size()).sum();
    Set<String> replayed = new HashSet<>();
    Set<String> heldOut = new HashSet<>();
    MemoryWatcher watcher =
        new MemoryWatcher() {
          @Override
          public void stored(Which memory, int slot, RememberedCell cell) {
            if (memory != Which.REFERENCE) {
              (memory == Which.REPLAY ? replayed : heldOut).add(cell.cell().id());
            }
          }

          @Override
          public void removed(Which memory, int slot) {
            throw new AssertionError("nothing goes back");
          }
        };
    try (StreamTrainer trainer = StreamTrainer.start(options(1, 0.2), SPEC, LEARNERS, watcher)) {
      stream.forEach(trainer::accept);
      trainer.finish();
      StreamCounts counts = trainer.counts();
      assertThat(counts.cellsSeen()).isEqualTo(cells);
      assertThat(counts.cellsHeldOut()).isPositive();
      assertThat(counts.cellsTrained() + counts.cellsHeldOut()).isEqualTo(cells);
      assertThat(replayed).doesNotContainAnyElementsOf(heldOut);
    }
  }

  @Test
  void aStepTakesNewCellsAndThenReplays() {
    try (StreamTrainer trainer = trainer(options(2, 0))) {
      List<ChunkReport> reports = stream(20).stream().map(trainer::accept).toList();
      long cells = trainer.counts().cellsSeen();
      long steps = reports.stream().mapToLong(report -> report.steps().size()).sum();
      assertThat(steps).isEqualTo(cells / 8 * 3);
      assertThat(trainer.counts().cellsTrained()).isEqualTo(cells / 8 * 8);
      assertThat(reports.get(0).prequential()).isEmpty();
      assertThat(reports.get(reports.size() - 1).prequential()).isNotEmpty();
      trainer.finish();
      assertThat(trainer.counts().cellsTrained()).isEqualTo(cells);
    }
  }

  @Test
  void goesOnAfterARestoreToTheByte() {
    List<ChunkArrival> stream = stream(40);
    StreamOptions options = options(2, 0.1);
    StreamState uninterrupted;
    try (StreamTrainer trainer = trainer(options)) {
      stream.forEach(trainer::accept);
      trainer.finish();
      uninterrupted = trainer.state();
    }
    for (int stop : new int[] {1, 3, 17, 39}) {
      StreamState half;
      try (StreamTrainer trainer = trainer(options)) {
        stream.subList(0, stop).forEach(trainer::accept);
        half = trainer.state();
      }
      try (StreamTrainer trainer =
          StreamTrainer.restore(options, SPEC, LEARNERS, MemoryWatcher.NONE, half)) {
        stream.subList(stop, stream.size()).forEach(trainer::accept);
        trainer.finish();
        assertSame(trainer.state(), uninterrupted);
      }
    }
  }

  private static void assertSame(StreamState actual, StreamState expected) {
    assertThat(actual.learner().orElseThrow().weightsSafetensors())
        .isEqualTo(expected.learner().orElseThrow().weightsSafetensors());
    assertThat(actual.learner().orElseThrow().optimizerSafetensors())
        .isEqualTo(expected.learner().orElseThrow().optimizerSafetensors());
    assertThat(actual.counts()).isEqualTo(expected.counts());
    assertThat(ids(actual.replay())).isEqualTo(ids(expected.replay()));
    assertThat(ids(actual.holdOut())).isEqualTo(ids(expected.holdOut()));
    assertThat(ids(actual.reference())).isEqualTo(ids(expected.reference()));
    assertThat(actual.replay().seen()).isEqualTo(expected.replay().seen());
  }

  private static List<String> ids(StreamState.Memory memory) {
    return memory.slots().values().stream().map(cell -> cell.cell().id()).toList();
  }

  @Test
  void trainsOnOneRoleUntilTheOtherComes() {
    List<Arrival> all = stream(60).stream().flatMap(it -> it.cells().stream()).toList();
    List<Arrival> controls =
        all.stream().filter(a -> a.remembered().cell().role() == Role.BACKGROUND).toList();
    List<Arrival> targets =
        all.stream().filter(a -> a.remembered().cell().role() == Role.TARGET).toList();
    try (StreamTrainer trainer = trainer(options(0, 0))) {
      ChunkReport first = trainer.accept(new ChunkArrival("c", controls.subList(0, 30), 1));
      assertThat(first.steps()).hasSize(3);
      assertThat(first.steps()).allMatch(step -> step.terms().klSalient() == 0);
      ChunkReport second = trainer.accept(new ChunkArrival("t", targets.subList(0, 30), 1));
      assertThat(second.steps()).allMatch(step -> step.terms().klSalient() > 0);
      // Six controls still waited, so that the first step has two targets, the second two and
      // eight.
      assertThat(second.steps().get(0).terms().cells()).isEqualTo(16 + 2);
      assertThat(second.steps().get(1).terms().cells()).isEqualTo(16 + 10);
    }
  }

  @Test
  void cutsAVersionAfterSoManySteps() {
    try (StreamTrainer trainer = trainer(options(0, 0.3))) {
      List<Long> cuts = new ArrayList<>();
      for (ChunkArrival chunk : stream(40)) {
        if (trainer.accept(chunk).isCutDue()) {
          VersionCut cut = trainer.cut().orElseThrow();
          assertThat(cut.counts().lastCutStep())
              .isEqualTo(cuts.isEmpty() ? 0 : cuts.get(cuts.size() - 1));
          assertThat(cut.heldOut()).containsKeys(Role.BACKGROUND, Role.TARGET);
          cuts.add(cut.learner().step());
        }
      }
      assertThat(cuts).hasSizeGreaterThan(2).isSorted();
      assertThat(cuts.get(1) - cuts.get(0)).isGreaterThanOrEqualTo(5);
      trainer.finish();
      boolean stepped = trainer.cut().isPresent();
      assertThat(trainer.cut()).as("no step since the last cut, which was %s", stepped).isEmpty();
    }
  }

  @Test
  void theSameCellsAreHeldOutByWhoeverAsks() {
    HoldOut rule = new HoldOut(HoldOut.Unit.DONOR, 0.1, 5);
    Set<String> heldOut = new HashSet<>();
    for (int donor = 0; donor < 2000; donor++) {
      Optional<String> name = Optional.of("d" + donor);
      assertThat(rule.holds("x", name)).isEqualTo(rule.holds("y", name));
      if (rule.holds("x", name)) {
        heldOut.add(name.get());
      }
    }
    assertThat(heldOut.size()).isBetween(150, 250);
    assertThat(new HoldOut(HoldOut.Unit.CELL, 0, 5).holds("x", Optional.empty())).isFalse();
  }
}
