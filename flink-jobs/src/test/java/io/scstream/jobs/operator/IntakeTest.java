package io.scstream.jobs.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.jobs.connect.RawRecord;
import io.scstream.models.random.CounterRandom;
import io.scstream.schema.AlertRecord;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.cells.ChunkDigest;
import io.scstream.schema.cells.ChunkId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.runtime.executiongraph.failover.ExecutionFailureHandler;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts, closing of batches, and the end of a job whose input is wrong. */
class IntakeTest {
  private static final String[] BATCHES = {"a", "b", "c"};
  private static final int CHUNKS = 40;

  /** One chunk of a batch; every minute one is produced. */
  private static CellChunkRecord chunk(String batch, int sequence, int minute) {
    CellChunkRecord chunk = TestChunks.chunk(sequence + 1000L * batch.charAt(0), 4);
    chunk.setBatch(batch);
    chunk.setChunkSeq(sequence);
    chunk.setEndOfBatch(sequence == CHUNKS - 1);
    chunk.setProducedAt(Instant.EPOCH.plus(Duration.ofMinutes(minute)));
    chunk.setSha256(ChunkDigest.of(chunk));
    return chunk;
  }

  /** Three batches, their chunks in turn. */
  private static List<CellChunkRecord> clean() {
    List<CellChunkRecord> chunks = new ArrayList<>();
    for (int i = 0; i < BATCHES.length * CHUNKS; i++) {
      chunks.add(chunk(BATCHES[i % BATCHES.length], i / BATCHES.length, i));
    }
    return chunks;
  }

  private static List<RawRecord> records(List<CellChunkRecord> chunks) {
    return chunks.stream().map(TestChunks::raw).collect(Collectors.toCollection(ArrayList::new));
  }

  private static Map<String, String> contents(IntakeRun run) {
    return run.admitted().stream()
        .collect(
            Collectors.toMap(
                placed -> ChunkId.of(placed.chunk()).toString(),
                placed -> placed.chunk().getSha256().toString(),
                (a, b) -> {
                  throw new AssertionError("admitted twice");
                },
                TreeMap::new));
  }

  /** A stream to which everything has happened, and how often each. */
  private record Disturbed(
      List<RawRecord> stream, int repeated, int conflicting, int truncated, CellChunkRecord after) {

    static Disturbed of(CounterRandom random) {
      List<CellChunkRecord> chunks = clean();
      // One chunk of the second batch comes when that batch has long been closed.
      CellChunkRecord late = chunks.remove(1 + BATCHES.length * (1 + random.nextInt(CHUNKS - 2)));
      List<RawRecord> stream = records(chunks);
      reorder(stream, random);
      int repeated = 5 + random.nextInt(5);
      for (int i = 0; i < repeated; i++) {
        int at = random.nextInt(stream.size());
        stream.add(at + 1 + random.nextInt(stream.size() - at), stream.get(at));
      }
      int conflicting = 1 + random.nextInt(3);
      for (int i = 0; i < conflicting; i++) {
        CellChunkRecord other = chunk("a", i, i * BATCHES.length);
        other.setDonor(List.of("x", "x", "x", "x"));
        other.setSha256(ChunkDigest.of(other));
        stream.add(stream.size() - random.nextInt(20), TestChunks.raw(other));
      }
      int truncated = 1 + random.nextInt(5);
      for (int i = 0; i < truncated; i++) {
        byte[] whole = stream.get(random.nextInt(stream.size())).value();
        byte[] cut = Arrays.copyOf(whole, 1 + random.nextInt(whole.length - 1));
        stream.add(random.nextInt(stream.size()), TestChunks.raw(0, cut));
      }
      // Other data goes on for an hour.
      CellChunkRecord after = chunk("next", 0, BATCHES.length * CHUNKS + 60);
      stream.add(TestChunks.raw(after));
      stream.add(TestChunks.raw(late));
      return new Disturbed(stream, repeated, conflicting, truncated, after);
    }

    /** Moves chunks within less than the out-of-orderness, in their batch and among batches. */
    private static void reorder(List<RawRecord> stream, CounterRandom random) {
      for (int i = random.nextInt(4); i + 12 < stream.size(); i += 5 + random.nextInt(9)) {
        RawRecord moved = stream.remove(i);
        stream.add(i + 1 + random.nextInt(4), moved);
      }
    }

    /** What the counts come to. The batch of the chunk after it has no end either. */
    Map<String, Integer> totals() {
      return Map.of(
          "dup_chunks", repeated,
          "dup_conflict", conflicting,
          "dlq_total.conflicting-duplicate", conflicting,
          "dlq_total.undecodable", truncated,
          "late_chunks", 1,
          "batch_incomplete", 2);
    }
  }

  private static Map<String, String> undisturbed(CellChunkRecord after) throws Exception {
    try (IntakeRun run = new IntakeRun()) {
      for (RawRecord raw : records(clean())) {
        run.send(raw);
      }
      run.send(TestChunks.raw(after));
      assertThat(run.totals()).isEmpty();
      return contents(run);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  @Tag("acceptance-10")
  void whateverHappensToTheStreamTheSameChunksAreAdmittedAndAllElseIsCounted(int seed)
      throws Exception {
    Disturbed input = Disturbed.of(CounterRandom.of(seed, 0, "bad input"));
    try (IntakeRun run = new IntakeRun()) {
      for (int i = 0; i < input.stream().size(); i++) {
        if (i % 37 == seed) {
          run.crash(run.checkpoint());
        }
        run.send(input.stream().get(i));
      }
      run.end();
      assertThat(contents(run))
          .hasSize(BATCHES.length * CHUNKS + 1)
          .isEqualTo(undisturbed(input.after()));
      assertThat(run.totals()).isEqualTo(input.totals());
      assertThat(run.letters()).isEqualTo(input.conflicting() + input.truncated());
      assertThat(run.alerts("conflicting-duplicate")).hasSize(input.conflicting());
      AlertRecord incomplete = run.alerts("batch-incomplete").get(0);
      assertThat(incomplete.getEvidence())
          .isEqualTo(Map.of("seen", CHUNKS - 1.0, "expected", (double) CHUNKS));
      assertThat(incomplete.getMessage())
          .isEqualTo("Invalid batch screen|b: closed after 39 chunks; expected 40");
    }
  }

  @Test
  void aBatchWithoutItsLastChunkIsClosedWhenOthersHaveGoneOn() throws Exception {
    try (IntakeRun run = new IntakeRun()) {
      run.send(TestChunks.raw(chunk("a", 0, 0)));
      run.send(TestChunks.raw(chunk("a", 1, 1)));
      run.send(TestChunks.raw(chunk("b", 0, 21)));
      assertThat(run.alerts("batch-incomplete")).isEmpty(); // 5 + 15 minutes are not over.
      run.send(TestChunks.raw(chunk("b", 1, 22)));
      assertThat(run.alerts("batch-incomplete"))
          .extracting(AlertRecord::getMessage)
          .containsExactly(
              "Invalid batch screen|a: closed after 2 chunks;"
                  + " expected its last one, which has not come");
      assertThat(run.alerts("batch-incomplete").get(0).getEvidence())
          .isEqualTo(Map.of("seen", 2.0));
      run.send(TestChunks.raw(chunk("a", 2, 23)));
      assertThat(run.totals()).isEqualTo(Map.of("batch_incomplete", 1, "late_chunks", 1));
      assertThat(run.admitted()).hasSize(5);
    }
  }

  @Test
  void aBatchIsClosedByTheClockWhenNothingComes() throws Exception {
    long minute = Duration.ofMinutes(1).toMillis();
    try (IntakeRun run = new IntakeRun()) {
      run.send(TestChunks.raw(chunk("a", 0, 0)));
      run.waitUntil(6 * minute);
      run.send(TestChunks.raw(chunk("a", 1, 1)));
      run.crash(run.checkpoint());
      run.waitUntil(16 * minute - 1);
      assertThat(run.totals()).isEmpty();
      run.waitUntil(16 * minute);
      assertThat(run.totals()).isEqualTo(Map.of("batch_incomplete", 1));
    }
  }

  @Test
  void chunksThatAreSentAgainLongAfterDoNotCloseTheirBatchByBeingOld() throws Exception {
    try (IntakeRun run = new IntakeRun()) {
      run.send(TestChunks.raw(chunk("b", 0, 5000)));
      for (int sequence = CHUNKS - 1; sequence > 0; sequence--) {
        run.send(TestChunks.raw(chunk("a", sequence, sequence)));
        run.send(TestChunks.raw(chunk("b", CHUNKS - sequence, 5000 + CHUNKS - sequence)));
      }
      run.send(TestChunks.raw(chunk("a", 0, 0)));
      assertThat(run.totals()).isEmpty();
    }
  }

  @Test
  void emptyCellsAreCountedAndRejectNothing() throws Exception {
    try (IntakeRun run = new IntakeRun("input.dead-letter-ratio=0.001")) {
      CellChunkRecord chunk = TestChunks.chunk(0, 1);
      chunk.setIndptr(io.scstream.schema.cells.LittleEndian.of(new int[] {0, 0}));
      chunk.setIndices(io.scstream.schema.cells.LittleEndian.of(new int[0]));
      chunk.setCounts(io.scstream.schema.cells.LittleEndian.of(new int[0]));
      chunk.setSha256(ChunkDigest.of(chunk));
      run.send(TestChunks.raw(chunk));
      assertThat(run.totals()).isEqualTo(Map.of("cells_empty", 1, "dlq_total.empty-cells", 1));
    }
  }

  private static RawRecord noise(int offset) {
    return TestChunks.raw(offset, new byte[] {1});
  }

  @Test
  void moreThanOneRejectedInAHundredRaiseOneAlert() throws Exception {
    try (IntakeRun run = new IntakeRun()) {
      run.send(noise(0));
      run.send(TestChunks.raw(chunk("a", 0, 0)));
      assertThat(run.alerts("dead-letters-growing")).isEmpty();
      run.send(noise(2));
      run.send(noise(3));
      assertThat(run.alerts("dead-letters-growing"))
          .extracting(AlertRecord::getMessage)
          .containsExactly(
              "Invalid input: 2 of the last 100 chunks were rejected; expected at most 1");
    }
  }

  @Test
  void moreThanTheAllowedShareEndsTheJobAtTheSameRecordAfterEveryRestart() throws Exception {
    try (IntakeRun run = new IntakeRun("input.dead-letter-ratio=0.2")) {
      for (int i = 0; i < 400; i++) {
        run.send(i % 5 == 0 ? noise(i) : TestChunks.raw(chunk("a", i, i)));
      }
      run.send(noise(400));
      IntakeRun.State saved = run.checkpoint();
      for (int attempt = 0; attempt < 3; attempt++) {
        run.crash(saved);
        assertThatThrownBy(() -> run.send(noise(401)))
            .isInstanceOf(InputRejectedException.class)
            .hasMessage(
                "Invalid input: 21 of the last 100 chunks were rejected, the last one for"
                    + " undecodable; expected at most 20 (input.dead-letter-ratio)")
            .matches(ExecutionFailureHandler::isUnrecoverableError);
      }
    }
  }

  @Test
  void aShareOfOneNeverEndsTheJob() throws Exception {
    try (IntakeRun run = new IntakeRun("input.dead-letter-ratio=1")) {
      for (int i = 0; i < 300; i++) {
        run.send(noise(i));
      }
      assertThat(run.totals()).isEqualTo(Map.of("dlq_total.undecodable", 300));
    }
  }
}
