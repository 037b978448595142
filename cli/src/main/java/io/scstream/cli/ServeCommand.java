package io.scstream.cli;

import io.scstream.config.ConfigLoader;
import io.scstream.config.ScstreamConfig;
import io.scstream.ingest.Topics;
import io.scstream.jobs.connect.KafkaStreams;
import io.scstream.serve.ApiServer;
import io.scstream.serve.Listening;
import io.scstream.serve.Site;
import io.scstream.store.FileModelStore;
import io.scstream.store.ModelStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code scstream serve}: models, the live stream and commands over HTTP, and the page. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Serve published models, live metrics, embeddings and the page over HTTP until stopped.",
      "Only this machine reaches it unless --host says otherwise. What it answers to is at"
          + " /openapi.yaml."
    },
    footer = {
      "",
      "Examples:",
      "  scstream serve --bootstrap broker:9092 --workdir scstream-work",
      "  scstream serve --config screen.yaml --host 0.0.0.0 --admin-token-file admin.token"
    })
public final class ServeCommand implements Callable<Integer> {
  private static final int MOST_PORT = 65_535;
  private static final int MOST_POINTS = 5_000_000;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--host",
      paramLabel = "NAME",
      description = "Where to listen (${DEFAULT-VALUE}); 0.0.0.0 for all addresses.")
  private String host = Listening.LOOPBACK;

  @Option(
      names = "--port",
      paramLabel = "P",
      description = "Port to listen on (${DEFAULT-VALUE}); 0 for any that is free.")
  private int port = Listening.PORT;

  @Option(
      names = "--points",
      paramLabel = "N",
      description = "Cells of a model to show at most (${DEFAULT-VALUE}); about 250 bytes each.")
  private int points = Listening.POINTS;

  @Option(
      names = "--store",
      paramLabel = "DIR",
      description = "The model store, where it lies neither in --workdir nor where settings say.")
  private @Nullable Path store;

  @Mixin private SettingsOptions settings = new SettingsOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();
  @Mixin private AccessOptions access = new AccessOptions();

  @Override
  public Integer call() throws InterruptedException {
    Listening listening = listening();
    Clock clock = Clock.systemUTC();
    AccessOptions.Access who = access.access(listening, clock);
    ConfigLoader.Loaded loaded = settings.load(List.of());
    String named = loaded.config().kafka().bootstrap();
    try (Serving serving = Serving.begin();
        Deployment deployment = named.isEmpty() ? connection.open() : connection.open(named)) {
      ScstreamConfig config = JobOptions.in(deployment, loaded).config();
      Map<String, Object> client = client(config);
      Topics.ensure(client, config.topics().cells());
      String place = Objects.requireNonNullElse(store, config.publish().store()).toString();
      try (ModelStore models = FileModelStore.open(Path.of(place));
          ApiServer server =
              ApiServer.start(
                  new Site(client, config, models, place),
                  listening,
                  new ApiServer.Terms(who.gate(), Optional.empty(), clock),
                  product())) {
        tell(server, who);
        serving.untilStopped();
      }
    }
    return ExitCode.OK;
  }

  private Listening listening() {
    if (port < 0 || port > MOST_PORT) {
      throw misuse("Invalid --port: " + port + "; expected 0 to " + MOST_PORT);
    }
    if (points < 1 || points > MOST_POINTS) {
      throw misuse("Invalid --points: " + points + "; expected 1 to " + MOST_POINTS);
    }
    return new Listening(host, port, points);
  }

  private static Map<String, Object> client(ScstreamConfig config) {
    Map<String, Object> client = new HashMap<>();
    KafkaStreams.clientProperties(config.kafka())
        .forEach((name, value) -> client.put(String.valueOf(name), value));
    return client;
  }

  private void tell(ApiServer server, AccessOptions.Access who) {
    String url = Serving.page(server, who.token());
    Output.print(spec, connection.isJson(), Map.of("url", url), () -> "Serving on " + url);
    spec.commandLine().getOut().flush();
  }

  static String product() {
    return "scstream " + Scstream.Version.number();
  }

  private ParameterException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
