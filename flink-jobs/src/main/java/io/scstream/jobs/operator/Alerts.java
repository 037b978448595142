package io.scstream.jobs.operator;

import io.scstream.jobs.connect.Message;
import io.scstream.schema.AlertRecord;
import io.scstream.schema.Severity;
import io.scstream.schema.framing.Framing;
import io.scstream.schema.framing.SingleObjectFraming;
import java.io.Serializable;
import java.time.Instant;
import java.util.Map;

/** Writes what asks for a person's attention. */
public final class Alerts implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Framing<AlertRecord> FRAMING = SingleObjectFraming.of(AlertRecord.class);

  private final String topic;
  private final String lineage;

  /** Alerts of a lineage to this topic. */
  public Alerts(String topic, String lineage) {
    this.topic = topic;
    this.lineage = lineage;
  }

  /** Something is wrong with the input; the job goes on. */
  public Message warn(String kind, String message, String action, Instant at) {
    return warn(kind, message, action, Map.of(), at);
  }

  /** Likewise, with the numbers that speak for it. */
  public Message warn(
      String kind, String message, String action, Map<String, Double> evidence, Instant at) {
    AlertRecord alert =
        AlertRecord.newBuilder()
            .setLineage(lineage)
            .setSeverity(Severity.WARN)
            .setKind(kind)
            .setMessage(message)
            .setAction(action)
            .setEvidence(evidence)
            .setRaisedAt(at)
            .build();
    return Message.of(topic, lineage, FRAMING.write(alert));
  }
}
