package io.scstream.jobs;

import io.scstream.config.ScstreamConfig;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** How our jobs run on Flink: exactly-once checkpoints, no Kryo, restarts with growing pauses. */
final class FlinkSettings {
  /** Complete checkpoints that are kept: any of them may be restored. */
  static final int RETAINED_CHECKPOINTS = 3;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  // A job that has run for so long without a failure counts as well again.
  private static final Duration WELL_AGAIN = Duration.ofMinutes(2);
  private static final Duration WATERMARKS = Duration.ofMillis(200);

  private FlinkSettings() {}

  static void apply(StreamExecutionEnvironment env, ScstreamConfig config) {
    ScstreamConfig.Checkpoint checkpoint = config.checkpoint();
    Configuration settings = new Configuration();
    settings.set(PipelineOptions.GENERIC_TYPES, false);
    settings.set(PipelineOptions.OBJECT_REUSE, true);
    settings.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, WATERMARKS);
    settings.set(
        CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
    settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpoint.interval());
    settings.set(CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS, checkpoint.minPause());
    settings.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, checkpoint.timeout());
    settings.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, checkpoint.tolerableFailures());
    settings.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    settings.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, RETAINED_CHECKPOINTS);
    settings.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    settings.set(CheckpointingOptions.ENABLE_UNALIGNED, false);
    settings.set(StateBackendOptions.STATE_BACKEND, checkpoint.backend());
    if (!checkpoint.directory().isEmpty()) {
      settings.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
      settings.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoint.directory());
    }
    restarts(settings, checkpoint.restartAttempts());
    env.configure(settings);
  }

  private static void restarts(Configuration settings, int attempts) {
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    // A failure that comes back at once is for a person to see, not to be repeated for ever.
    settings.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_ATTEMPTS,
        attempts == 0 ? Integer.MAX_VALUE : attempts);
    settings.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF, FIRST_PAUSE);
    settings.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, LONGEST_PAUSE);
    settings.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD,
        WELL_AGAIN);
  }
}
