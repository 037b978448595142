package io.scstream.models.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.gauge.Gauge;
import io.scstream.models.gauge.Movement;
import io.scstream.models.gauge.Panel;
import io.scstream.models.gauge.PanelCodes;
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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Published codes of a panel while a model learns from a stream that does not change. */
class AlignmentTest {
  private static final int GENES = 30;
  private static final ModelSpec SPEC =
      new ContrastiveVaeSpec(
          new ContrastiveVaeSpec.Sizes(GENES, 16, 1, 3, 2),
          0.1,
          Normalization.LAYER,
          Noise.NEGATIVE_BINOMIAL);
  private static final StreamOptions OPTIONS =
      new StreamOptions(
          3,
          new StreamOptions.Steps(24, 12, 1, 48, 6),
          new HoldOut(HoldOut.Unit.CELL, 0.1, 3),
          new StreamOptions.Memories(400, 20, 0, 20, 60),
          ToyRun.guard(50, 3),
          16);

  private static final LearnerFactory REAL =
      new DjlLearnerFactory(TrainingOptions.of(3, 5e-3, 10), "cpu");

  private final TurningLearners learners = new TurningLearners(REAL);

  private static StreamTrainer trainer(LearnerFactory learners) {
    return StreamTrainer.start(OPTIONS, SPEC, learners, MemoryWatcher.NONE);
  }

  /** Three types of cells; half of the targets switch on six genes. */
  private static ChunkArrival chunk(int number, int controls, int targets) {
    CounterRandom random = CounterRandom.of(5, number, "typed");
    List<Arrival> arrivals = new ArrayList<>();
    for (int i = 0; i < controls + targets; i++) {
      Role role = i < controls ? Role.BACKGROUND : Role.TARGET;
      int type = random.nextInt(3);
      boolean responds = role == Role.TARGET && random.nextInt(2) == 0;
      int[] counts = new int[GENES];
      for (int gene = 0; gene < GENES; gene++) {
        int level = gene < 24 && gene / 8 == type ? 20 : 4;
        counts[gene] = 1 + random.nextInt(gene >= 24 && responds ? 40 : level);
      }
      Cell cell =
          Cell.of(
              "c" + number + "-" + i,
              role,
              Arrays.stream(counts).sum(),
              IntStream.range(0, GENES).toArray(),
              counts);
      arrivals.add(new Arrival(new RememberedCell(cell, role.name()), Optional.empty()));
    }
    return new ChunkArrival("chunk" + number, arrivals, 1);
  }

  /** The versions that so many chunks make due. */
  private static List<VersionCut> run(StreamTrainer trainer, int from, int chunks) {
    List<VersionCut> cuts = new ArrayList<>();
    for (int number = from; number < from + chunks; number++) {
      if (trainer.accept(chunk(number, 6, 7)).isCutDue()) {
        trainer.cut().ifPresent(cuts::add);
      }
    }
    return cuts;
  }

  private static Panel panel(VersionCut cut) {
    return cut.alignment().panel().orElseThrow();
  }

  /** The codes that a version published for these cells, background cells first. */
  private static PanelCodes published(List<Cell> cells, VersionCut cut) {
    return panel(cut).publishedOf(cells);
  }

  /** The same as the learner gave them. */
  private static PanelCodes unaligned(List<Cell> cells, VersionCut cut) {
    return cut.alignment().gauge().inverse().publish(published(cells, cut));
  }

  /** The same without the turns that were forced on them. */
  private static PanelCodes learned(List<Cell> cells, VersionCut cut) {
    return TurningLearners.turn(cut.learner().step(), SPEC)
        .inverse()
        .publish(unaligned(cells, cut));
  }

  /** The largest movement from one version to the next, and from the first to the last. */
  private record Drift(double successive, double overall) {
    static Drift of(BiFunction<List<Cell>, VersionCut, PanelCodes> codes, List<VersionCut> cuts) {
      List<Cell> cells = panel(cuts.get(0)).cells();
      double successive = 0;
      for (int i = 1; i < cuts.size(); i++) {
        Movement step =
            Movement.between(codes.apply(cells, cuts.get(i - 1)), codes.apply(cells, cuts.get(i)));
        successive = Math.max(successive, Math.max(step.background(), step.salient()));
      }
      Movement all =
          Movement.between(
              codes.apply(cells, cuts.get(0)), codes.apply(cells, cuts.get(cuts.size() - 1)));
      return new Drift(successive, Math.max(all.background(), all.salient()));
    }
  }

  @Test
  void publishedCodesStayInPlaceOverFiftyVersions() {
    learners.settlingFromStep = 300;
    List<VersionCut> cuts;
    try (StreamTrainer trainer = trainer(learners)) {
      cuts = run(trainer, 0, 340);
    }
    List<VersionCut> settled =
        cuts.stream().filter(cut -> cut.learner().step() > 320).limit(50).toList();
    assertThat(settled).hasSize(50);
    long number = settled.get(0).alignment().gauge().number();
    assertThat(number).isLessThan(100);
    assertThat(settled).allMatch(cut -> cut.alignment().gauge().number() == number);
    Drift published = Drift.of(AlignmentTest::published, settled);
    Drift unaligned = Drift.of(AlignmentTest::unaligned, settled);
    Drift learned = Drift.of(AlignmentTest::learned, settled);
    String measured = published + ", unaligned " + unaligned + ", learned " + learned;
    assertThat(published.successive()).as(measured).isLessThan(0.1);
    assertThat(published.overall()).as(measured).isLessThan(0.1);
    assertThat(unaligned.successive()).as(measured).isGreaterThan(1);
    assertThat(unaligned.overall()).as(measured).isGreaterThan(0.3);
    // What is left is what the model learned, not a rotation.
    assertThat(published.successive()).as(measured).isLessThan(1.1 * learned.successive());
    Movement told = settled.get(1).alignment().movement().orElseThrow();
    assertThat(Math.max(told.background(), told.salient())).isLessThan(0.1);
  }

  @Test
  void aRestoredRunCutsTheSameVersionsToTheByte() {
    List<VersionCut> expected;
    try (StreamTrainer trainer = trainer(learners)) {
      expected = run(trainer, 0, 30);
    }
    List<VersionCut> cuts;
    StreamState half;
    try (StreamTrainer trainer = trainer(learners)) {
      cuts = run(trainer, 0, 17);
      half = trainer.stateWithoutSlots();
      StreamState whole = trainer.state();
      assertThat(half.panel()).isEqualTo(whole.panel()).isPresent();
      half = whole;
    }
    try (StreamTrainer trainer =
        StreamTrainer.restore(OPTIONS, SPEC, learners, MemoryWatcher.NONE, half)) {
      cuts.addAll(run(trainer, 17, 13));
    }
    assertThat(cuts).hasSameSizeAs(expected).hasSizeGreaterThan(6);
    for (int i = 0; i < cuts.size(); i++) {
      assertSame(cuts.get(i), expected.get(i));
    }
  }

  private static void assertSame(VersionCut actual, VersionCut expected) {
    assertThat(actual.alignment().gauge()).isEqualTo(expected.alignment().gauge());
    assertThat(actual.alignment().movement()).isEqualTo(expected.alignment().movement());
    assertThat(actual.learner().weightsSafetensors())
        .isEqualTo(expected.learner().weightsSafetensors());
    assertThat(panel(actual).cells())
        .extracting(Cell::id)
        .isEqualTo(panel(expected).cells().stream().map(Cell::id).toList());
    assertThat(panel(actual).published().background())
        .isDeepEqualTo(panel(expected).published().background());
    assertThat(panel(actual).published().salient())
        .isDeepEqualTo(panel(expected).published().salient());
  }

  @Test
  void aVersionBesidesChangesNothing() {
    List<VersionCut> expected = cutAtEveryFourthChunk(false);
    List<VersionCut> cuts = cutAtEveryFourthChunk(true);
    assertThat(expected).hasSize(4);
    for (int i = 0; i < expected.size(); i++) {
      assertSame(cuts.get(i), expected.get(i));
    }
  }

  private List<VersionCut> cutAtEveryFourthChunk(boolean areOthersCutBesides) {
    List<VersionCut> cuts = new ArrayList<>();
    try (StreamTrainer trainer = trainer(learners)) {
      for (int number = 0; number < 20; number++) {
        trainer.accept(chunk(number, 6, 7));
        if (number > 4 && number % 4 == 0) {
          cuts.add(trainer.cut().orElseThrow());
        } else if (number % 4 == 2 && areOthersCutBesides) {
          trainer
              .cutBesides()
              .ifPresent(
                  besides ->
                      assertThat(besides.alignment().gauge().number())
                          .isEqualTo(
                              cuts.isEmpty()
                                  ? trainer.step()
                                  : cuts.get(0).alignment().gauge().number()));
        }
      }
      cuts.add(cutAfter(trainer, 20));
    }
    return cuts;
  }

  private static VersionCut cutAfter(StreamTrainer trainer, int number) {
    trainer.accept(chunk(number, 6, 7));
    return trainer.cut().orElseThrow();
  }

  @Test
  void afterARollbackThePanelIsWhereThatVersionPublishedIt() {
    try (StreamTrainer trainer = trainer(REAL)) {
      List<VersionCut> cuts = run(trainer, 0, 90);
      VersionCut back = cuts.get(8);
      PanelCodes then = published(panel(back).cells(), back);
      trainer.rollBackTo(back.learner(), back.alignment().gauge());
      Panel now = trainer.state().panel().orElseThrow();
      assertThat(now.gauge()).isEqualTo(back.alignment().gauge());
      assertThat(now.cells()).hasSameSizeAs(panel(cuts.get(cuts.size() - 1)).cells());
      VersionCut next = cutAfter(trainer, 90);
      assertThat(next.alignment().gauge().number()).isEqualTo(back.alignment().gauge().number());
      Movement movement = Movement.between(then, published(panel(back).cells(), next));
      Movement fromLast =
          Movement.between(
              published(panel(back).cells(), cuts.get(cuts.size() - 1)),
              published(panel(back).cells(), next));
      assertThat(movement.background()).isLessThan(fromLast.background() / 2);
      assertThat(movement.salient()).isLessThan(fromLast.salient() / 2);
      assertThatThrownBy(() -> trainer.rollBackTo(back.learner(), Gauge.first(1, 4, 2)))
          .hasMessageStartingWith("Invalid gauge to roll back to: for codes of 4 and 2 dimensions");
    }
  }

  @Test
  void aNewFrameBeginsWithTheFirstTargetCells() {
    try (StreamTrainer trainer = trainer(learners)) {
      for (int number = 0; number < 10; number++) {
        trainer.accept(chunk(number, 12, 0));
      }
      VersionCut first = trainer.cut().orElseThrow();
      trainer.accept(chunk(10, 24, 0));
      VersionCut second = trainer.cut().orElseThrow();
      assertThat(second.alignment().gauge().number()).isEqualTo(first.learner().step());
      assertThat(second.alignment().movement().orElseThrow().salient()).isNaN();
      trainer.accept(chunk(11, 12, 12));
      VersionCut third = trainer.cut().orElseThrow();
      assertThat(third.alignment().gauge()).isEqualTo(Gauge.first(third.learner().step(), SPEC));
      assertThat(third.alignment().movement()).isEmpty();
      VersionCut fourth = cutAfter(trainer, 12);
      assertThat(fourth.alignment().gauge().number()).isEqualTo(third.learner().step());
    }
  }

  @Test
  void aNewFrameBeginsWhereAPanelCellHasNoFiniteCode() {
    try (StreamTrainer trainer = trainer(learners)) {
      List<VersionCut> cuts = run(trainer, 0, 12);
      Cell one = panel(cuts.get(cuts.size() - 1)).cells().get(3);
      learners.spoilt = one.id();
      VersionCut next = cutAfter(trainer, 12);
      assertThat(next.alignment().gauge().number()).isEqualTo(next.learner().step());
      assertThat(panel(next).cells())
          .hasSizeGreaterThan(20)
          .noneMatch(cell -> cell.id().startsWith(one.id()));
      assertThat(cutAfter(trainer, 13).alignment().gauge().number())
          .isEqualTo(next.learner().step());
    }
  }
}
