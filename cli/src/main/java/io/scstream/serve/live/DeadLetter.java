package io.scstream.serve.live;

import io.scstream.schema.DeadLetterRecord;
import java.time.Instant;

/** A dead letter without its payload, as answers have it. */
public record DeadLetter(
    String id,
    String reason,
    String stage,
    String detail,
    String source,
    int cells,
    int attempt,
    Instant rejectedAt) {

  static DeadLetter of(String id, DeadLetterRecord record) {
    return new DeadLetter(
        id,
        record.getReason(),
        record.getStage(),
        Texts.shortened(record.getDetail()),
        record.getSourceTopic()
            + "-"
            + record.getSourcePartition()
            + "@"
            + record.getSourceOffset(),
        record.getCells(),
        record.getAttempt(),
        record.getRejectedAt());
  }
}
