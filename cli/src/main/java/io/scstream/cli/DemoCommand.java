package io.scstream.cli;

import io.scstream.config.ConfigLoader;
import io.scstream.config.ScstreamConfig;
import io.scstream.demo.Demo;
import io.scstream.demo.DemoSummary;
import io.scstream.demo.LiveDemo;
import io.scstream.ingest.IngestOptions;
import io.scstream.ingest.Topics;
import io.scstream.matrix.ReadOptions;
import io.scstream.serve.ApiServer;
import io.scstream.serve.Listening;
import io.scstream.serve.Site;
import io.scstream.store.FileModelStore;
import io.scstream.store.ModelStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code scstream demo}: the whole product on the bundled data set. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Stream a bundled screen of perturbed cells through broker, job and store in this process.",
      "Without --headless it goes on for ever, and serves the page."
    },
    footer = {"", "Example:", "  scstream demo --headless --json"})
public final class DemoCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(names = "--headless", description = "End when the data is through.")
  private boolean isHeadless;

  @Option(names = "--cells", paramLabel = "N", description = "Only the first N cells of the file.")
  private int cells = Integer.MAX_VALUE;

  @Option(
      names = "--json",
      description = "Print the summary, or the page's address, as one JSON object.")
  private boolean isJson;

  @Option(
      names = "--workdir",
      paramLabel = "DIR",
      description = "Go on in this folder; by default a new one, which is kept.")
  private @Nullable Path workdir;

  @Option(
      names = "--port",
      paramLabel = "P",
      description = "Port of the page (${DEFAULT-VALUE}); 0 for any that is free.")
  private int port = Listening.PORT;

  @Mixin private AccessOptions access = new AccessOptions();
  @Mixin private BundledScreen screen = new BundledScreen();

  @Override
  public Integer call() {
    if (cells < 1) {
      throw new ParameterException(
          spec.commandLine(), "Invalid --cells: " + cells + "; expected a positive number");
    }
    ConfigLoader.Loaded loaded =
        ConfigLoader.load(Optional.of(screen.settings()), List.of("embed.follow=" + !isHeadless));
    try (Deployment deployment = Deployment.embedded(workdir())) {
      ConfigLoader.Loaded here = JobOptions.in(deployment, loaded);
      Demo demo =
          new Demo(
              new Demo.Place(
                  deployment.client(),
                  deployment.folder(),
                  deployment.storePath(),
                  deployment.checkpointsPath(),
                  deployment.scratchPath()),
              here,
              Platforms.here(here.config()),
              Clock.systemUTC());
      IngestOptions columns = BundledScreen.columns();
      ReadOptions read = BundledScreen.counts().withFirstCells(cells);
      if (!isHeadless) {
        show(deployment, here.config(), live -> demo.forEver(screen.file(), read, columns, live));
        return ExitCode.OK;
      }
      DemoSummary summary = demo.toTheEnd(screen.file(), read, columns);
      Output.print(spec, isJson, summary, summary::text);
      return ExitCode.OK;
    }
  }

  /** Serves the page while the demo runs. */
  private void show(Deployment deployment, ScstreamConfig config, Consumer<LiveDemo> run) {
    Clock clock = Clock.systemUTC();
    Listening listening = new Listening(Listening.LOOPBACK, port, Listening.POINTS);
    AccessOptions.Access who = access.access(listening, clock);
    LiveDemo live = new LiveDemo(deployment.client(), config.topics().cells(), clock);
    Topics.ensure(deployment.client());
    try (ModelStore store = FileModelStore.open(deployment.storePath());
        ApiServer server =
            ApiServer.start(
                new Site(deployment.client(), config, store, deployment.storePath().toString()),
                listening,
                new ApiServer.Terms(who.gate(), Optional.of(live), clock),
                ServeCommand.product())) {
      String url = Serving.page(server, who.token());
      Output.print(spec, isJson, Map.of("url", url), () -> "The page is at " + url);
      spec.commandLine().getOut().flush();
      run.accept(live);
    }
  }

  private Path workdir() {
    if (workdir != null) {
      return workdir;
    }
    try {
      Path folder = Files.createTempDirectory("scstream-demo-");
      spec.commandLine().getErr().println("Working in " + folder + ", which is kept");
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
