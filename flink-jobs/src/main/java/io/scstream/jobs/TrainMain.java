package io.scstream.jobs;

import io.scstream.config.ConfigLoader;
import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.publish.ManifestWriter.Platform;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The training job as a cluster starts it; its name there is {@code train-<lineage>}. */
public final class TrainMain {
  private TrainMain() {}

  /** Defines and submits the job: {@code [--config FILE] [--set KEY=VALUE ...]}. */
  public static void main(String[] arguments) throws Exception {
    run(JobArguments.parse(arguments).load(), UnaryOperator.identity());
  }

  /** Defines and submits the job in other surroundings than the real ones. */
  public static void run(
      ConfigLoader.Loaded settings, UnaryOperator<TrainJob.Surroundings> surroundings)
      throws Exception {
    ScstreamConfig config = settings.config();
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    TrainJob.define(
        env,
        settings,
        Platform.ofTheTask(version(), config.train().device()),
        surroundings.apply(TrainJob.Surroundings.of(config)));
    env.execute("train-" + config.lineage().name());
  }

  private static String version() {
    return Objects.requireNonNullElse(
        TrainMain.class.getPackage().getImplementationVersion(), "development");
  }
}
