package io.scstream.jobs.operator;

import io.scstream.jobs.catalogue.AlertKind;
import io.scstream.jobs.connect.Message;
import io.scstream.jobs.connect.RawRecord;
import io.scstream.schema.ControlRecord;
import io.scstream.schema.framing.Framing;
import io.scstream.schema.framing.SingleObjectFraming;
import io.scstream.schema.framing.UndecodableException;
import java.time.Instant;
import java.util.List;

/**
 * What people ask of a lineage while it is trained. Whatever comes, the job goes on: each command
 * for the lineage is answered by an alert that tells who asked for what, and what was done.
 */
final class Commands {
  private static final Framing<ControlRecord> FRAMING = SingleObjectFraming.of(ControlRecord.class);

  private final String lineage;
  private final Alerts alerts;

  Commands(String lineage, Alerts alerts) {
    this.lineage = lineage;
    this.alerts = alerts;
  }

  /** Carries commands out; each method returns in words what was done. */
  interface Executor {
    /** Takes in no more cells. */
    String pause() throws Exception;

    /** Goes on after a pause or a halt. */
    String resume() throws Exception;

    /** Publishes the model as it is. */
    String publishNow() throws Exception;

    /** Goes on from an earlier version. */
    String rollBack(long version) throws Exception;

    /** Does what is to follow from drift. */
    String onDrift(DriftAnswer answer) throws Exception;
  }

  /** A command cannot be carried out; the message says why. */
  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal(String message) {
      super(message);
    }
  }

  /** Has a command carried out if it is for this lineage. Returns what is to be said of it. */
  List<Message> take(RawRecord raw, Executor executor, Instant at) throws Exception {
    if (raw.value().length == 0) {
      return List.of(); // Compaction leaves such messages behind.
    }
    ControlRecord command;
    try {
      command = FRAMING.read(raw.value());
    } catch (UndecodableException e) {
      RawRecord.Position place = raw.position();
      String what =
          "Unreadable command at " + place.topicPartition() + " offset " + place.offset() + ": ";
      return List.of(
          alerts.raise(AlertKind.UNREADABLE_COMMAND, what + e.getMessage(), "ignored", at));
    }
    if (!command.getLineage().equals(lineage)) {
      return List.of();
    }
    try {
      return List.of(
          alerts.raise(AlertKind.CONTROL, describe(command), execute(command, executor), at));
    } catch (Refusal e) {
      return List.of(
          alerts.raise(
              AlertKind.CONTROL_REFUSED, describe(command), "refused: " + e.getMessage(), at));
    }
  }

  private static String execute(ControlRecord command, Executor executor) throws Exception {
    return switch (command.getCommand()) {
      case PAUSE -> executor.pause();
      case RESUME -> executor.resume();
      case PUBLISH_NOW -> executor.publishNow();
      case ROLL_BACK -> {
        Long version = command.getVersion();
        if (version == null) {
          throw new Refusal("Missing version; expected that of a published version");
        }
        yield executor.rollBack(version);
      }
      case ACCEPT_DRIFT -> executor.onDrift(DriftAnswer.ACCEPT);
      case RE_REFERENCE -> executor.onDrift(DriftAnswer.RE_REFERENCE);
      case ACKNOWLEDGE -> executor.onDrift(DriftAnswer.ACKNOWLEDGE);
      case UNKNOWN -> throw new Refusal("Unknown command; expected one of this release");
    };
  }

  private static String describe(ControlRecord command) {
    return command.getCommand()
        + (command.getVersion() == null ? "" : " " + command.getVersion())
        + " by "
        + (command.getIssuedBy().isEmpty() ? "unknown" : command.getIssuedBy())
        + " at "
        + command.getIssuedAt()
        + (command.getReason().isEmpty() ? "" : ": " + command.getReason());
  }
}
