package io.scstream.jobs.operator;

import io.scstream.jobs.connect.PlacedChunk;
import io.scstream.jobs.connect.RawRecord;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.cells.ChunkId;
import io.scstream.schema.framing.Framing;
import io.scstream.schema.framing.SingleObjectFraming;
import io.scstream.schema.framing.UndecodableException;
import io.scstream.schema.framing.UnknownSchemaException;
import java.util.Optional;

/** What a record of the topic of cells holds: a chunk, or else a fault. Exactly one is present. */
public record Decoded(RawRecord raw, Optional<PlacedChunk> chunk, Optional<Fault> fault) {
  private static final Framing<CellChunkRecord> FRAMING =
      SingleObjectFraming.of(CellChunkRecord.class);

  /** Why a record is no chunk. */
  public record Fault(DeadLetters.Reason reason, String detail) {}

  /** Reads a record. Depends on nothing else, and never fails. */
  public static Decoded of(RawRecord raw) {
    try {
      return new Decoded(
          raw, Optional.of(new PlacedChunk(raw, FRAMING.read(raw.value()))), Optional.empty());
    } catch (UnknownSchemaException e) {
      return faulty(raw, DeadLetters.Reason.UNKNOWN_SCHEMA, e);
    } catch (UndecodableException e) {
      return faulty(raw, DeadLetters.Reason.UNDECODABLE, e);
    }
  }

  private static Decoded faulty(RawRecord raw, DeadLetters.Reason reason, Exception e) {
    return new Decoded(
        raw, Optional.empty(), Optional.of(new Fault(reason, String.valueOf(e.getMessage()))));
  }

  /** The batch of a chunk; for others a key that no batch has, because it is without a bar. */
  public String key() {
    return chunk
        .map(placed -> ChunkId.of(placed.chunk()).messageKey())
        .orElseGet(() -> raw.position().topicPartition());
  }
}
