package io.scstream.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.embedded.EmbeddedKafka;
import io.scstream.ingest.CellProducer;
import io.scstream.ingest.CellTopic;
import io.scstream.ingest.Topics;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.Role;
import io.scstream.schema.cells.CellContent;
import io.scstream.schema.cells.ChunkBuilder;
import io.scstream.schema.cells.ChunkRules;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cells that go on coming, and what is done to them. */
class FurtherBatchesIT {
  private static final int COUNT = 40;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Test
  void batchesOfFourChunksAreChangedAsAskedAndThenNoMore() {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder)) {
      Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrap());
      Topics.ensure(client);
      try (CellProducer producer = CellProducer.open(client, Topics.CELLS)) {
        producer.send(source());
        producer.finish();
      }
      try (FurtherBatches further = FurtherBatches.open(client, Topics.CELLS, Clock.systemUTC())) {
        assertThat(further.change(Change.CHEMISTRY, 1)).isTrue();
        assertThat(further.change(Change.SHIFT, 1)).as("others still wait").isFalse();
        for (int chunk = 0; chunk < 6; chunk++) {
          further.next();
        }
        assertThat(further.change(Change.NONE, 1)).isTrue();
      }
      List<CellChunkRecord> further = further(client);
      assertThat(further).allSatisfy(chunk -> assertThat(ChunkRules.check(chunk)).isEmpty());
      assertThat(further.stream().flatMap(chunk -> chunk.getCellIds().stream()))
          .doesNotHaveDuplicates();
      assertThat(further)
          .extracting(CellChunkRecord::getChunkSeq)
          .containsExactly(0L, 1L, 2L, 3L, 0L, 1L);
      assertThat(further)
          .extracting(CellChunkRecord::getEndOfBatch)
          .containsExactly(false, false, false, true, false, false);
      assertThat(further.subList(0, 4))
          .allSatisfy(chunk -> assertThat(mean(chunk)).isBetween(15.0, 25.0));
      assertThat(further.subList(4, 6))
          .allSatisfy(chunk -> assertThat(mean(chunk)).isEqualTo(COUNT));
    }
  }

  /** All chunks but the source. */
  private static List<CellChunkRecord> further(Map<String, Object> client) {
    List<CellChunkRecord> chunks = new ArrayList<>();
    CellTopic.read(client, Topics.CELLS, chunks::add, undecodable -> {});
    return chunks.subList(1, chunks.size());
  }

  /** One gene of which each cell has 40 counts. */
  private static CellChunkRecord source() {
    ChunkBuilder builder = ChunkBuilder.of("d", "b", "0123456789abcdef", 1);
    for (int i = 0; i < 3; i++) {
      builder.add(
          CellContent.of(
              "c" + i,
              Role.BACKGROUND,
              COUNT,
              new int[] {0},
              new int[] {COUNT},
              CellContent.Annotations.NONE));
    }
    return builder.build(0, true, Instant.EPOCH);
  }

  private static double mean(CellChunkRecord chunk) {
    return ChunkBuilder.cellsOf(chunk).stream()
        .mapToInt(cell -> cell.counts()[0])
        .average()
        .orElseThrow();
  }
}
