package io.scstream.letters;

import io.scstream.jobs.operator.Decoded;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.DeadLetterRecord;
import io.scstream.schema.cells.ChunkId;
import io.scstream.schema.cells.ChunkRules;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Everything about one letter that can be told, in the order in which a person reads it. */
public final class LetterFacts {
  private LetterFacts() {}

  /** Every field but the payload's bytes; of the payload what it holds, if it can be decoded. */
  public static Map<String, Object> of(Letter letter) {
    DeadLetterRecord record = letter.record();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("id", letter.id().toString());
    facts.put("reason", record.getReason());
    facts.put("stage", record.getStage());
    facts.put("detail", record.getDetail());
    facts.put("attempt", record.getAttempt());
    facts.put("rejected_at", record.getRejectedAt().toString());
    facts.put("source_topic", record.getSourceTopic());
    facts.put("source_partition", record.getSourcePartition());
    facts.put("source_offset", record.getSourceOffset());
    ByteBuffer key = record.getSourceKey();
    if (key != null) {
      facts.put("source_key", StandardCharsets.UTF_8.decode(key.duplicate()).toString());
    }
    Long fingerprint = record.getSchemaFingerprint();
    if (fingerprint != null) {
      facts.put("schema_fingerprint", Long.toHexString(fingerprint));
    }
    facts.put("cells", record.getCells());
    facts.put("cell_ids", record.getCellIds());
    facts.put("payload_bytes", record.getPayload().remaining());
    Decoded.of(letter.source())
        .chunk()
        .ifPresent(placed -> facts.put("chunk", chunk(placed.chunk())));
    return facts;
  }

  private static Map<String, Object> chunk(CellChunkRecord chunk) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("id", ChunkId.of(chunk).toString());
    facts.put("end_of_batch", chunk.getEndOfBatch());
    facts.put("produced_at", chunk.getProducedAt().toString());
    facts.put("cells", chunk.getCellIds().size());
    facts.put("gene_space", chunk.getGeneSpace());
    facts.put("genes", chunk.getGeneCount());
    facts.put("sha256", chunk.getSha256().toString());
    facts.put("content", ChunkRules.check(chunk).map(String::valueOf).orElse("keeps every rule"));
    return facts;
  }
}
