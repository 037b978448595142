package io.scstream.jobs.operator;

import io.scstream.jobs.connect.PlacedChunk;
import io.scstream.schema.cells.ChunkId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The last chunks taken in, as they came, for the dead letter of one that turns out later to have
 * spoiled the model. On the heap only: after a restart the chunks before it are known by name.
 */
final class RecentChunks {
  private static final int KEPT = 64;

  private final Map<String, PlacedChunk> chunks = new LinkedHashMap<>();

  void add(PlacedChunk chunk) {
    chunks.put(ChunkId.of(chunk.chunk()).toString(), chunk);
    if (chunks.size() > KEPT) {
      chunks.remove(chunks.keySet().iterator().next());
    }
  }

  Optional<PlacedChunk> find(String id) {
    return Optional.ofNullable(chunks.get(id));
  }
}
