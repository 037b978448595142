package io.scstream.models.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.models.learner.LearnerFactory;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.spec.Noise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TrainingGuardTest {
  private static final ChunkArrival UNREPRESENTABLE = ToyRun.odd("odd", 1e300, 1);

  /** Its score is finite, but the squares of its gradient leave the range of float32. */
  private static final ChunkArrival OVERFLOWING = ToyRun.odd("odd", 100, Integer.MAX_VALUE);

  /** Cells like others, of which {@link FaultyLearners} make no finite gradient. */
  private static final ChunkArrival POISON = ToyRun.odd("odd", 100, 5);

  /** How a run ended. */
  private record End(StreamState state, List<Incident> incidents, List<VersionCut> cuts) {}

  private static StreamTrainer trainer(
      LearnerFactory learners, Noise noise, StreamOptions options, MemoryWatcher watcher) {
    return StreamTrainer.start(options, ToyRun.spec(noise), learners, watcher);
  }

  private static End run(
      Noise noise, StreamOptions.Guard guard, boolean isCut, List<ChunkArrival> stream) {
    return run(ToyRun.LEARNERS, noise, guard, isCut, stream);
  }

  private static End run(
      FaultyLearners learners, StreamOptions.Guard guard, List<ChunkArrival> stream) {
    return run(learners, Noise.NEGATIVE_BINOMIAL, guard, false, stream);
  }

  private static End run(
      LearnerFactory learners,
      Noise noise,
      StreamOptions.Guard guard,
      boolean isCut,
      List<ChunkArrival> stream) {
    ToyRun.Mirror mirror = new ToyRun.Mirror();
    List<Incident> incidents = new ArrayList<>();
    List<VersionCut> cuts = new ArrayList<>();
    try (StreamTrainer trainer = trainer(learners, noise, ToyRun.options(guard), mirror)) {
      for (ChunkArrival chunk : stream) {
        ChunkReport report = trainer.accept(chunk);
        incidents.addAll(report.incidents());
        if (isCut && report.isCutDue()) {
          trainer.cut().ifPresent(cuts::add);
        }
      }
      incidents.addAll(trainer.finish().incidents());
      StreamState state = trainer.state();
      for (MemoryWatcher.Which which : MemoryWatcher.Which.values()) {
        assertThat(mirror.of(which)).isEqualTo(ToyRun.ids(state.memory(which)));
      }
      return new End(state, incidents, cuts);
    }
  }

  private static FaultyLearners oddFrom(long step) {
    FaultyLearners learners = new FaultyLearners();
    learners.oddFromStep = step;
    return learners;
  }

  @Test
  @Tag("acceptance-8")
  void aChunkThatCannotBeRepresentedLeavesNoTrace() {
    List<ChunkArrival> stream = ToyRun.stream(30, 1);
    StreamOptions.Guard guard = ToyRun.guard(10, 0);
    End without = run(Noise.NEGATIVE_BINOMIAL, guard, true, stream);
    assertThat(without.incidents()).isEmpty();
    assertThat(without.cuts()).hasSizeGreaterThan(2);
    for (int position : new int[] {0, 1, 15, 30}) {
      List<ChunkArrival> spoilt = ToyRun.with(stream, position, UNREPRESENTABLE);
      End end = run(Noise.NEGATIVE_BINOMIAL, guard, true, spoilt);
      ToyRun.assertSame(end.state(), without.state());
      assertThat(end.cuts()).hasSameSizeAs(without.cuts());
      assertThat(end.incidents())
          .containsExactly(
              new Incident(
                  Incident.Kind.QUARANTINED,
                  List.of("odd"),
                  "library size 1.0E300 of cell odd0 is outside the range of float32"));
      assertThat(end.state().guard().quarantined()).containsOnlyKeys("odd");
      assertThat(end.state().guard().cellsQuarantined()).isEqualTo(9);
    }
  }

  @Test
  @Tag("acceptance-8")
  void aChunkThatSpoilsAStepLeavesNoTraceOnceTheRunHasGoneBack() {
    List<ChunkArrival> stream = ToyRun.stream(30, 1);
    StreamOptions.Guard guard = ToyRun.guard(1000, 0);
    End without = run(oddFrom(0), guard, stream);
    assertThat(without.incidents()).isEmpty();
    for (int position : new int[] {0, 1, 15, 30}) {
      End end = run(oddFrom(0), guard, ToyRun.with(stream, position, POISON));
      assertThat(end.incidents()).as("at %d", position).hasSize(1);
      ToyRun.assertSame(end.state(), without.state());
      Incident incident = end.incidents().get(0);
      assertThat(incident.kind()).isEqualTo(Incident.Kind.ROLLED_BACK);
      assertThat(incident.chunks()).containsExactly("odd");
      assertThat(incident.detail())
          .matches("a loss or gradient that is not finite: went back from step \\d+ to 0");
      assertThat(end.state().guard().cellsQuarantined()).isEqualTo(9);
      assertThat(end.state().guard().reducedUntilStep()).isZero();
      assertThat(end.state().guard().rollbacks()).isEmpty();
    }
  }

  @Test
  @Tag("acceptance-8")
  void aGradientThatOverflowsLeavesNoTraceEither() {
    List<ChunkArrival> stream = ToyRun.stream(30, 1);
    StreamOptions.Guard guard = ToyRun.guard(1000, 0);
    End without = run(Noise.GAUSSIAN, guard, false, stream);
    End end = run(Noise.GAUSSIAN, guard, false, ToyRun.with(stream, 15, OVERFLOWING));
    assertThat(end.incidents()).extracting(Incident::chunks).containsExactly(List.of("odd"));
    ToyRun.assertSame(end.state(), without.state());
  }

  /** However many there are: each is proven, so that none is a step towards being halted. */
  @Test
  void manyBadChunksAreShutOutOneByOne() {
    List<ChunkArrival> stream = ToyRun.stream(20, 1);
    StreamOptions.Guard guard = ToyRun.guard(1000, 0);
    End without = run(oddFrom(0), guard, stream);
    List<ChunkArrival> spoilt = stream;
    List<String> odd = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      spoilt = ToyRun.with(spoilt, 3 + 4 * i, ToyRun.odd("odd" + i, 100, 5));
      odd.add("odd" + i);
    }
    End end = run(oddFrom(0), guard, spoilt);
    ToyRun.assertSame(end.state(), without.state());
    assertThat(end.incidents()).extracting(Incident::kind).containsOnly(Incident.Kind.ROLLED_BACK);
    assertThat(end.state().guard().quarantined()).containsOnlyKeys(odd);
  }

  /**
   * The safe model takes the chunk; the one that it spoils, long after its first step, does not.
   */
  @Test
  void aChunkThatReplayBringsBackIsFoundAmongAllSinceTheSafePoint() {
    List<ChunkArrival> stream = ToyRun.stream(30, 1);
    StreamOptions.Guard guard = ToyRun.guard(1000, 3);
    End without = run(oddFrom(20), guard, stream);
    End end = run(oddFrom(20), guard, ToyRun.with(stream, 2, POISON));
    assertThat(end.incidents()).extracting(Incident::chunks).containsExactly(List.of("odd"));
    assertThat(end.state().guard().rollbacks()).hasSize(1);
    ToyRun.assertSame(end.state(), without.state());
  }

  @Test
  void cellsFromBeforeTheSafePointAreTakenOutOfReplayAndNobodyElseIsBlamed() {
    List<ChunkArrival> stream = ToyRun.with(ToyRun.stream(30, 1), 2, POISON);
    End end = run(oddFrom(20), ToyRun.guard(4, 3), stream);
    assertThat(end.incidents()).isNotEmpty();
    assertThat(end.incidents())
        .allSatisfy(
            incident -> {
              assertThat(incident.kind()).isEqualTo(Incident.Kind.ROLLED_BACK);
              assertThat(incident.chunks()).isEmpty();
              assertThat(incident.detail())
                  .matches(".* to [1-9]\\d*; cells taken out of the replay memory: [1-9]");
            });
    assertThat(end.state().guard().quarantined()).isEmpty();
    assertThat(ToyRun.ids(end.state().replay()).values()).noneMatch(id -> id.startsWith("odd"));
    assertConserved(end.state(), stream);
  }

  /** What came before a cut stays, but for cells that still wait. */
  @Test
  void neverGoesBackBehindAVersion() {
    List<ChunkArrival> stream = ToyRun.with(ToyRun.stream(40, 1), 20, POISON);
    StreamOptions.Guard guard = ToyRun.guard(1000, 3);
    StreamOptions options = ToyRun.options(guard);
    int rollbacks = 0;
    long last = 0;
    try (StreamTrainer trainer =
        trainer(oddFrom(0), Noise.NEGATIVE_BINOMIAL, options, MemoryWatcher.NONE)) {
      for (ChunkArrival chunk : stream) {
        ChunkReport report = trainer.accept(chunk);
        for (Incident incident : report.incidents()) {
          assertThat(last).isPositive();
          assertThat(incident.detail()).endsWith(" to " + last);
          rollbacks++;
        }
        assertThat(report.step()).isGreaterThanOrEqualTo(last);
        if (report.isCutDue()) {
          last = trainer.cut().orElseThrow().learner().step();
        }
      }
      assertThat(rollbacks).isEqualTo(1);
      assertThat(trainer.guardState().quarantined()).containsOnlyKeys("odd");
      assertConserved(trainer.state(), stream);
    }
  }

  @Test
  void goingBackTwiceDoesNotBringBackWhatWasDroppedBefore() {
    List<ChunkArrival> stream = ToyRun.stream(30, 1);
    StreamOptions options = ToyRun.options(ToyRun.guard(1000, 0));
    ChunkArrival waiting = new ChunkArrival("odd0", POISON.cells().subList(0, 3), 1);
    int position = 10;
    StreamState without;
    try (StreamTrainer trainer = cutAfter(oddFrom(0), options, stream.subList(0, position))) {
      assertThat(trainer.state().carry()).hasSizeLessThan(5);
      stream.subList(position, stream.size()).forEach(trainer::accept);
      trainer.finish();
      without = trainer.state();
    }
    List<ChunkArrival> first = ToyRun.with(stream.subList(0, position), position, waiting);
    List<ChunkArrival> rest =
        ToyRun.with(stream.subList(position, stream.size()), 3, ToyRun.odd("odd1", 100, 5));
    try (StreamTrainer trainer = cutAfter(oddFrom(0), options, first)) {
      assertThat(trainer.state().carry()).extracting(Waiting::chunk).contains("odd0");
      List<List<String>> shutOut = new ArrayList<>();
      rest.forEach(it -> trainer.accept(it).incidents().forEach(i -> shutOut.add(i.chunks())));
      trainer.finish();
      assertThat(shutOut).containsExactly(List.of("odd0"), List.of("odd1"));
      assertThat(trainer.guardState().cellsQuarantined()).isEqualTo(3 + 9);
      // Not all is the same: the reference had seen what came before the version.
      assertThat(trainer.counts()).isEqualTo(without.counts());
      assertThat(trainer.state().learner().orElseThrow().weightsSafetensors())
          .isEqualTo(without.learner().orElseThrow().weightsSafetensors());
    }
  }

  /** Safe points come after each step here, but not while steps are being refused. */
  @Test
  void goesBackToBeforeTheFirstOfSeveralRefusedSteps() {
    FaultyLearners learners = oddFrom(0);
    learners.areOddRefused = true;
    List<ChunkArrival> stream = ToyRun.with(ToyRun.stream(30, 1), 15, POISON);
    End end = run(learners, ToyRun.guard(1, 3), stream);
    assertThat(end.incidents()).hasSize(1);
    assertThat(end.incidents().get(0).chunks()).contains("odd");
    assertThat(end.incidents().get(0).detail()).startsWith("3 refused steps in a row");
    assertThat(ToyRun.ids(end.state().replay()).values()).noneMatch(id -> id.startsWith("odd"));
    assertThat(end.state().guard().reducedUntilStep()).isGreaterThan(Guard.REDUCED_STEPS);
    assertConserved(end.state(), stream);
  }

  private static void assertConserved(StreamState state, List<ChunkArrival> stream) {
    StreamCounts counts = state.counts();
    long cells = stream.stream().mapToLong(chunk -> chunk.cells().size()).sum();
    assertThat(counts.cellsSeen() + state.guard().cellsQuarantined()).isEqualTo(cells);
    assertThat(
            counts.cellsTrained()
                + counts.cellsHeldOut()
                + counts.cellsThinned()
                + state.carry().size())
        .isEqualTo(counts.cellsSeen());
  }

  @Test
  void haltsWhenItGoesBackTooOftenAndLosesNothing() {
    List<ChunkArrival> stream = ToyRun.stream(30, 1);
    StreamOptions options = ToyRun.options(ToyRun.guard(1000, 0));
    int position = 15;
    StreamState without;
    try (StreamTrainer trainer = cutAfter(oddFrom(0), options, stream.subList(0, position))) {
      stream.subList(position, stream.size()).forEach(trainer::accept);
      trainer.finish();
      without = trainer.state();
    }
    FaultyLearners learners = oddFrom(Long.MAX_VALUE);
    StreamState halted;
    try (StreamTrainer trainer = cutAfter(learners, options, stream.subList(0, position))) {
      // Learned at first, so that the safe model takes it and nothing is proven.
      learners.oddFromStep = trainer.accept(POISON).step() + 1;
      ChunkReport report = trainer.accept(stream.get(position++));
      while (!trainer.isHalted()) {
        report = trainer.accept(stream.get(position++));
      }
      assertHalted(trainer, report, stream.get(position));
      halted = trainer.state();
      assertConserved(halted, ToyRun.with(stream.subList(0, position), 15, POISON));
    }
    ModelSpec spec = ToyRun.spec(Noise.NEGATIVE_BINOMIAL);
    try (StreamTrainer trainer =
        StreamTrainer.restore(options, spec, ToyRun.LEARNERS, MemoryWatcher.NONE, halted)) {
      assertThat(trainer.isHalted()).isTrue();
      assertThat(trainer.guardState()).isEqualTo(halted.guard());
      trainer.resume();
      stream.subList(position, stream.size()).forEach(trainer::accept);
      assertThat(trainer.accept(POISON).incidents())
          .extracting(Incident::kind)
          .containsExactly(Incident.Kind.QUARANTINED);
      trainer.finish();
      ToyRun.assertSame(trainer.state(), without);
    }
  }

  private static void assertHalted(StreamTrainer trainer, ChunkReport last, ChunkArrival next) {
    assertThat(last.incidents())
        .extracting(Incident::kind)
        .containsExactly(Incident.Kind.ROLLED_BACK, Incident.Kind.HALTED);
    assertThat(last.incidents()).extracting(Incident::chunks).containsOnly(List.of("odd"));
    assertThat(last.isCutDue()).isFalse();
    assertThatThrownBy(() -> trainer.accept(next))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Cannot take in chunk %s: training is halted; expected resume() before", next.id());
    assertThat(trainer.finish().steps()).isEmpty();
  }

  /** A run that has taken in some chunks and made a version, which it will not go back behind. */
  private static StreamTrainer cutAfter(
      LearnerFactory learners, StreamOptions options, List<ChunkArrival> first) {
    StreamTrainer trainer = trainer(learners, Noise.NEGATIVE_BINOMIAL, options, MemoryWatcher.NONE);
    first.forEach(trainer::accept);
    assertThat(trainer.cut()).isPresent();
    return trainer;
  }

  /** A fault of the device, say: no step can be taken any more, whatever the cells. */
  @Test
  void aFaultThatNoChunkExplainsEndsInAHalt() {
    List<ChunkArrival> stream = ToyRun.stream(40, 1);
    FaultyLearners learners = new FaultyLearners();
    learners.soundUpdates = 25;
    StreamOptions options = ToyRun.options(ToyRun.guard(4, 2));
    try (StreamTrainer trainer =
        trainer(learners, Noise.NEGATIVE_BINOMIAL, options, MemoryWatcher.NONE)) {
      List<Incident.Kind> kinds = new ArrayList<>();
      int taken = 0;
      while (!trainer.isHalted()) {
        trainer.accept(stream.get(taken++)).incidents().forEach(it -> kinds.add(it.kind()));
      }
      assertThat(kinds).containsOnlyOnce(Incident.Kind.HALTED);
      assertThat(kinds).endsWith(Incident.Kind.HALTED);
      assertConserved(trainer.state(), stream.subList(0, taken));
      learners.soundUpdates = Integer.MAX_VALUE;
      long step = trainer.state().learner().orElseThrow().step();
      trainer.resume();
      assertThat(trainer.accept(stream.get(taken)).step()).isGreaterThan(step);
      assertThat(trainer.isHalted()).isFalse();
    }
  }

  @Test
  void goesBackAndSlowsDownAfterManyWildSteps() {
    StreamOptions.Guard guard = new StreamOptions.Guard(7, 1.0001, 1, 3, 1000, 10_000);
    List<ChunkArrival> stream = ToyRun.stream(60, 1);
    End end = run(Noise.NEGATIVE_BINOMIAL, guard, false, stream);
    assertThat(end.incidents()).isNotEmpty();
    Incident first = end.incidents().get(0);
    assertThat(first.kind()).isEqualTo(Incident.Kind.ROLLED_BACK);
    assertThat(first.chunks()).isNotEmpty();
    assertThat(first.detail()).startsWith("1 steps in a row with a gradient above");
    assertThat(end.state().guard().reducedUntilStep()).isGreaterThan(Guard.REDUCED_STEPS);
    assertConserved(end.state(), stream);
  }

  @Test
  void thinnedCellsAreRememberedButWaitForNoStep() {
    List<ChunkArrival> stream = ToyRun.stream(30, 0.5);
    End end = run(Noise.NEGATIVE_BINOMIAL, ToyRun.guard(10, 3), true, stream);
    assertThat(end.state().counts().cellsThinned()).isBetween(50L, 150L);
    assertConserved(end.state(), stream);
    assertThat(end.state().reference().seen())
        .containsEntry("all", end.state().counts().cellsSeen());
    long replay = end.state().replay().seen().values().stream().mapToLong(Long::longValue).sum();
    assertThat(replay)
        .isEqualTo(end.state().counts().cellsTrained() + end.state().counts().cellsThinned());
    List<ChunkArrival> none = ToyRun.stream(30, 0);
    try (StreamTrainer trainer =
        trainer(
            ToyRun.LEARNERS,
            Noise.NEGATIVE_BINOMIAL,
            ToyRun.options(ToyRun.guard(10, 3)),
            MemoryWatcher.NONE)) {
      none.forEach(trainer::accept);
      assertThat(trainer.finish().step()).isZero();
      assertThat(trainer.counts().cellsTrained()).isZero();
    }
  }
}
