package io.scstream.control;

import io.scstream.schema.ControlCommand;
import io.scstream.schema.ControlRecord;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be asked of a training job, by the words that people write. */
public enum JobCommand {
  /** Take in no more cells. */
  PAUSE(ControlCommand.PAUSE),
  /** Go on after a pause or a halt. */
  RESUME(ControlCommand.RESUME),
  /** Publish the model as it is. */
  PUBLISH_NOW(ControlCommand.PUBLISH_NOW),
  /** Go on from an earlier version. */
  ROLLBACK_TO(ControlCommand.ROLL_BACK),
  /** Drift is the new normal, to be learned faster. */
  ACCEPT_DRIFT(ControlCommand.ACCEPT_DRIFT),
  /** What comes now is the normal. */
  RE_REFERENCE(ControlCommand.RE_REFERENCE),
  /** Drift was looked at. */
  ACKNOWLEDGE(ControlCommand.ACKNOWLEDGE);

  /** All of them, for messages. */
  public static final String WORDS =
      "pause, resume, publish-now, rollback-to, accept-drift, re-reference or acknowledge";

  private final ControlCommand command;

  JobCommand(ControlCommand command) {
    this.command = command;
  }

  /** The one that a word names. */
  public static Optional<JobCommand> of(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }

  /** The word of what travels, also of a command that is not of ours. */
  public static String word(ControlCommand command) {
    return Arrays.stream(values())
        .filter(each -> each.command == command)
        .map(JobCommand::word)
        .findFirst()
        .orElse(command.name().toLowerCase(Locale.ROOT));
  }

  /** The word that people write. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it names a version: this one must, no other may. */
  public boolean wantsVersion() {
    return this == ROLLBACK_TO;
  }

  /** The command on its way to the job. */
  public ControlRecord record(
      String lineage, @Nullable Long version, String reason, String by, Instant at) {
    return ControlRecord.newBuilder()
        .setLineage(lineage)
        .setCommand(command)
        .setVersion(version)
        .setReason(reason)
        .setIssuedBy(by)
        .setIssuedAt(at)
        .build();
  }
}
