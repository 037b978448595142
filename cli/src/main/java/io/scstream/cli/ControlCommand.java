package io.scstream.cli;

import io.scstream.ingest.ControlTopic;
import io.scstream.ingest.Topics;
import io.scstream.schema.ControlRecord;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code scstream control}: asks something of a training job that runs. */
@Command(
    name = "control",
    mixinStandardHelpOptions = true,
    description =
        "Pause, resume, publish or roll back a model that is being trained; answer to drift.",
    footer = {
      "",
      "The job answers on the topic of alerts.",
      "",
      "Example:",
      "  scstream control rollback-to --name screen --version 4200 --reason 'wrong lane' \\",
      "      --bootstrap broker:9092"
    })
public final class ControlCommand implements Callable<Integer> {
  /** What can be asked for. */
  enum Action {
    /** Take in no more cells. */
    PAUSE(io.scstream.schema.ControlCommand.PAUSE),
    /** Go on after a pause or a halt. */
    RESUME(io.scstream.schema.ControlCommand.RESUME),
    /** Publish the model as it is. */
    PUBLISH_NOW(io.scstream.schema.ControlCommand.PUBLISH_NOW),
    /** Go on from an earlier version. */
    ROLLBACK_TO(io.scstream.schema.ControlCommand.ROLL_BACK),
    /** Drift is the new normal, to be learned faster. */
    ACCEPT_DRIFT(io.scstream.schema.ControlCommand.ACCEPT_DRIFT),
    /** What comes now is the normal. */
    RE_REFERENCE(io.scstream.schema.ControlCommand.RE_REFERENCE),
    /** Drift was looked at. */
    ACKNOWLEDGE(io.scstream.schema.ControlCommand.ACKNOWLEDGE);

    /** All of them, for messages. */
    static final String WORDS =
        "pause, resume, publish-now, rollback-to, accept-drift, re-reference or acknowledge";

    private final io.scstream.schema.ControlCommand command;

    Action(io.scstream.schema.ControlCommand command) {
      this.command = command;
    }

    static Optional<Action> of(String word) {
      for (Action action : values()) {
        if (action.word().equals(word)) {
          return Optional.of(action);
        }
      }
      return Optional.empty();
    }

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Parameters(paramLabel = "ACTION", description = Action.WORDS + ".")
  private String action = "";

  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description = "Name of the model.")
  private String name = "";

  @Option(
      names = "--version",
      paramLabel = "N",
      description = "The published version to go back to, for rollback-to.")
  private @Nullable Long version;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept in the alert.")
  private String reason = "";

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      description = "Topic of commands (${DEFAULT-VALUE}).")
  private String topic = Topics.CONTROL;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Override
  public Integer call() {
    Action wanted =
        Action.of(action)
            .orElseThrow(() -> misuse("Invalid action: " + action + "; expected " + Action.WORDS));
    if ((wanted == Action.ROLLBACK_TO) != (version != null)) {
      throw misuse(
          wanted == Action.ROLLBACK_TO
              ? "Missing --version; expected the published version to go back to"
              : "Invalid --version: " + version + "; expected with rollback-to only");
    }
    try (Deployment deployment = connection.open()) {
      Topics.ensure(deployment.client());
      long offset = ControlTopic.send(deployment.client(), topic, record(wanted));
      Output.print(
          spec,
          connection.isJson(),
          Map.of("name", name, "action", action, "topic", topic, "offset", offset),
          () -> action + " of " + name + " is on " + topic + " at offset " + offset);
      return ExitCode.OK;
    }
  }

  private ControlRecord record(Action wanted) {
    return ControlRecord.newBuilder()
        .setLineage(name)
        .setCommand(wanted.command)
        .setVersion(version)
        .setReason(reason)
        .setIssuedBy(System.getProperty("user.name", ""))
        .setIssuedAt(InstantSource.system().instant())
        .build();
  }

  private ParameterException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
