package io.scstream.bench;

import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.EmbeddingRecord;
import io.scstream.schema.framing.Framing;
import io.scstream.schema.framing.SingleObjectFraming;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Looks whether every cell has an embedding, and whether every embedding is the one that its
 * version gives. A message may come twice; then both must be the same to the byte.
 */
final class EmbeddingAudit {
  private final Framing<EmbeddingRecord> framing = SingleObjectFraming.of(EmbeddingRecord.class);
  private final Map<String, SortedMap<Long, Integer>> found = new HashMap<>();
  private long messages;
  private long contradictions;
  private long missing;

  /** What a version of the model says of the cells of a chunk. */
  @FunctionalInterface
  interface Reference {
    /** Message key to message value. */
    Map<String, byte[]> embed(CellChunkRecord chunk, long version);
  }

  /**
   * The outcome.
   *
   * @param messages on the topic
   * @param pairs of a cell and a version
   * @param contradictions messages about a pair that differ from the first one about it
   * @param missing cells without an embedding, and pairs whose embedding is not their version's
   */
  record Outcome(long messages, long pairs, long contradictions, long missing) {}

  /** Takes note of a message on the topic of embeddings. */
  void embedding(byte[] key, byte[] value) {
    messages++;
    long version = framing.read(value).getVersion();
    int digest = Arrays.hashCode(value);
    Integer before =
        found
            .computeIfAbsent(new String(key, StandardCharsets.UTF_8), cell -> new TreeMap<>())
            .putIfAbsent(version, digest);
    if (before != null && before != digest) {
      contradictions++;
    }
  }

  /** Compares the messages about the cells of a chunk, after all messages were noted. */
  void compare(CellChunkRecord chunk, Reference reference) {
    SortedMap<Long, Map<String, byte[]>> expected = new TreeMap<>();
    for (String id : chunk.getCellIds()) {
      String cell = chunk.getDataset() + "|" + id;
      SortedMap<Long, Integer> embeddings = found.getOrDefault(cell, new TreeMap<>());
      if (embeddings.isEmpty()) {
        missing++;
      }
      embeddings.forEach(
          (version, digest) -> {
            byte[] right =
                expected
                    .computeIfAbsent(version, number -> reference.embed(chunk, number))
                    .get(cell);
            if (right == null || Arrays.hashCode(right) != digest) {
              missing++;
            }
          });
    }
  }

  Outcome outcome() {
    long pairs = found.values().stream().mapToLong(Map::size).sum();
    return new Outcome(messages, pairs, contradictions, missing);
  }
}
