package io.scstream.ingest;

import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.Sha256;
import io.scstream.schema.cells.ChunkId;
import io.scstream.schema.framing.Framing;
import io.scstream.schema.framing.SingleObjectFraming;
import io.scstream.schema.framing.UndecodableException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A chunk's id and digest beside its message, so that a writer can see what is on a topic without
 * decoding it. Messages of other writers may lack them.
 */
final class ChunkHeaders {
  private static final String ID = "chunk-id";
  private static final String SHA256 = "chunk-sha256";
  private static final int SHA256_BYTES = 32;

  private final Framing<CellChunkRecord> framing = SingleObjectFraming.of(CellChunkRecord.class);

  static List<Header> of(CellChunkRecord chunk) {
    return List.of(
        new RecordHeader(ID, ChunkId.of(chunk).toString().getBytes(StandardCharsets.UTF_8)),
        new RecordHeader(SHA256, chunk.getSha256().bytes()));
  }

  /** Id and digest, or nothing where the message is no chunk. */
  Optional<Map.Entry<ChunkId, Sha256>> read(ConsumerRecord<byte[], byte[]> message) {
    Header id = message.headers().lastHeader(ID);
    Header sha256 = message.headers().lastHeader(SHA256);
    if (id != null && sha256 != null && sha256.value().length == SHA256_BYTES) {
      return id(new String(id.value(), StandardCharsets.UTF_8))
          .map(known -> Map.entry(known, new Sha256(sha256.value())));
    }
    try {
      CellChunkRecord chunk = framing.read(message.value());
      return Optional.of(Map.entry(ChunkId.of(chunk), chunk.getSha256()));
    } catch (UndecodableException e) {
      return Optional.empty();
    }
  }

  private static Optional<ChunkId> id(String text) {
    int bar = text.indexOf('|');
    int hash = text.lastIndexOf('#');
    if (bar < 0 || hash < bar || !text.substring(hash + 1).matches("\\d{1,18}")) {
      return Optional.empty();
    }
    return Optional.of(
        new ChunkId(
            text.substring(0, bar),
            text.substring(bar + 1, hash),
            Long.parseLong(text.substring(hash + 1))));
  }
}
