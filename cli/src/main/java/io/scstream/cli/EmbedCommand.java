package io.scstream.cli;

import io.scstream.config.ConfigLoader;
import io.scstream.config.ScstreamConfig;
import io.scstream.embedded.EmbedRun;
import io.scstream.embedded.EmbeddedFlink;
import io.scstream.ingest.TopicScan;
import io.scstream.ingest.Topics;
import io.scstream.jobs.publish.StoreFactory;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelStore;
import io.scstream.store.VersionRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code scstream embed}: every cell on the topic gets its latent code. */
@Command(
    name = "embed",
    mixinStandardHelpOptions = true,
    description = "Embed the cells on the topic with a published version of a model.",
    footer = {"", "Example:", "  scstream embed --model screen@latest"})
public final class EmbedCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "NAME@REF",
      description = "A version, such as screen@4200, or an alias, such as screen@latest.")
  private String model = "";

  @Mixin private JobOptions job = new JobOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Override
  public Integer call() {
    VersionRef ref = VersionRef.parse(model);
    ConfigLoader.Loaded loaded =
        job.load(List.of("lineage.name=" + ref.lineage(), "embed.follow=" + job.isFollowing()));
    try (Deployment deployment = job.open(connection, loaded);
        EmbeddedFlink flink =
            EmbeddedFlink.start(deployment.scratchPath(), loaded.config().embed().parallelism())) {
      ConfigLoader.Loaded here = JobOptions.in(deployment, loaded);
      Topics.ensure(deployment.client(), here.config().topics().cells());
      Optional<ModelManifest> version = version(ref, here.config());
      if (version.isEmpty()) {
        spec.commandLine().getErr().println("Waiting for " + ref + " to be published");
      }
      EmbedRun.start(flink, here.config(), model).await();
      String topic = here.config().topics().embeddings();
      String used = version.map(manifest -> manifest.version().toString()).orElse(model);
      long cells = TopicScan.distinctKeys(deployment.client(), topic);
      Output.print(
          spec,
          connection.isJson(),
          Map.of("version", used, "embeddings", cells, "topic", topic),
          () -> String.format("%,d cells have an embedding on %s", cells, topic));
      return ExitCode.OK;
    }
  }

  /** A following run may begin before there is a version. */
  private Optional<ModelManifest> version(VersionRef ref, ScstreamConfig config) {
    try (ModelStore store = StoreFactory.of(config.publish()).open()) {
      return job.isFollowing() ? store.find(ref) : Optional.of(ModelVersions.find(store, ref));
    }
  }
}
