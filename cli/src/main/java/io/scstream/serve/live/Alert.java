package io.scstream.serve.live;

import io.scstream.schema.AlertRecord;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/** An alert as answers have it. */
public record Alert(
    String id,
    String lineage,
    String severity,
    String kind,
    String message,
    String action,
    SortedMap<String, Double> evidence,
    Instant raisedAt) {

  static Alert of(String id, AlertRecord record) {
    return new Alert(
        id,
        record.getLineage(),
        record.getSeverity().name(),
        record.getKind(),
        Texts.shortened(record.getMessage()),
        Texts.shortened(record.getAction()),
        new TreeMap<>(record.getEvidence()),
        record.getRaisedAt());
  }
}
