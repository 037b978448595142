package io.scstream.models.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.leakage.CodedCells;
import io.scstream.models.leakage.LeakageSettings;
import io.scstream.models.leakage.LeakageState;
import io.scstream.models.leakage.LeakageWatch;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.memory.RememberedCell;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.Groups;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.Normalization;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A stream of three groups: saved and restored, and aligned space by space. */
class GroupedStreamTest {
  private static final ModelSpec SPEC =
      new ContrastiveVaeSpec(
              new ContrastiveVaeSpec.Sizes(ToyRun.GENES, 8, 1, 2, 2),
              0.1,
              Normalization.LAYER,
              Noise.NEGATIVE_BINOMIAL)
          .withGroups(Groups.of("a", "b", "c"));
  private static final StreamOptions OPTIONS =
      new StreamOptions(
          3,
          new StreamOptions.Steps(16, 8, 1, 20, 5),
          new HoldOut(HoldOut.Unit.CELL, 0.1, 3),
          new StreamOptions.Memories(80, 5, 0, 10, 80),
          ToyRun.guard(50, 3),
          16);

  private static List<ChunkArrival> stream() {
    return ToyRun.stream(60, 1).stream()
        .map(
            chunk ->
                new ChunkArrival(
                    chunk.id(),
                    chunk.cells().stream().map(GroupedStreamTest::grouped).toList(),
                    chunk.share()))
        .toList();
  }

  private static Arrival grouped(Arrival arrival) {
    Cell cell = arrival.remembered().cell();
    int group = cell.role() == Role.TARGET ? Math.floorMod(cell.id().hashCode(), 3) : 0;
    return new Arrival(
        new RememberedCell(cell.inGroup(group), arrival.remembered().stratum() + "/" + group),
        arrival.donor());
  }

  private static StreamTrainer start() {
    return StreamTrainer.start(OPTIONS, SPEC, ToyRun.LEARNERS, MemoryWatcher.NONE);
  }

  @Test
  void goesOnFromItsStateAsIfNothingHadHappened() {
    List<ChunkArrival> stream = stream();
    try (StreamTrainer whole = start();
        StreamTrainer first = start()) {
      stream.forEach(whole::accept);
      stream.subList(0, 25).forEach(first::accept);
      try (StreamTrainer second =
          StreamTrainer.restore(
              OPTIONS, SPEC, ToyRun.LEARNERS, MemoryWatcher.NONE, first.state())) {
        stream.subList(25, 60).forEach(second::accept);
        ToyRun.assertSame(second.state(), whole.state());
      }
    }
  }

  @Test
  void versionsStayInOneFrameAndNoSpaceIsTurnedIntoAnother() {
    List<ChunkArrival> stream = stream();
    try (StreamTrainer trainer = start()) {
      stream.subList(0, 40).forEach(trainer::accept);
      VersionCut first = trainer.cut().orElseThrow();
      stream.subList(40, 60).forEach(trainer::accept);
      VersionCut second = trainer.cut().orElseThrow();
      assertThat(second.alignment().gauge().number()).isEqualTo(first.learner().step());
      float[] turn = second.alignment().gauge().salient().toArray();
      assertThat(turn).hasSize(36);
      for (int i = 0; i < 36; i++) {
        if (i / 6 / 2 != i % 6 / 2) {
          assertThat(turn[i]).isZero();
        }
      }
      assertThat(IntStream.range(0, 6).mapToObj(i -> turn[i * 7])).doesNotContain(1f);
      assertThat(second.canary().orElseThrow().cells()).extracting(Cell::group).contains(0, 1, 2);
    }
  }

  @Test
  void aCellOfNoGroupOfTheModelIsAFaultOfItsChunk() {
    Cell stranger = Cell.of("s", Role.TARGET, 10, new int[] {0}, new int[] {1}).inGroup(3);
    try (StreamTrainer trainer = start();
        Examination examination = new Examination(SPEC, ToyRun.LEARNERS)) {
      stream().subList(0, 5).forEach(trainer::accept);
      Arrival arrival = new Arrival(new RememberedCell(stranger, "s"), Optional.empty());
      assertThat(examination.examine(null, List.of(arrival), false).fault())
          .hasValue("group 3 of cell s is none of the model's 3");
    }
  }

  @Test
  void labelsStayWithTheCodesOfTheirCells() {
    List<Arrival> mixed =
        stream().subList(0, 12).stream()
            .flatMap(chunk -> chunk.cells().stream())
            .map(GroupedStreamTest::labelled)
            .toList();
    List<Arrival> byGroup =
        mixed.stream()
            .sorted(Comparator.comparingInt(it -> it.remembered().cell().group()))
            .toList();
    assertThat(mixed).isNotEqualTo(byGroup);
    assertThat(leakage(mixed)).isEqualTo(leakage(byGroup));
  }

  private static Arrival labelled(Arrival arrival) {
    return new Arrival(
        arrival.remembered(),
        arrival.donor(),
        Optional.of("group-" + arrival.remembered().cell().group()));
  }

  private static LeakageState leakage(List<Arrival> arrivals) {
    LeakageWatch watch =
        LeakageWatch.empty(
            new LeakageSettings(
                new LeakageSettings.Sizes(
                    SPEC.genes(), SPEC.backgroundLatent(), SPEC.salientWidth(), 3),
                100_000,
                100,
                1,
                8));
    try (OnlineLearner learner = ToyRun.LEARNERS.create(SPEC, List.of())) {
      List<CodedCells> coded = new ArrayList<>();
      Readings.of(learner, arrivals, coded);
      watch.take(coded);
    }
    return watch.state();
  }
}
