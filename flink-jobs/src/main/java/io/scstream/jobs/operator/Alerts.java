package io.scstream.jobs.operator;

import io.scstream.jobs.connect.Message;
import io.scstream.models.stream.Incident;
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
    return raise(new Cause(Severity.WARN, kind, Map.of()), message, action, at);
  }

  /** Likewise, with the numbers that speak for it. */
  public Message warn(
      String kind, String message, String action, Map<String, Double> evidence, Instant at) {
    return raise(new Cause(Severity.WARN, kind, evidence), message, action, at);
  }

  /** Something that needs no action, with the numbers that speak for it. */
  Message inform(
      String kind, String message, String action, Map<String, Double> evidence, Instant at) {
    return raise(new Cause(Severity.INFO, kind, evidence), message, action, at);
  }

  /** What the guard of a run did. */
  public Message of(Incident incident, Instant at) {
    String chunks =
        incident.chunks().isEmpty() ? "" : " (" + String.join(", ", incident.chunks()) + ")";
    return switch (incident.kind()) {
      case QUARANTINED ->
          warn("quarantined", incident.detail() + chunks, "dead-lettered; training goes on", at);
      case ROLLED_BACK ->
          warn("rolled-back", incident.detail() + chunks, "training goes on without them", at);
      case HALTED ->
          raise(
              Severity.HALT,
              "halted",
              incident.detail() + chunks,
              "no cells are taken in until a resume command",
              at);
    };
  }

  /** Something that a person should know of. */
  public Message raise(Severity severity, String kind, String message, String action, Instant at) {
    return raise(new Cause(severity, kind, Map.of()), message, action, at);
  }

  private record Cause(Severity severity, String kind, Map<String, Double> evidence) {}

  private Message raise(Cause cause, String message, String action, Instant at) {
    AlertRecord alert =
        AlertRecord.newBuilder()
            .setLineage(lineage)
            .setSeverity(cause.severity())
            .setKind(cause.kind())
            .setMessage(message)
            .setAction(action)
            .setEvidence(cause.evidence())
            .setRaisedAt(at)
            .build();
    return Message.of(topic, lineage, FRAMING.write(alert));
  }
}
