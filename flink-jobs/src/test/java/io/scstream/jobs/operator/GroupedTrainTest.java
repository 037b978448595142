package io.scstream.jobs.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.config.ConfigException;
import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.connect.PlacedChunk;
import io.scstream.jobs.publish.VersionDraft;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.Groups;
import io.scstream.models.stream.Arrival;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.DeadLetterRecord;
import io.scstream.schema.Role;
import io.scstream.schema.Treatment;
import io.scstream.schema.cells.CellContent;
import io.scstream.schema.cells.ChunkBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

/** Target cells in groups, by their treatment or by a covariate. */
class GroupedTrainTest {
  private static final ScstreamConfig CONFIG =
      TrainHarness.config("input.groups.names=[GATA1, KLF1, GATA1+KLF1]");
  private static final Groups GROUPS = LearnerSettings.groups(CONFIG);
  private static final List<List<String>> TREATMENTS =
      List.of(List.of(), List.of("GATA1"), List.of("KLF1"), List.of("KLF1", "GATA1"));

  private static CellChunkRecord chunk(long number, int cells, int kinds) {
    CounterRandom random = CounterRandom.of(7, number, "grouped");
    ChunkBuilder builder =
        ChunkBuilder.of("screen", "lane1", TestChunks.SPACE.getId(), TestChunks.GENES);
    for (int i = 0; i < cells; i++) {
      int kind = i % kinds;
      List<String> names = kind < TREATMENTS.size() ? TREATMENTS.get(kind) : List.of("MYC");
      int[] genes = {random.nextInt(8), 8 + random.nextInt(8), 16 + random.nextInt(8)};
      int[] counts = {1 + random.nextInt(4), 1 + random.nextInt(40), 1 + random.nextInt(4)};
      builder.add(
          CellContent.of(
              "c" + number + "-" + i,
              kind == 0 ? Role.BACKGROUND : Role.TARGET,
              120,
              genes,
              counts,
              new CellContent.Annotations(
                  Map.of("line", kind % 2 == 0 ? "k562" : "rpe1"),
                  names.stream().map(name -> new Treatment(name, 1.0)).toList(),
                  Optional.empty())));
    }
    return builder.build(number, false, Instant.EPOCH);
  }

  private static PlacedChunk placed(long number, int cells, int kinds) {
    return TestChunks.placed(chunk(number, cells, kinds));
  }

  private static List<VersionDraft> run(int crashAfter) throws Exception {
    List<PlacedChunk> chunks =
        IntStream.range(0, 16).mapToObj(number -> placed(number, 4 + number % 7, 4)).toList();
    return TrainHarness.versions(CONFIG, chunks, crashAfter);
  }

  @Test
  void goesOnFromItsCheckpointToTheByte() throws Exception {
    List<String> uninterrupted = TrainHarness.digests(run(-1));
    assertThat(uninterrupted).hasSizeGreaterThan(1);
    assertThat(TrainHarness.digests(run(8))).isEqualTo(uninterrupted);
  }

  @Test
  void groupsStayFromTheFirstChunkOnEvenBeforeThereIsAModel() throws Exception {
    OperatorSubtaskState saved;
    try (TrainHarness harness = TrainHarness.open(CONFIG, null)) {
      harness.chunk(placed(0, 2, 4));
      saved = harness.checkpoint(1);
    }
    for (String other : List.of("[]", "[KLF1, GATA1, GATA1+KLF1]", "[GATA1]")) {
      assertThatThrownBy(
              () -> TrainHarness.open(TrainHarness.config("input.groups.names=" + other), saved))
          .rootCause()
          .hasMessageMatching("Invalid settings of input: .*; expected .*groups by treatment.*");
    }
    TrainHarness.open(CONFIG, saved).close();
  }

  @Test
  void aCellOfNoGroupIsADeadLetterAndTheOthersAreTaken() throws Exception {
    try (TrainHarness harness = TrainHarness.open(CONFIG, null)) {
      harness.chunk(placed(0, 20, 5));
      harness.chunk(placed(1, 20, 4));
      List<DeadLetterRecord> letters = TrainOperatorTest.letters(harness.messages());
      assertThat(letters).hasSize(1);
      assertThat(letters.get(0).getReason()).isEqualTo("unknown-group");
      assertThat(letters.get(0).getStage()).isEqualTo("train");
      assertThat(letters.get(0).getDetail())
          .isEqualTo(
              "Invalid treatment of 4 target cells: [MYC]; expected one of"
                  + " [GATA1, KLF1, GATA1+KLF1]");
      assertThat(letters.get(0).getCellIds()).containsExactly("c0-4", "c0-9", "c0-14", "c0-19");
      harness.chunk(placed(2, 20, 5));
      assertThat(TrainOperatorTest.letters(harness.messages())).hasSize(2);
      assertThat(harness.alerts())
          .containsExactly("WARN unknown-group dead-lettered; other cells are taken");
    }
  }

  @Test
  void cellsKnowTheirGroupAndComeInTheOrderOfAMinibatch() {
    CellChunkRecord chunk = chunk(0, 20, 5);
    List<Cell> cells =
        ChunkCells.embeddableCells(chunk, GROUPS).stream()
            .map(cell -> ChunkCells.modelCell("screen", cell, GROUPS))
            .toList();
    assertThat(cells).hasSize(16).isEqualTo(Minibatch.ordered(cells));
    assertThat(cells).extracting(Cell::group).contains(0, 1, 2);
    assertThat(ChunkCells.strangers(chunk, Groups.ONE)).isEmpty();
    assertThat(strata(chunk, GROUPS)).contains("TARGET||GATA1+KLF1");
  }

  @Test
  void aCovariateMayTellTheGroupAndThenTellsTheStratum() {
    CellChunkRecord chunk = chunk(0, 20, 5);
    Groups lines = new Groups("line", List.of("rpe1"));
    assertThat(ChunkCells.strangers(chunk, lines)).hasSize(8);
    assertThat(strata(chunk, lines))
        .containsOnly("BACKGROUND|k562|", "TARGET|rpe1|GATA1", "TARGET|rpe1|GATA1+KLF1");
    assertThat(strata(chunk, Groups.ONE)).contains("BACKGROUND||", "TARGET||MYC");
  }

  private static Stream<String> strata(CellChunkRecord chunk, Groups groups) {
    return ChunkCells.arrivals(chunk, List.of(), groups).stream()
        .map(Arrival::remembered)
        .map(it -> it.stratum());
  }

  @Test
  void aDiscriminatorOfSeveralSpacesIsRefusedAtStart() {
    String penalty = "model.objective.penalties.total-correlation=1";
    assertThatThrownBy(() -> TrainHarness.config("input.groups.names=[KLF1, GATA1]", penalty))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(
            "Invalid model.objective.penalties.total-correlation: 1.0; expected 0 with several");
    assertThat(TrainHarness.config("input.groups.names=[KLF1]", penalty).input().groups().names())
        .containsExactly("KLF1");
  }

  @Test
  void namesMustDiffer() {
    assertThatThrownBy(() -> TrainHarness.config("input.groups.names=[KLF1, KLF1]"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("input.groups.names");
  }
}
