package io.scstream.cli;

import io.scstream.control.JobCommand;
import io.scstream.ingest.ControlTopic;
import io.scstream.ingest.Topics;
import io.scstream.schema.ControlRecord;
import java.time.InstantSource;
import java.util.Map;
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
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Parameters(paramLabel = "ACTION", description = JobCommand.WORDS + ".")
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
    JobCommand wanted =
        JobCommand.of(action)
            .orElseThrow(
                () -> misuse("Invalid action: " + action + "; expected " + JobCommand.WORDS));
    if (wanted.wantsVersion() != (version != null)) {
      throw misuse(
          wanted.wantsVersion()
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

  private ControlRecord record(JobCommand wanted) {
    return wanted.record(
        name,
        version,
        reason,
        System.getProperty("user.name", ""),
        InstantSource.system().instant());
  }

  private ParameterException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
