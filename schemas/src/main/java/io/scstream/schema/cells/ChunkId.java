package io.scstream.schema.cells;

import io.scstream.schema.CellChunkRecord;

/** What makes a chunk the same chunk: two with one id must have one digest. */
public record ChunkId(String dataset, String batch, long sequence) {

  /** The identity of a chunk. */
  public static ChunkId of(CellChunkRecord chunk) {
    return new ChunkId(chunk.getDataset(), chunk.getBatch(), chunk.getChunkSeq());
  }

  /** The key of the chunk's message: all chunks of a batch stay in order in one partition. */
  public String messageKey() {
    return messageKey(dataset, batch);
  }

  /** The key of the messages of a batch. */
  public static String messageKey(String dataset, String batch) {
    return dataset + "|" + batch;
  }

  @Override
  public String toString() {
    return dataset + "|" + batch + "#" + sequence;
  }
}
