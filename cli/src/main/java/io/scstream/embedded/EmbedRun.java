package io.scstream.embedded;

import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.EmbedJob;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * An embedding job in this process. Every run embeds the topic from its start, but for one that
 * follows and delivers exactly once: it goes on from the state that an earlier process saved,
 * because it would deliver all again otherwise.
 */
public final class EmbedRun {
  private EmbedRun() {}

  /** Starts embedding with the version that {@code modelRef} names. */
  public static EmbeddedJob start(EmbeddedFlink flink, ScstreamConfig config, String modelRef) {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
    env.setParallelism(1);
    EmbedJob.define(env, config, modelRef);
    String name = jobName(config);
    return flink.submit(env, name, goesOn(config) ? saved(config, name) : Optional.empty());
  }

  // A run to the end keeps the end in its state, so that no following one may take it over.
  private static String jobName(ScstreamConfig config) {
    return (config.embed().follow() ? "embed-" : "embed-to-the-end-") + config.lineage().name();
  }

  private static boolean goesOn(ScstreamConfig config) {
    return config.embed().follow() && config.embed().isExactlyOnce();
  }

  private static Optional<Path> saved(ScstreamConfig config, String name) {
    URI checkpoints = URI.create(config.checkpoint().directory());
    return "file".equals(checkpoints.getScheme())
        ? new SavedStates(Path.of(checkpoints), name).newest()
        : Optional.empty();
  }
}
