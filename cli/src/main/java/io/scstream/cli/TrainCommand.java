package io.scstream.cli;

import io.scstream.config.ConfigLoader;
import io.scstream.config.ScstreamConfig;
import io.scstream.embedded.EmbeddedFlink;
import io.scstream.embedded.TrainRun;
import io.scstream.embedded.TrainingProgress;
import io.scstream.ingest.TopicScan;
import io.scstream.ingest.Topics;
import io.scstream.jobs.publish.StoreFactory;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelStore;
import io.scstream.store.VersionRef;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code scstream train}: a model learns from the topic of cells. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = "Learn from the topic of cells; go on where the last run of the model stopped.",
    footer = {
      "",
      "Example:",
      "  scstream train --name screen --set train.replay-steps=10 --set publish.every-steps=200"
    })
public final class TrainCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the model; the same as --set lineage.name=NAME.")
  private @Nullable String name;

  @Mixin private JobOptions job = new JobOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Override
  public Integer call() {
    ConfigLoader.Loaded loaded =
        job.load(name == null ? List.of() : List.of("lineage.name=" + name));
    try (Deployment deployment = job.open(connection, loaded);
        EmbeddedFlink flink = EmbeddedFlink.start(deployment.scratchPath(), 1)) {
      ConfigLoader.Loaded here = JobOptions.in(deployment, loaded);
      Topics.ensure(deployment.client(), here.config().topics().cells());
      String deadLetters = here.config().topics().deadLetters();
      long lettersBefore = TopicScan.written(deployment.client(), deadLetters);
      TrainRun run =
          new TrainRun(flink, deployment.checkpointsPath(), here, Platforms.here(here.config()));
      try (TrainingProgress progress =
          TrainingProgress.onStandardError(deployment.client(), here.config())) {
        if (job.isFollowing()) {
          run.forEver(progress::look);
        } else {
          run.toTheEnd(progress::look);
        }
      }
      print(here.config(), TopicScan.written(deployment.client(), deadLetters) - lettersBefore);
      return ExitCode.OK;
    }
  }

  private void print(ScstreamConfig config, long deadLetters) {
    if (deadLetters > 0) {
      spec.commandLine()
          .getErr()
          .printf(
              Locale.ROOT,
              "%,d dead letters: cells that were not taken; scstream dlq list tells which and why%n",
              deadLetters);
    }
    try (ModelStore store = StoreFactory.of(config.publish()).open()) {
      ModelManifest latest =
          store
              .find(VersionRef.latest(config.lineage().name()))
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "No version was published: the topic "
                              + config.topics().cells()
                              + " held no cells to learn from"));
      Output.print(
          spec,
          connection.isJson(),
          Map.of(
              "version", latest.version().toString(),
              "steps", latest.training().step(),
              "cells_trained", latest.training().cellsTrained(),
              "cells_held_out", latest.training().cellsHeldOut(),
              "dead_letters", deadLetters,
              "store", config.publish().store()),
          () -> Output.versionLine(latest));
    }
  }
}
