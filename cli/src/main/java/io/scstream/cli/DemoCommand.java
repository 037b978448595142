package io.scstream.cli;

import io.scstream.config.ConfigLoader;
import io.scstream.demo.Demo;
import io.scstream.demo.DemoSummary;
import io.scstream.matrix.ReadOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
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

/** {@code scstream demo}: the whole product on the bundled data set. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Stream a bundled screen of perturbed cells through broker, job and store in this process.",
      "Without --headless it goes on for ever, embedding with every new version."
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

  @Option(names = "--json", description = "Print the summary as one JSON object.")
  private boolean isJson;

  @Option(
      names = "--workdir",
      paramLabel = "DIR",
      description = "Go on in this folder; by default a new one, which is kept.")
  private @Nullable Path workdir;

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
      ReadOptions read = BundledScreen.counts().withFirstCells(cells);
      if (!isHeadless) {
        demo.forEver(screen.file(), read, BundledScreen.columns());
        return ExitCode.OK;
      }
      DemoSummary summary = demo.toTheEnd(screen.file(), read, BundledScreen.columns());
      Output.print(spec, isJson, summary, summary::text);
      return ExitCode.OK;
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
