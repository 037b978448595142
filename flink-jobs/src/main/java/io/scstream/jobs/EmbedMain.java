package io.scstream.jobs;

import io.scstream.config.ConfigException;
import io.scstream.config.ScstreamConfig;
import io.scstream.store.VersionRef;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The embedding job as a cluster starts it; its name there is {@code embed-<lineage>}. */
public final class EmbedMain {
  private EmbedMain() {}

  /**
   * Defines and submits the job: {@code --model NAME@REF [--config FILE] [--set KEY=VALUE ...]}.
   */
  public static void main(String[] arguments) throws Exception {
    JobArguments parsed = JobArguments.parse(arguments);
    String model =
        parsed
            .model()
            .orElseThrow(() -> new ConfigException("Invalid --model: nothing; expected NAME@REF"));
    String lineage = VersionRef.parse(model).lineage();
    ScstreamConfig config = parsed.load("lineage.name=" + lineage).config();
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    EmbedJob.define(env, config, model);
    env.execute("embed-" + lineage);
  }
}
