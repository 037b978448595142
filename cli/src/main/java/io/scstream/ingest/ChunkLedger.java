package io.scstream.ingest;

import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.Sha256;
import io.scstream.schema.cells.ChunkId;
import java.util.HashMap;
import java.util.Map;

/** The chunks of one dataset that are on a topic already. */
final class ChunkLedger {
  private final Map<ChunkId, Sha256> present = new HashMap<>();
  private final String dataset;

  private ChunkLedger(String dataset) {
    this.dataset = dataset;
  }

  /** Reads the topic once; only the headers of the messages are looked at. */
  static ChunkLedger read(Map<String, Object> client, String topic, String dataset) {
    ChunkLedger ledger = new ChunkLedger(dataset);
    ChunkHeaders headers = new ChunkHeaders();
    TopicScan.read(
        client,
        topic,
        message ->
            headers
                .read(message)
                .filter(chunk -> chunk.getKey().dataset().equals(dataset))
                .ifPresent(chunk -> ledger.present.putIfAbsent(chunk.getKey(), chunk.getValue())));
    return ledger;
  }

  boolean isEmpty() {
    return present.isEmpty();
  }

  /**
   * Whether the chunk is there.
   *
   * @throws IngestException if there is another one of the same id
   */
  boolean holds(CellChunkRecord chunk) {
    Sha256 digest = present.get(ChunkId.of(chunk));
    if (digest != null && !digest.equals(chunk.getSha256())) {
      throw IngestException.conflict(
          ("Dataset %s has other cells on the topic already: chunk %d of batch %s differs."
                  + " Nothing was sent; expected the same files and options as before,"
                  + " or another --dataset name")
              .formatted(dataset, chunk.getChunkSeq(), chunk.getBatch()));
    }
    return digest != null;
  }
}
