package io.scstream.ingest;

import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.Role;
import io.scstream.schema.cells.ChunkId;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What is on a topic of cells. Chunks that are there twice, and cells, count once.
 *
 * @param background those of the cells that are background; all others are target
 * @param undecodable messages that are no chunk
 */
public record TopicCounts(
    long cells, long background, long chunks, long batches, long undecodable) {

  /** Counts by reading the topic; remembers the id of every cell meanwhile. */
  public static TopicCounts of(Map<String, Object> client, String topic) {
    Tally tally = new Tally();
    CellTopic.read(client, topic, tally::add, message -> tally.undecodable++);
    return new TopicCounts(
        tally.cells.size(),
        tally.background,
        tally.chunks.size(),
        tally.batches.size(),
        tally.undecodable);
  }

  public long target() {
    return cells - background;
  }

  private static final class Tally {
    private final Set<String> cells = new HashSet<>();
    private final Set<ChunkId> chunks = new HashSet<>();
    private final Set<String> batches = new HashSet<>();
    private long background;
    private long undecodable;

    void add(CellChunkRecord chunk) {
      ChunkId id = ChunkId.of(chunk);
      chunks.add(id);
      batches.add(id.messageKey());
      for (int cell = 0; cell < chunk.getCellIds().size(); cell++) {
        boolean isNew = cells.add(chunk.getDataset() + "|" + chunk.getCellIds().get(cell));
        if (isNew && chunk.getRole().get(cell) == Role.BACKGROUND) {
          background++;
        }
      }
    }
  }
}
