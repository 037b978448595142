package io.scstream.speed;

import io.scstream.jobs.operator.ChunkCells;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.framing.Framing;
import io.scstream.schema.framing.SingleObjectFraming;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * How long after its chunk was sent each cell's embedding arrived. A chunk was sent when its
 * message says so; an embedding has arrived when a consumer has it in hand, the first one of a cell
 * if there are several.
 */
final class Latencies implements AutoCloseable {
  private static final Framing<CellChunkRecord> FRAMING =
      SingleObjectFraming.of(CellChunkRecord.class);

  private final String cells;
  private final Clock clock;
  private final Map<String, Long> sent = new ConcurrentHashMap<>();
  private final Map<String, Long> arrived = new ConcurrentHashMap<>();
  private final AtomicLong seen = new AtomicLong();
  private final TopicTail tail;

  /**
   * Watches from now on.
   *
   * @param cells topic of cells
   * @param embeddings topic of embeddings
   */
  Latencies(Map<String, Object> client, String cells, String embeddings, Clock clock) {
    this.cells = cells;
    this.clock = clock;
    this.tail = TopicTail.open(client, List.of(cells, embeddings), this::note);
  }

  private void note(ConsumerRecord<byte[], byte[]> message) {
    if (!message.topic().equals(cells)) {
      arrived.putIfAbsent(new String(message.key(), StandardCharsets.UTF_8), clock.millis());
      return;
    }
    CellChunkRecord chunk = FRAMING.read(message.value());
    ChunkCells.countedCells(chunk)
        .forEach(
            cell ->
                sent.put(ChunkCells.cellKey(chunk.getDataset(), cell.id()), message.timestamp()));
    seen.addAndGet(chunk.getCellIds().size());
  }

  /** Embeddings so far, of whatever cells. */
  int arrived() {
    return arrived.size();
  }

  /** Forgets the cells sent so far. */
  void begin() {
    sent.clear();
    seen.set(0);
  }

  /** Whether so many cells were seen on their way, and those of them that can be are embedded. */
  boolean areComplete(long cells) {
    return seen.get() >= cells && arrived.keySet().containsAll(sent.keySet());
  }

  /** Of all cells since the beginning, in milliseconds. */
  List<Double> millis() {
    List<Double> all = new ArrayList<>();
    arrived.forEach(
        (cell, at) -> {
          Long from = sent.get(cell);
          if (from != null) {
            all.add((double) (at - from));
          }
        });
    return all;
  }

  @Override
  public void close() {
    tail.close();
  }
}
