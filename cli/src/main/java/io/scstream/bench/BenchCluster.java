package io.scstream.bench;

import io.scstream.cluster.ClusterSettings;
import io.scstream.cluster.Installation;
import io.scstream.cluster.JobSubmission;
import io.scstream.cluster.LocalCluster;
import io.scstream.cluster.Patience;
import io.scstream.cluster.SavepointFormat;
import io.scstream.config.ConfigLoader;
import io.scstream.config.ScstreamConfig;
import io.scstream.embedded.ConsumedOffsets;
import io.scstream.ingest.IngestOptions;
import io.scstream.ingest.RepeatedCells;
import io.scstream.jobs.EmbedJob;
import io.scstream.jobs.TrainJob;
import io.scstream.matrix.ReadOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.TopicPartition;

/** A cluster with one training job on cells that are sent as they are wanted. */
public final class BenchCluster implements AutoCloseable {
  private static final Duration CATCHING_UP = Duration.ofMinutes(30);

  private final LocalCluster cluster;
  private final List<String> settings;
  private final ScstreamConfig config;
  private final RepeatedCells cells;
  private final Clock clock;
  private long cellsSent;
  private int chunksSent;

  private BenchCluster(LocalCluster cluster, Subject subject, RepeatedCells cells) {
    this.cluster = cluster;
    this.settings = subject.settings();
    this.clock = subject.clock();
    this.config = subject.config();
    this.cells = cells;
  }

  /**
   * What is benched.
   *
   * @param file whose cells are sent over and over
   */
  public record Subject(
      Installation installation,
      Path file,
      ReadOptions read,
      IngestOptions columns,
      List<String> settings,
      Clock clock) {
    /** Copies. */
    public Subject {
      settings = List.copyOf(settings);
    }

    ScstreamConfig config() {
      return ConfigLoader.load(Optional.empty(), settings).config();
    }
  }

  /** Starts a cluster in a new folder. */
  static BenchCluster start(Subject subject, Path folder, int taskManagers) {
    LocalCluster cluster =
        LocalCluster.at(
            folder,
            subject.installation(),
            ClusterSettings.defaults().withTaskManagers(taskManagers));
    Runtime.getRuntime().addShutdownHook(new Thread(cluster::killAll, "end of " + folder));
    try {
      cluster.up();
      return new BenchCluster(
          cluster,
          subject,
          RepeatedCells.open(
              cluster.client(),
              subject.file(),
              subject.read(),
              subject.columns(),
              subject.clock()));
    } catch (RuntimeException e) {
      cluster.killAll();
      throw e;
    }
  }

  LocalCluster cluster() {
    return cluster;
  }

  Clock clock() {
    return clock;
  }

  ScstreamConfig config() {
    return config;
  }

  /** Runs a job with the settings of the bench, with further arguments. */
  String submit(JobSubmission job) {
    List<String> arguments = new ArrayList<>();
    settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
    arguments.addAll(job.arguments());
    return cluster.submit(
        new JobSubmission(job.entryClass(), arguments, job.parallelism(), job.from()));
  }

  /** Sends the next chunks of cells. */
  void send(int chunks) {
    cellsSent += cells.send(chunks);
    chunksSent += chunks;
  }

  long cellsSent() {
    return cellsSent;
  }

  int chunksSent() {
    return chunksSent;
  }

  /** Waits until the training job has read all that was sent, and has told so in a checkpoint. */
  void awaitTrained() {
    awaitRead(TrainJob.consumerGroup(config));
  }

  /** Waits until the embedding job has read all that was sent, and has told so in a checkpoint. */
  void awaitEmbedded() {
    awaitRead(EmbedJob.consumerGroup(config));
  }

  private void awaitRead(String group) {
    try (ConsumedOffsets consumed = consumed(group)) {
      Map<TopicPartition, Long> ends = consumed.ends(config.topics().cells());
      Patience.until(group + " has read everything", CATCHING_UP, () -> consumed.reached(ends));
    }
  }

  /** How far the training job has read. */
  ConsumedOffsets trained() {
    return consumed(TrainJob.consumerGroup(config));
  }

  private ConsumedOffsets consumed(String group) {
    Properties client = new Properties();
    client.putAll(cluster.client());
    return new ConsumedOffsets(client, group);
  }

  /** Lets the training job take its last steps, publish its last version, and end. */
  void finish(String jobId) {
    cluster.flink().stop(jobId, cluster.folder().savepoints(), true, SavepointFormat.CANONICAL);
    Patience.until(
        "the training job has ended",
        CATCHING_UP,
        () -> cluster.flink().job(jobId).map(job -> job.state().equals("FINISHED")).orElse(false));
  }

  @Override
  public void close() {
    cells.close();
    cluster.down();
  }
}
