package io.scstream.jobs.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.config.ConfigLoader;
import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.connect.Message;
import io.scstream.jobs.connect.PlacedChunk;
import io.scstream.jobs.connect.PlacedChunkCodec;
import io.scstream.jobs.connect.RawRecord;
import io.scstream.jobs.state.CodecSerializer;
import io.scstream.models.spec.Groups;
import io.scstream.schema.AlertRecord;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.DeadLetterRecord;
import io.scstream.schema.Role;
import io.scstream.schema.cells.CellContent;
import io.scstream.schema.cells.ChunkBuilder;
import io.scstream.schema.cells.LittleEndian;
import io.scstream.schema.framing.SingleObjectFraming;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** What becomes of every kind of bad input. */
class AdmitFunctionTest {
  private static final DeadLetters LETTERS = new DeadLetters("sc.dlq.v1");
  private static final Alerts ALERTS = new Alerts("sc.alerts.v1", "m");
  private static final ScstreamConfig.Input INPUT =
      ConfigLoader.load(Optional.empty(), List.of()).config().input();

  private static KeyedOneInputStreamOperatorTestHarness<String, Decoded, PlacedChunk> admit()
      throws Exception {
    KeyedOneInputStreamOperatorTestHarness<String, Decoded, PlacedChunk> harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new AdmitFunction(LETTERS, ALERTS, INPUT)),
            Decoded::key,
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
      Decoded decoded = decoded(TestChunks.chunk(0, 8));
      harness.processElement(decoded, 0);
      harness.processElement(decoded, 0);
      assertThat(harness.extractOutputValues()).containsExactly(decoded.chunk().orElseThrow());
      assertThat(harness.getSideOutput(SideOutputs.MESSAGES)).isNull();
    }
  }

  private static Decoded decoded(CellChunkRecord chunk) {
    return Decoded.of(TestChunks.raw(chunk));
  }

  @Test
  void remembersAcrossARestore() throws Exception {
    Decoded decoded = decoded(TestChunks.chunk(0, 8));
    OperatorSubtaskState state;
    try (var harness = admit()) {
      harness.open();
      harness.processElement(decoded, 0);
      state = harness.snapshot(1, 1);
    }
    try (var harness = admit()) {
      harness.initializeState(state);
      harness.open();
      harness.processElement(decoded, 0);
      assertThat(harness.extractOutputValues()).isEmpty();
    }
  }

  @Test
  void aContradictionIsKeptAndRaisesAnAlert() throws Exception {
    try (var harness = admit()) {
      harness.open();
      harness.processElement(decoded(TestChunks.chunk(0, 8)), 0);
      harness.processElement(decoded(TestChunks.chunk(0, 7)), 0);
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
  void aLetterTellsHowOftenTheRecordWasTried() throws Exception {
    RawRecord conflicting = TestChunks.raw(TestChunks.chunk(0, 7));
    try (var harness = admit()) {
      harness.open();
      harness.processElement(decoded(TestChunks.chunk(0, 8)), 0);
      harness.processElement(Decoded.of(conflicting), 0);
      harness.processElement(Decoded.of(conflicting.after(1)), 0);
      harness.processElement(Decoded.of(TestChunks.raw(9, new byte[] {1}).after(4)), 0);
      assertThat(TrainOperatorTest.letters(harness.getSideOutput(SideOutputs.MESSAGES)))
          .extracting(DeadLetterRecord::getAttempt)
          .containsExactly(1, 2, 5);
    }
  }

  @Test
  void whatIsReadableAtASecondAttemptIsTakenOnce() throws Exception {
    CellChunkRecord chunk = TestChunks.chunk(0, 8);
    byte[] newer = TestChunks.raw(chunk).value().clone();
    newer[5] ^= 0x11; // As an older reader sees a chunk of a newer schema.
    try (var harness = admit()) {
      harness.open();
      harness.processElement(Decoded.of(TestChunks.raw(0, newer)), 0);
      harness.processElement(Decoded.of(TestChunks.raw(chunk).after(1)), 0);
      harness.processElement(Decoded.of(TestChunks.raw(chunk).after(1)), 0);
      assertThat(harness.extractOutputValues()).hasSize(1);
      assertThat(TrainOperatorTest.letters(harness.getSideOutput(SideOutputs.MESSAGES)))
          .extracting(DeadLetterRecord::getReason)
          .containsExactly("unknown-schema");
    }
  }

  @Test
  void negativeCountsAreRejectedWithFieldValueAndExpectation() throws Exception {
    CellChunkRecord chunk = TestChunks.chunk(0, 2);
    int[] counts = LittleEndian.ints(chunk.getCounts());
    counts[1] = -4;
    chunk.setCounts(LittleEndian.of(counts));
    Decoded decoded = decoded(chunk);
    try (var harness = admit()) {
      harness.open();
      harness.processElement(decoded, 0);
      assertThat(harness.extractOutputValues()).isEmpty();
      DeadLetterRecord letter =
          TrainOperatorTest.letters(harness.getSideOutput(SideOutputs.MESSAGES)).get(0);
      assertThat(letter.getReason()).isEqualTo("invalid-content");
      assertThat(letter.getStage()).isEqualTo("validate");
      assertThat(letter.getDetail())
          .isEqualTo("Invalid counts of cell c0-0: -4; expected 1 or more");
      assertThat(letter.getCells()).isEqualTo(2);
      assertThat(letter.getPayload().array()).isEqualTo(decoded.raw().value());
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
      harness.processElement(decoded(chunk), 0);
      assertThat(harness.extractOutputValues()).hasSize(1);
      DeadLetterRecord letter =
          TrainOperatorTest.letters(harness.getSideOutput(SideOutputs.MESSAGES)).get(0);
      assertThat(letter.getReason()).isEqualTo("empty-cells");
      assertThat(letter.getCellIds()).containsExactly("empty");
      assertThat(letter.getCells()).isEqualTo(1);
      assertThat(ChunkCells.arrivals(chunk, List.of(), Groups.ONE))
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
    try (var harness = admit()) {
      harness.open();
      harness.processElement(Decoded.of(TestChunks.raw(3, new byte[] {1, 2, 3})), 0);
      harness.processElement(Decoded.of(TestChunks.raw(4, unknown)), 0);
      harness.processElement(Decoded.of(TestChunks.raw(5, new byte[0])), 0);
      harness.processElement(decoded(TestChunks.chunk(6, 2)), 0);
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
