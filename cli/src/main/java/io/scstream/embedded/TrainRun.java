package io.scstream.embedded;

import io.scstream.config.ConfigLoader;
import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.TrainJob;
import io.scstream.jobs.connect.KafkaStreams;
import io.scstream.jobs.publish.ManifestWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.common.TopicPartition;

/**
 * A training job in this process. It goes on from the newest state that an earlier process saved,
 * be it a checkpoint that survived a crash or the savepoint of a run that ended in order.
 */
public final class TrainRun {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final EmbeddedFlink flink;
  private final SavedStates states;
  private final ConfigLoader.Loaded settings;
  private final ManifestWriter.Platform platform;

  /** Prepares a run whose states lie below {@code checkpoints}. */
  public TrainRun(
      EmbeddedFlink flink,
      Path checkpoints,
      ConfigLoader.Loaded settings,
      ManifestWriter.Platform platform) {
    this.flink = flink;
    this.states = new SavedStates(checkpoints, jobName(settings.config()));
    this.settings = settings;
    this.platform = platform;
  }

  private static String jobName(ScstreamConfig config) {
    return "train-" + config.lineage().name();
  }

  /** Is asked again and again while a run goes on. */
  public interface Watcher {
    /** Something may have changed. */
    void look();
  }

  /** Learns what the topic holds now, takes the last steps on what is left over, and stops. */
  public void toTheEnd(Watcher watcher) {
    ScstreamConfig config = settings.config();
    try (ConsumedOffsets consumed =
        new ConsumedOffsets(
            KafkaStreams.clientProperties(config.kafka()), TrainJob.consumerGroup(config))) {
      Map<TopicPartition, Long> ends = consumed.ends(config.topics().cells());
      if (ends.isEmpty()) {
        throw new EmbeddedException(
            "Nothing to learn from: topic " + config.topics().cells() + " is empty");
      }
      Optional<Path> from = states.newest();
      if (from.isEmpty()) {
        consumed.forget();
      }
      EmbeddedJob job = submit(from);
      while (!job.endsWithin(LOOK)) {
        watcher.look();
        if (job.checkpoint() && consumed.reached(ends)) {
          job.finish(states.savepoints());
          watcher.look();
          return;
        }
      }
      job.await();
    }
  }

  /** Learns for ever; returns only when the job fails or the cluster is closed. */
  public void forEver(Watcher watcher) {
    EmbeddedJob job = submit(states.newest());
    while (!job.endsWithin(LOOK)) {
      watcher.look();
    }
    job.await();
  }

  private EmbeddedJob submit(Optional<Path> from) {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
    env.setParallelism(1);
    TrainJob.define(env, settings, platform);
    return flink.submit(env, jobName(settings.config()), from);
  }
}
