package io.scstream.embedded;

import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.EmbedJob;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * An embedding job in this process. It keeps no state: every run embeds the topic from its start.
 */
public final class EmbedRun {
  private EmbedRun() {}

  /** Starts embedding with the version that {@code modelRef} names. */
  public static EmbeddedJob start(EmbeddedFlink flink, ScstreamConfig config, String modelRef) {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
    env.setParallelism(1);
    EmbedJob.define(env, config, modelRef);
    return flink.submit(env, "embed-" + config.lineage().name(), Optional.empty());
  }
}
