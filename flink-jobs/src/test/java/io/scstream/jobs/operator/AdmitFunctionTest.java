package io.scstream.jobs.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.jobs.connect.Message;
import io.scstream.jobs.connect.PlacedChunk;
import io.scstream.jobs.connect.PlacedChunkCodec;
import io.scstream.jobs.connect.RawRecord;
import io.scstream.jobs.state.CodecSerializer;
import io.scstream.schema.AlertRecord;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.DeadLetterRecord;
import io.scstream.schema.Role;
import io.scstream.schema.cells.CellContent;
import io.scstream.schema.cells.ChunkBuilder;
import io.scstream.schema.cells.ChunkId;
import io.scstream.schema.cells.LittleEndian;
import io.scstream.schema.framing.SingleObjectFraming;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** What becomes of every kind of bad input. */
class AdmitFunctionTest {
  private static final DeadLetters LETTERS = new DeadLetters("sc.dlq.v1");
  private static final Alerts ALERTS = new Alerts("sc.alerts.v1", "m");

  private static KeyedOneInputStreamOperatorTestHarness<String, PlacedChunk, PlacedChunk> admit()
      throws Exception {
    KeyedOneInputStreamOperatorTestHarness<String, PlacedChunk, PlacedChunk> harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new AdmitFunction(LETTERS, ALERTS, Duration.ofDays(7))),
            placed -> ChunkId.of(placed.chunk()).messageKey(),
            Types.STRING);
    harness.setup(chunkSerializer());
    return harness;
  }

  private static TypeSerializer<PlacedChunk> chunkSerializer() {
    return new CodecSerializer<>(new PlacedChunkCodec());
  }

  @Test
  void letsAValidChunkThroughOnce() throws Exception {
    try (var harness = admit()) {
      harness.open();
      PlacedChunk placed = TestChunks.placed(TestChunks.chunk(0, 8));
      harness.processElement(placed, 0);
      harness.processElement(placed, 0);
      assertThat(harness.extractOutputValues()).containsExactly(placed);
      assertThat(harness.getSideOutput(SideOutputs.MESSAGES)).isNull();
    }
  }

  @Test
  void remembersAcrossARestore() throws Exception {
    PlacedChunk placed = TestChunks.placed(TestChunks.chunk(0, 8));
    OperatorSubtaskState state;
    try (var harness = admit()) {
      harness.open();
      harness.processElement(placed, 0);
      state = harness.snapshot(1, 1);
    }
    try (var harness = admit()) {
      harness.initializeState(state);
      harness.open();
      harness.processElement(placed, 0);
      assertThat(harness.extractOutputValues()).isEmpty();
    }
  }

  @Test
  void aContradictionIsKeptAndRaisesAnAlert() throws Exception {
    try (var harness = admit()) {
      harness.open();
      harness.processElement(TestChunks.placed(TestChunks.chunk(0, 8)), 0);
      harness.processElement(TestChunks.placed(TestChunks.chunk(0, 7)), 0);
      assertThat(harness.extractOutputValues()).hasSize(1);
      List<DeadLetterRecord> letters =
          TrainOperatorTest.letters(harness.getSideOutput(SideOutputs.MESSAGES));
      assertThat(letters)
          .extracting(DeadLetterRecord::getReason)
          .containsExactly("conflicting-duplicate");
      assertThat(letters.get(0).getCells()).isEqualTo(7);
      List<AlertRecord> alerts =
          harness.getSideOutput(SideOutputs.MESSAGES).stream()
              .map(record -> record.getValue())
              .filter(message -> message.topic().equals("sc.alerts.v1"))
              .map(message -> SingleObjectFraming.of(AlertRecord.class).read(message.value()))
              .toList();
      assertThat(alerts).extracting(AlertRecord::getKind).containsExactly("conflicting-duplicate");
    }
  }

  @Test
  void negativeCountsAreRejectedWithFieldValueAndExpectation() throws Exception {
    CellChunkRecord chunk = TestChunks.chunk(0, 2);
    int[] counts = LittleEndian.ints(chunk.getCounts());
    counts[1] = -4;
    chunk.setCounts(LittleEndian.of(counts));
    PlacedChunk placed = TestChunks.placed(chunk);
    try (var harness = admit()) {
      harness.open();
      harness.processElement(placed, 0);
      assertThat(harness.extractOutputValues()).isEmpty();
      DeadLetterRecord letter =
          TrainOperatorTest.letters(harness.getSideOutput(SideOutputs.MESSAGES)).get(0);
      assertThat(letter.getReason()).isEqualTo("invalid-content");
      assertThat(letter.getStage()).isEqualTo("validate");
      assertThat(letter.getDetail())
          .isEqualTo("Invalid counts of cell c0-0: -4; expected 1 or more");
      assertThat(letter.getCells()).isEqualTo(2);
      assertThat(letter.getPayload().array()).isEqualTo(placed.raw().value());
      assertThat(letter.getSourceOffset()).isZero();
    }
  }

  @Test
  void emptyCellsAreNamedAndTheOthersTaken() throws Exception {
    CellChunkRecord chunk =
        ChunkBuilder.of("screen", "lane1", TestChunks.SPACE.getId(), TestChunks.GENES)
            .add(cell("full", new int[] {1}, new int[] {5}))
            .add(cell("empty", new int[0], new int[0]))
            .build(0, true, Instant.EPOCH);
    try (var harness = admit()) {
      harness.open();
      harness.processElement(TestChunks.placed(chunk), 0);
      assertThat(harness.extractOutputValues()).hasSize(1);
      DeadLetterRecord letter =
          TrainOperatorTest.letters(harness.getSideOutput(SideOutputs.MESSAGES)).get(0);
      assertThat(letter.getReason()).isEqualTo("empty-cells");
      assertThat(letter.getCellIds()).containsExactly("empty");
      assertThat(letter.getCells()).isEqualTo(1);
      assertThat(ChunkCells.arrivals(chunk, List.of()))
          .extracting(arrival -> arrival.remembered().cell().id())
          .containsExactly("screen|full");
    }
  }

  private static CellContent cell(String id, int[] genes, int[] counts) {
    return CellContent.of(id, Role.TARGET, 10, genes, counts, CellContent.Annotations.NONE);
  }

  @Test
  void bytesThatAreNoChunkBecomeDeadLettersAndTheNextOneGoesThrough() throws Exception {
    byte[] unknown = TestChunks.raw(TestChunks.chunk(0, 2)).value().clone();
    unknown[5] ^= 0x11;
    try (OneInputStreamOperatorTestHarness<RawRecord, PlacedChunk> harness =
        new OneInputStreamOperatorTestHarness<>(
            new ProcessOperator<>(new DecodeFunction(LETTERS)))) {
      harness.setup(chunkSerializer());
      harness.open();
      harness.processElement(TestChunks.raw(3, new byte[] {1, 2, 3}), 0);
      harness.processElement(TestChunks.raw(4, unknown), 0);
      harness.processElement(TestChunks.raw(5, new byte[0]), 0);
      harness.processElement(TestChunks.raw(TestChunks.chunk(6, 2)), 0);
      assertThat(harness.extractOutputValues()).hasSize(1);
      List<DeadLetterRecord> letters =
          TrainOperatorTest.letters(harness.getSideOutput(SideOutputs.MESSAGES));
      assertThat(letters)
          .extracting(DeadLetterRecord::getReason)
          .containsExactly("undecodable", "unknown-schema", "undecodable");
      assertThat(letters).extracting(DeadLetterRecord::getSourceOffset).containsExactly(3L, 4L, 5L);
      assertThat(letters).allMatch(letter -> letter.getCells() == -1);
      assertThat(letters.get(1).getSchemaFingerprint()).isNotNull();
      Message first = harness.getSideOutput(SideOutputs.MESSAGES).peek().getValue();
      assertThat(new String(first.key(), java.nio.charset.StandardCharsets.UTF_8))
          .isEqualTo("screen|lane1");
    }
  }
}
