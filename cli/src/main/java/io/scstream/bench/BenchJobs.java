package io.scstream.bench;

import io.scstream.cluster.ClusterException;
import io.scstream.cluster.FlinkCluster;
import io.scstream.cluster.JobStatus;
import io.scstream.cluster.JobSubmission;
import io.scstream.cluster.Patience;
import io.scstream.cluster.SavepointFormat;
import io.scstream.jobs.faults.FaultyTrainMain;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The training and the embedding job of a bench, whichever attempt of them runs now. */
final class BenchJobs {
  private static final Logger LOG = LoggerFactory.getLogger(BenchJobs.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int MOST_ATTEMPTS = 20;
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int MOST_SUBTASKS = 2;

  private final BenchCluster bench;
  private final Path store;
  private final Path faults;
  private String training = "";
  private String embedding = "";
  private Optional<String> trainingFrom = Optional.empty();
  private String backend = "rocksdb";
  private int subtasks = MOST_SUBTASKS;

  /** Jobs on this store, which fails as the folder of faults says. */
  BenchJobs(BenchCluster bench, Path store, Path faults) {
    this.bench = bench;
    this.store = store;
    this.faults = faults;
  }

  /** Runs both from the beginning. */
  void start() {
    training = bench.submit(train(Optional.empty()));
    embedding = bench.submit(embed(Optional.empty()));
  }

  String training() {
    return training;
  }

  String embedding() {
    return embedding;
  }

  /** Ends the training with a savepoint, and goes on from it with another state backend. */
  void changeBackend() {
    trainingFrom = Optional.of(stop(training, SavepointFormat.CANONICAL));
    backend = backend.equals("rocksdb") ? "hashmap" : "rocksdb";
    training = bench.submit(train(trainingFrom));
  }

  /** Cancels the training, and goes on from the last checkpoint that it left. */
  void goOnFromCheckpoint() {
    awaitWhole(training);
    flink().cancel(training);
    awaitEnd(training);
    trainingFrom =
        bench
            .cluster()
            .retainedCheckpoint(training)
            .map(checkpoint -> checkpoint.toUri().toString())
            .or(() -> trainingFrom); // It had none of its own yet.
    training = bench.submit(train(trainingFrom));
  }

  /** Ends the embedding with a savepoint, and goes on from it with another parallelism. */
  void rescaleEmbedding() {
    String saved = stop(embedding, SavepointFormat.NATIVE);
    subtasks = MOST_SUBTASKS + 1 - subtasks;
    embedding = bench.submit(embed(Optional.of(saved)));
  }

  /** A savepoint is refused while the job begins again after the fault before. */
  private String stop(String job, SavepointFormat format) {
    for (int attempt = 1; ; attempt++) {
      awaitWhole(job);
      try {
        String saved = flink().stop(job, bench.cluster().folder().savepoints(), false, format);
        awaitEnd(job);
        return saved;
      } catch (ClusterException e) {
        if (attempt == MOST_ATTEMPTS) {
          throw e;
        }
        LOG.debug("No savepoint of {} yet", job, e);
        Patience.pass(PAUSE);
      }
    }
  }

  private void awaitWhole(String job) {
    Patience.until(
        "the job " + job + " runs",
        PATIENCE,
        () -> flink().job(job).map(JobStatus::isWhole).orElse(false));
  }

  private void awaitEnd(String job) {
    Patience.until(
        "the job " + job + " has ended",
        PATIENCE,
        () -> flink().job(job).map(JobStatus::isOver).orElse(true));
  }

  private FlinkCluster flink() {
    return bench.cluster().flink();
  }

  private JobSubmission train(Optional<String> from) {
    List<String> arguments = new ArrayList<>(List.of("--faults", faults.toString()));
    set(arguments, "publish.store=" + store);
    set(arguments, "checkpoint.backend=" + backend);
    return new JobSubmission(FaultyTrainMain.class.getName(), arguments, 1, from);
  }

  private JobSubmission embed(Optional<String> from) {
    List<String> arguments =
        new ArrayList<>(List.of("--model", bench.config().lineage().name() + "@latest"));
    set(arguments, "publish.store=" + store);
    set(arguments, "embed.follow=true");
    set(arguments, "embed.poll-alias=5s");
    set(arguments, "embed.parallelism=" + subtasks);
    JobSubmission job = JobSubmission.embed(arguments).withParallelism(subtasks);
    return from.map(job::from).orElse(job);
  }

  private static void set(List<String> arguments, String setting) {
    arguments.add("--set");
    arguments.add(setting);
  }
}
