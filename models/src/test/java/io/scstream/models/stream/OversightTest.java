package io.scstream.models.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.models.forgetting.ForgettingOptions;
import io.scstream.models.forgetting.ForgettingReport;
import io.scstream.models.gate.Finding;
import io.scstream.models.gate.GateOptions;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.spec.Noise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OversightTest {
  private static final ModelSpec SPEC = ToyRun.spec(Noise.NEGATIVE_BINOMIAL);
  private static final OversightOptions ALL =
      new OversightOptions(
          new RatePolicy(10, 50, 0.05),
          new ForgettingOptions(4, 0.5, 1, 1),
          Optional.of(new GateOptions(0.5, 1, 1, 0, 0, 0.6)));

  private static StreamOptions options(OversightOptions oversight) {
    return new StreamOptions(
            3,
            new StreamOptions.Steps(16, 8, 1, 20, 5),
            new HoldOut(HoldOut.Unit.CELL, 0.3, 3),
            new StreamOptions.Memories(40, 5, 0, 60, 25),
            ToyRun.guard(10, 3),
            16)
        .with(oversight);
  }

  private static StreamTrainer trainer(OversightOptions oversight) {
    return StreamTrainer.start(options(oversight), SPEC, ToyRun.LEARNERS, MemoryWatcher.NONE);
  }

  private static List<VersionCut> run(StreamTrainer trainer, List<ChunkArrival> chunks) {
    List<VersionCut> cuts = new ArrayList<>();
    for (ChunkArrival chunk : chunks) {
      if (trainer.accept(chunk).isCutDue()) {
        trainer.cut().ifPresent(cuts::add);
      }
    }
    return cuts;
  }

  private static List<String> verdicts(List<VersionCut> cuts) {
    return cuts.stream().map(cut -> cut.gate().orElseThrow().toString()).toList();
  }

  @Test
  void goesOnAfterARestoreAsIfNothingHadHappened() {
    List<ChunkArrival> stream = ToyRun.stream(60, 1);
    StreamState expected;
    List<VersionCut> cuts;
    try (StreamTrainer trainer = trainer(ALL)) {
      cuts = run(trainer, stream);
      expected = trainer.state();
    }
    assertThat(cuts).anyMatch(cut -> cut.gate().orElseThrow().isPassed());
    assertThat(cuts).anyMatch(cut -> !cut.gate().orElseThrow().isPassed());
    assertThat(expected.oversight().forgetting().strata()).isNotEmpty();
    for (int stop : new int[] {1, 20, 37}) {
      StreamState half;
      List<VersionCut> both;
      try (StreamTrainer trainer = trainer(ALL)) {
        both = run(trainer, stream.subList(0, stop));
        half = trainer.state();
      }
      try (StreamTrainer trainer =
          StreamTrainer.restore(options(ALL), SPEC, ToyRun.LEARNERS, MemoryWatcher.NONE, half)) {
        both.addAll(run(trainer, stream.subList(stop, stream.size())));
        assertThat(trainer.state().oversight())
            .usingRecursiveComparison()
            .isEqualTo(expected.oversight());
        ToyRun.assertSame(trainer.state(), expected);
      }
      assertThat(verdicts(both)).isEqualTo(verdicts(cuts));
    }
  }

  /** Seven looks or so lie between a version and the chunk that spoils a step. */
  @Test
  void aChunkThatIsShutOutLeavesNoTrace() {
    List<ChunkArrival> stream = ToyRun.stream(60, 1);
    StreamState without = spoilt(stream, new ArrayList<>());
    assertThat(without.oversight().forgetting().lastStep()).isPositive();
    for (int place : new int[] {12, 33, 47, 60}) {
      List<Incident> incidents = new ArrayList<>();
      StreamState end = spoilt(ToyRun.with(stream, place, ToyRun.odd("odd", 100, 5)), incidents);
      assertThat(incidents).extracting(Incident::kind).containsOnly(Incident.Kind.ROLLED_BACK);
      ToyRun.assertSame(end, without);
      assertThat(end.oversight()).usingRecursiveComparison().isEqualTo(without.oversight());
    }
  }

  private static StreamState spoilt(List<ChunkArrival> stream, List<Incident> incidents) {
    FaultyLearners learners = new FaultyLearners();
    learners.oddFromStep = 0;
    StreamOptions options =
        new StreamOptions(
                3,
                new StreamOptions.Steps(16, 8, 1, 20, 16),
                new HoldOut(HoldOut.Unit.CELL, 0.3, 3),
                new StreamOptions.Memories(40, 5, 0, 60, 25),
                ToyRun.guard(1000, 3),
                16)
            .with(
                new OversightOptions(ALL.rate(), new ForgettingOptions(2, 0.5, 2, 1), ALL.gate()));
    try (StreamTrainer trainer = StreamTrainer.start(options, SPEC, learners, MemoryWatcher.NONE)) {
      for (ChunkArrival chunk : stream) {
        ChunkReport report = trainer.accept(chunk);
        incidents.addAll(report.incidents());
        if (report.isCutDue()) {
          trainer.cut();
        }
      }
      return trainer.state();
    }
  }

  @Test
  void looksEveryFewStepsOnceAVersionIsThere() {
    OversightOptions looking =
        new OversightOptions(
            RatePolicy.CONSTANT, new ForgettingOptions(4, 3, 3, 0), Optional.empty());
    try (StreamTrainer trainer = trainer(looking)) {
      List<ForgettingReport> looks = new ArrayList<>();
      boolean wasCut = false;
      for (ChunkArrival chunk : ToyRun.stream(60, 1)) {
        ChunkReport report = trainer.accept(chunk);
        assertThat(wasCut || report.forgetting().isEmpty()).isTrue();
        looks.addAll(report.forgetting());
        if (report.isCutDue()) {
          assertThat(trainer.cut().orElseThrow().gate()).isEmpty();
          wasCut = true;
        }
      }
      assertThat(looks).hasSizeGreaterThan(5);
      for (int i = 1; i < looks.size(); i++) {
        assertThat(looks.get(i).step() - looks.get(i - 1).step()).isGreaterThanOrEqualTo(4);
      }
      assertThat(looks.get(looks.size() - 1).strata())
          .extracting(ForgettingReport.Reading::stratum)
          .contains("control");
    }
  }

  /** Cells of another kind alone come after a while; to be worse at all is an alarm here. */
  @Test
  void anAlarmAddsStepsOnReplay() {
    OversightOptions touchy =
        new OversightOptions(
            RatePolicy.CONSTANT, new ForgettingOptions(1, 1e-9, 1, 1), Optional.empty());
    List<ChunkArrival> stream = new ArrayList<>(ToyRun.stream(40, 1));
    for (int i = 0; i < 40; i++) {
      stream.add(ToyRun.odd("odd" + i, 100, 2));
    }
    long usual = 0;
    long repairing = 0;
    try (StreamTrainer trainer = trainer(touchy)) {
      for (ChunkArrival chunk : stream) {
        long before = trainer.counts().cellsTrained();
        boolean isAlarmed =
            trainer.state().oversight().forgetting().strata().values().stream()
                .anyMatch(it -> it.worseInARow() >= 1);
        ChunkReport report = trainer.accept(chunk);
        long fresh = (trainer.counts().cellsTrained() - before) / 8;
        assertThat((long) report.steps().size()).isEqualTo(fresh * (isAlarmed ? 3 : 2));
        usual += isAlarmed ? 0 : fresh;
        repairing += isAlarmed ? fresh : 0;
        if (report.isCutDue()) {
          trainer.cut();
        }
      }
    }
    assertThat(usual).isPositive();
    assertThat(repairing).isPositive();
  }

  @Test
  void aFurtherConditionKeepsAVersionACandidate() {
    List<ChunkArrival> stream = ToyRun.stream(30, 1);
    OversightOptions wide =
        new OversightOptions(
            RatePolicy.CONSTANT,
            ForgettingOptions.OFF,
            Optional.of(new GateOptions(1000, 1, 1, 0, 0, 1000)));
    try (StreamTrainer trainer = trainer(wide)) {
      stream.subList(0, 20).forEach(trainer::accept);
      VersionCut refused = trainer.cut(List.of(Finding.broken("drift", "not acknowledged"))).get();
      assertThat(refused.gate().orElseThrow().reasons()).containsExactly("drift: not acknowledged");
      assertThat(trainer.state().oversight().promoted()).isEmpty();
      stream.subList(20, 30).forEach(trainer::accept);
      VersionCut next = trainer.cut().orElseThrow();
      assertThat(next.gate().orElseThrow().isPassed()).isTrue();
      assertThat(trainer.state().oversight().promoted().orElseThrow().step())
          .isEqualTo(next.learner().step());
    }
  }

  @Test
  void aVersionCutBesidesIsNotJudged() {
    try (StreamTrainer trainer = trainer(ALL)) {
      ToyRun.stream(20, 1).forEach(trainer::accept);
      assertThat(trainer.cutBesides().orElseThrow().gate()).isEmpty();
      assertThat(trainer.state().oversight().promoted()).isEmpty();
    }
  }

  @Test
  void theNextVersionIsMeasuredByTheOneGoneBackTo() {
    List<ChunkArrival> stream = ToyRun.stream(40, 1);
    try (StreamTrainer trainer = trainer(ALL)) {
      VersionCut first = run(trainer, stream.subList(0, 12)).get(0);
      run(trainer, stream.subList(12, 40));
      trainer.rollBackTo(first.learner(), first.alignment().gauge());
      OversightState.Promoted promoted = trainer.state().oversight().promoted().orElseThrow();
      assertThat(promoted.step()).isEqualTo(trainer.step());
      assertThat(promoted.bounds()).hasSize(trainer.state().holdOut().slots().size());
      assertThat(trainer.guardState().reducedUntilStep()).isEqualTo(trainer.step() + 2000);
    }
  }

  @Test
  void theRateFollowsThePolicyAndRisesAgainWhenToldTo() {
    RatePolicy policy = new RatePolicy(10, 50, 0.05);
    List<ChunkArrival> stream = ToyRun.stream(60, 1);
    try (StreamTrainer trainer = trainer(ALL)) {
      run(trainer, stream.subList(0, 40));
      long step = trainer.step();
      assertThat(step).isGreaterThan(20);
      trainer.rewarm();
      ChunkReport next =
          stream.subList(40, 60).stream()
              .map(trainer::accept)
              .filter(report -> !report.steps().isEmpty())
              .findFirst()
              .orElseThrow();
      RatePolicy.Clocks clocks = RatePolicy.Clocks.START.rewarmed(policy, step);
      assertThat(trainer.state().oversight().clocks()).isEqualTo(clocks);
      assertThat(next.rateShare()).hasValue(policy.share(clocks, next.step() - 1, 1));
    }
  }
}
