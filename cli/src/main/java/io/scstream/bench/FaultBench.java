package io.scstream.bench;

import io.scstream.cluster.ClusterException;
import io.scstream.cluster.JobSubmission;
import io.scstream.cluster.Patience;
import io.scstream.config.ScstreamConfig;
import io.scstream.ingest.TopicScan;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.framing.Framing;
import io.scstream.schema.framing.SingleObjectFraming;
import io.scstream.store.FileModelStore;
import io.scstream.store.ModelStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets faults happen to a training and an embedding job on a cluster of processes, then runs the
 * same cells through another cluster without any, and compares what the two have published.
 */
public final class FaultBench {
  private static final Logger LOG = LoggerFactory.getLogger(FaultBench.class);

  /** A training job that reads everything and an embedding job of two subtasks. */
  private static final int TASK_MANAGERS = 3;

  private static final int CHUNKS_AT_ONCE = 8;

  /** More cells than wait for the first step, a tenth of them being held out. */
  private static final int FIRST_CHUNKS = 24;

  private static final Duration RECOVERY = Duration.ofMinutes(10);
  private static final Duration SETTLING = Duration.ofMillis(700);
  private static final double MILLIS = 1000;

  private final BenchCluster.Subject subject;
  private final long seed;
  private final int faults;
  private final Consumer<String> progress;

  /** Prepares a bench; {@code progress} takes a line after every fault. */
  public FaultBench(
      BenchCluster.Subject subject, long seed, int faults, Consumer<String> progress) {
    this.subject = subject;
    this.seed = seed;
    this.faults = faults;
    this.progress = progress;
  }

  /** Runs both clusters below this folder, one after the other. */
  public FaultReport run(Path folder) {
    Clock clock = subject.clock();
    Instant begin = clock.instant();
    Disturbed disturbed = disturbed(folder.resolve("disturbed"));
    progress.accept("the same cells without faults");
    Path undisturbed = undisturbed(folder.resolve("undisturbed"), disturbed.chunks());
    FaultReport.Versions versions = compare(undisturbed, disturbed);
    return new FaultReport(
        seed,
        faults,
        disturbed.byKind(),
        versions,
        disturbed.embeddings(),
        FaultReport.Recovery.of(disturbed.recoveries()),
        Duration.between(begin, clock.instant()).toMillis() / MILLIS);
  }

  /** What a disturbed run leaves. */
  private record Disturbed(
      Path store,
      int chunks,
      long cells,
      SortedMap<String, Integer> byKind,
      List<Double> recoveries,
      FaultReport.Embeddings embeddings) {}

  private Disturbed disturbed(Path folder) {
    try (BenchCluster bench = BenchCluster.start(subject, folder, TASK_MANAGERS)) {
      ScstreamConfig config = bench.config();
      Disturbance disturbance = Disturbance.of(bench);
      BenchJobs jobs = disturbance.jobs();
      jobs.start();
      SortedMap<String, Integer> byKind = new TreeMap<>();
      List<Double> recoveries = new ArrayList<>();
      try (StepWatch steps =
          StepWatch.open(
              bench.cluster().client(), config.topics().metrics(), config.lineage().name())) {
        bench.send(FIRST_CHUNKS);
        awaitStepAfter(0, bench, steps);
        for (FaultSchedule.Fault fault : FaultSchedule.of(seed, faults)) {
          double seconds = suffer(fault, bench, disturbance, steps, recoveries);
          int number = byKind.values().stream().mapToInt(Integer::intValue).sum() + 1;
          byKind.merge(fault.kind().word(), 1, Integer::sum);
          progress.accept(
              String.format(
                  "%d of %d: %s, a new step after %.1f s",
                  number, faults, fault.kind().word(), seconds));
        }
      }
      bench.awaitTrained();
      bench.finish(jobs.training());
      bench.awaitEmbedded();
      bench.cluster().flink().cancel(jobs.embedding());
      return new Disturbed(
          disturbance.store(),
          bench.chunksSent(),
          bench.cellsSent(),
          byKind,
          recoveries,
          audit(bench, disturbance.store()));
    }
  }

  private double suffer(
      FaultSchedule.Fault fault,
      BenchCluster bench,
      Disturbance disturbance,
      StepWatch steps,
      List<Double> recoveries) {
    bench.send(CHUNKS_AT_ONCE);
    Patience.pass(fault.delay());
    Disturbance.Strike strike = disturbance.strike(fault);
    bench.send(CHUNKS_AT_ONCE); // Returns when the broker answers.
    long back =
        strike.endsAttempt()
            ? awaitAttempt(disturbance.jobs().training(), strike.millis(), bench)
            : bench.clock().millis();
    long first = awaitStepAfter(back, bench, steps);
    double seconds = (first - strike.millis()) / MILLIS;
    if (fault.kind().isCrash() && (strike.endsAttempt() || fault.kind() == FaultKind.BROKER)) {
      recoveries.add(seconds);
    }
    return seconds;
  }

  /** Waits until the job runs in an attempt that began after a time, and returns when it did. */
  private static long awaitAttempt(String job, long millis, BenchCluster bench) {
    Patience.until("the training job runs again", RECOVERY, () -> begun(job, bench) > millis);
    return begun(job, bench);
  }

  /** The JobManager may be away. */
  private static long begun(String job, BenchCluster bench) {
    try {
      return bench.cluster().flink().begun(job).map(Instant::toEpochMilli).orElse(0L);
    } catch (ClusterException e) {
      LOG.debug("No answer about {}", job, e);
      return 0;
    }
  }

  /**
   * Sends more cells, so that there is something to learn from, and returns when a step was told of
   * after that time which is beyond all that were told of before it.
   */
  private static long awaitStepAfter(long millis, BenchCluster bench, StepWatch steps) {
    bench.send(CHUNKS_AT_ONCE);
    Patience.until("a new step", RECOVERY, () -> steps.firstAfter(millis).isPresent());
    Patience.pass(SETTLING); // Messages from before may still be on their way.
    Patience.until("a new step", RECOVERY, () -> steps.firstAfter(millis).isPresent());
    return steps.firstAfter(millis).orElseThrow();
  }

  private Path undisturbed(Path folder, int chunks) {
    try (BenchCluster bench = BenchCluster.start(subject, folder, 1)) {
      String training = bench.submit(JobSubmission.train(List.of()));
      bench.send(chunks);
      bench.awaitTrained();
      bench.finish(training);
      return bench.cluster().folder().store();
    }
  }

  private FaultReport.Versions compare(Path undisturbed, Disturbed disturbed) {
    try (ModelStore expected = FileModelStore.open(undisturbed);
        ModelStore found = FileModelStore.open(disturbed.store())) {
      VersionComparison comparison =
          VersionComparison.of(lineage(), disturbed.cells(), expected, found);
      if (!comparison.differing().isEmpty()) {
        progress.accept("versions that differ: " + comparison.differing());
      }
      return new FaultReport.Versions(
          comparison.versions(),
          comparison.differing().size(),
          comparison.damagedFiles(),
          disturbed.cells(),
          comparison.lostCells(),
          comparison.trainedTwice());
    }
  }

  private String lineage() {
    return subject.config().lineage().name();
  }

  private static FaultReport.Embeddings audit(BenchCluster bench, Path folder) {
    ScstreamConfig config = bench.config();
    EmbeddingAudit audit = new EmbeddingAudit();
    TopicScan.read(
        bench.cluster().client(),
        config.topics().embeddings(),
        message -> audit.embedding(message.key(), message.value()));
    Framing<CellChunkRecord> framing = SingleObjectFraming.of(CellChunkRecord.class);
    try (ModelStore store = FileModelStore.open(folder);
        PublishedModels models = new PublishedModels(store, config)) {
      TopicScan.read(
          bench.cluster().client(),
          config.topics().cells(),
          message -> audit.compare(framing.read(message.value()), models::embed));
    }
    EmbeddingAudit.Outcome outcome = audit.outcome();
    return new FaultReport.Embeddings(
        outcome.messages(), outcome.pairs(), outcome.contradictions(), outcome.missing());
  }
}
