package io.scstream.jobs.operator;

import io.scstream.jobs.catalogue.AlertKind;
import io.scstream.jobs.connect.Message;
import io.scstream.models.stream.Incident;
import io.scstream.schema.AlertRecord;
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

  /** What the guard of a run did. */
  public Message of(Incident incident, Instant at) {
    String chunks =
        incident.chunks().isEmpty() ? "" : " (" + String.join(", ", incident.chunks()) + ")";
    String message = incident.detail() + chunks;
    return switch (incident.kind()) {
      case QUARANTINED ->
          raise(AlertKind.QUARANTINED, message, "dead-lettered; training goes on", at);
      case ROLLED_BACK ->
          raise(AlertKind.ROLLED_BACK, message, "training goes on without them", at);
      case HALTED ->
          raise(AlertKind.HALTED, message, "no cells are taken in until a resume command", at);
    };
  }

  /** Something that a person should know of. */
  public Message raise(AlertKind kind, String message, String action, Instant at) {
    return raise(kind, message, action, Map.of(), at);
  }

  /** Likewise, with the numbers that speak for it. */
  public Message raise(
      AlertKind kind, String message, String action, Map<String, Double> evidence, Instant at) {
    AlertRecord alert =
        AlertRecord.newBuilder()
            .setLineage(lineage)
            .setSeverity(kind.severity())
            .setKind(kind.word())
            .setMessage(message)
            .setAction(action)
            .setEvidence(evidence)
            .setRaisedAt(at)
            .build();
    return Message.of(topic, lineage, FRAMING.write(alert));
  }
}
