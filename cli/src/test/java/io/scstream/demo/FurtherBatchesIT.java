package io.scstream.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
      try (FurtherBatches further = FurtherBatches.start(client, Topics.CELLS, Clock.systemUTC())) {
        assertThat(further.change(Change.CHEMISTRY, 1)).isTrue();
        assertThat(further.change(Change.SHIFT, 1)).as("others still wait").isFalse();
        await().until(() -> isOver(further(client)));
        assertThat(further.change(Change.NONE, 1)).isTrue();
      }
      List<CellChunkRecord> further = further(client);
      assertThat(further).allSatisfy(chunk -> assertThat(ChunkRules.check(chunk)).isEmpty());
      assertThat(further.stream().flatMap(chunk -> chunk.getCellIds().stream()))
          .doesNotHaveDuplicates();
      List<CellChunkRecord> changed =
          further.stream().filter(chunk -> mean(chunk) < COUNT).toList();
      assertThat(changed)
          .extracting(CellChunkRecord::getBatch)
          .containsOnly(changed.get(0).getBatch());
      assertThat(changed).extracting(CellChunkRecord::getChunkSeq).containsExactly(0L, 1L, 2L, 3L);
      assertThat(changed)
          .extracting(CellChunkRecord::getEndOfBatch)
          .containsExactly(false, false, false, true);
      assertThat(changed).allSatisfy(chunk -> assertThat(mean(chunk)).isBetween(15.0, 25.0));
    }
  }

  /** Whether a chunk as it was follows one that was changed. */
  private static boolean isOver(List<CellChunkRecord> further) {
    return !further.isEmpty()
        && mean(further.get(further.size() - 1)) == COUNT
        && further.stream().anyMatch(chunk -> mean(chunk) < COUNT);
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
