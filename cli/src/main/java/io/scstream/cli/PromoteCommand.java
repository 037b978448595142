package io.scstream.cli;

import io.scstream.config.ConfigException;
import io.scstream.config.ScstreamConfig;
import io.scstream.control.AliasMove;
import io.scstream.jobs.publish.KafkaAnnouncer;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelStore;
import io.scstream.store.ModelVersion;
import io.scstream.store.VersionRef;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code scstream models promote}: an alias moves, and following jobs are told. */
@Command(
    name = "promote",
    mixinStandardHelpOptions = true,
    description = {
      "Move an alias to a version, forward or back.",
      "With a broker, jobs that follow the alias are told; without, they see it when they next look"
          + " (embed.poll-alias)."
    },
    footer = {
      "",
      "Example:",
      "  scstream models promote screen@4200 --alias promoted --bootstrap kafka:9092"
    })
final class PromoteCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @ParentCommand
  @SuppressWarnings("NullAway.Init")
  private ModelsCommand models;

  @Parameters(paramLabel = "NAME@VERSION", description = "The version, or another alias of it.")
  private String version = "";

  @Option(
      names = "--alias",
      paramLabel = "ALIAS",
      description = "The alias to move (${DEFAULT-VALUE}).")
  private String alias = "latest";

  @Option(
      names = "--activate-at",
      paramLabel = "TIME",
      description =
          "Event time from which following jobs are to use it, such as 2026-03-01T00:00:00Z;"
              + " needs a broker. By default as soon as they have loaded it.")
  private @Nullable String activateAt;

  @Option(
      names = "--bootstrap",
      paramLabel = "HOST:PORT",
      description = "Kafka broker of the jobs; by default that of the settings, if they name one.")
  private @Nullable String bootstrap;

  @Override
  public Integer call() {
    Optional<Instant> time =
        Optional.ofNullable(activateAt).map(text -> models.time("--activate-at", text));
    ScstreamConfig jobs = jobs();
    boolean isTold = !jobs.kafka().bootstrap().isEmpty();
    if (time.isPresent() && !isTold) {
      throw new ParameterException(
          spec.commandLine(), "--activate-at needs a broker to tell jobs; expected --bootstrap");
    }
    try (ModelStore store = models.open()) {
      ModelManifest chosen = ModelVersions.find(store, VersionRef.parse(version));
      AliasMove move = AliasMove.of(store, chosen, alias);
      if (isTold) {
        try (KafkaAnnouncer announcer = KafkaAnnouncer.open(jobs)) {
          move.makeAndTell(announcer, time);
        }
      } else {
        move.make();
      }
      print(move, isTold);
      return ExitCode.OK;
    }
  }

  /**
   * Where the jobs are.
   *
   * @throws ConfigException if the settings cannot be used
   */
  private ScstreamConfig jobs() {
    ScstreamConfig loaded = models.settings();
    return bootstrap == null
        ? loaded
        : loaded.at(bootstrap, loaded.publish().store(), loaded.checkpoint().directory());
  }

  private void print(AliasMove move, boolean isTold) {
    ModelVersion to = move.chosen().version();
    String from = move.before().map(ModelVersion::toString).orElse("nothing");
    Output.print(
        spec,
        models.isJson(),
        Map.of(
            "alias",
            to.lineage() + "@" + alias,
            "version",
            to.toString(),
            "before",
            from,
            "announced",
            isTold),
        () ->
            to.lineage()
                + "@"
                + alias
                + " is "
                + to
                + ", was "
                + from
                + (isTold ? "" : "; no job was told, as no broker is named"));
  }
}
