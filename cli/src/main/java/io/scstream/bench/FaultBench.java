package io.scstream.bench;

import io.scstream.cluster.ClusterException;
import io.scstream.cluster.ClusterProcess;
import io.scstream.cluster.JobSubmission;
import io.scstream.cluster.LocalCluster;
import io.scstream.cluster.Patience;
import io.scstream.config.ScstreamConfig;
import io.scstream.ingest.TopicScan;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.cells.ChunkId;
import io.scstream.schema.framing.Framing;
import io.scstream.schema.framing.SingleObjectFraming;
import io.scstream.store.FileModelStore;
import io.scstream.store.ModelStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  private static final String DISTURBED = "disturbed";
  private static final String UNDISTURBED = "undisturbed";
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
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    FaultDiary diary = new FaultDiary(folder);
    Disturbed disturbed = disturbed(folder.resolve(DISTURBED), diary);
    progress.accept("the same cells without faults");
    Path undisturbed = undisturbed(folder.resolve(UNDISTURBED), disturbed.chunks());
    return report(diary, disturbed, undisturbed, Duration.between(begin, clock.instant()));
  }

  /**
   * Compares again what a bench has left below this folder; nothing is run but a broker.
   *
   * @throws UncheckedIOException if there is no diary of a bench
   */
  public FaultReport compareAgain(Path folder) {
    Clock clock = subject.clock();
    Instant begin = clock.instant();
    LocalCluster cluster = LocalCluster.open(folder.resolve(DISTURBED), subject.installation());
    Path undisturbed =
        LocalCluster.open(folder.resolve(UNDISTURBED), subject.installation()).folder().store();
    Runtime.getRuntime().addShutdownHook(new Thread(cluster::killAll, "end of " + folder));
    try {
      cluster.restart(ClusterProcess.Kind.BROKER, 0);
      Path store = Disturbance.store(cluster);
      Audited audited = audit(cluster.client(), store);
      Disturbed disturbed = new Disturbed(store, 0, audited.cells(), audited.embeddings());
      return report(
          new FaultDiary(folder), disturbed, undisturbed, Duration.between(begin, clock.instant()));
    } finally {
      cluster.killAll();
    }
  }

  private FaultReport report(
      FaultDiary diary, Disturbed disturbed, Path undisturbed, Duration time) {
    List<FaultDiary.Entry> entries = diary.read();
    FaultReport.Versions versions = compare(undisturbed, disturbed);
    return new FaultReport(
        entries.isEmpty() ? seed : entries.get(0).seed(),
        entries.size(),
        FaultDiary.byKind(entries),
        versions,
        disturbed.embeddings(),
        FaultReport.Recovery.of(FaultDiary.recoveries(entries)),
        time.toMillis() / MILLIS);
  }

  /** What a disturbed run leaves. */
  private record Disturbed(Path store, int chunks, long cells, FaultReport.Embeddings embeddings) {}

  private Disturbed disturbed(Path folder, FaultDiary diary) {
    try (BenchCluster bench = BenchCluster.start(subject, folder, TASK_MANAGERS)) {
      ScstreamConfig config = bench.config();
      Disturbance disturbance = Disturbance.of(bench);
      BenchJobs jobs = disturbance.jobs();
      jobs.start();
      try (StepWatch steps =
          StepWatch.open(
              bench.cluster().client(), config.topics().metrics(), config.lineage().name())) {
        bench.send(FIRST_CHUNKS);
        awaitStepAfter(0, bench, steps);
        int number = 0;
        for (FaultSchedule.Fault fault : FaultSchedule.of(seed, faults)) {
          FaultDiary.Entry entry = suffer(fault, bench, disturbance, steps);
          diary.write(entry);
          number++;
          progress.accept(
              String.format(
                  "%d of %d: %s, a new step after %.1f s",
                  number, faults, entry.kind(), entry.seconds()));
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
          audit(bench.cluster().client(), disturbance.store()).embeddings());
    }
  }

  private FaultDiary.Entry suffer(
      FaultSchedule.Fault fault, BenchCluster bench, Disturbance disturbance, StepWatch steps) {
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
    boolean isRecovery =
        fault.kind().isCrash() && (strike.endsAttempt() || fault.kind() == FaultKind.BROKER);
    return new FaultDiary.Entry(seed, fault.kind().word(), seconds, isRecovery);
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

  /** How many cells are on the topic, each chunk counted once, and what became of them. */
  private record Audited(long cells, FaultReport.Embeddings embeddings) {}

  private Audited audit(Map<String, Object> client, Path folder) {
    ScstreamConfig config = subject.config();
    EmbeddingAudit audit = new EmbeddingAudit();
    TopicScan.read(
        client,
        config.topics().embeddings(),
        message -> audit.embedding(message.key(), message.value()));
    Framing<CellChunkRecord> framing = SingleObjectFraming.of(CellChunkRecord.class);
    Map<String, Integer> cellsOfChunks = new HashMap<>();
    try (ModelStore store = FileModelStore.open(folder);
        PublishedModels models = new PublishedModels(store, config)) {
      TopicScan.read(
          client,
          config.topics().cells(),
          message -> {
            CellChunkRecord chunk = framing.read(message.value());
            cellsOfChunks.put(ChunkId.of(chunk).toString(), chunk.getCellIds().size());
            audit.compare(chunk, models::embed);
          });
    }
    EmbeddingAudit.Outcome outcome = audit.outcome();
    return new Audited(
        cellsOfChunks.values().stream().mapToLong(Integer::longValue).sum(),
        new FaultReport.Embeddings(
            outcome.messages(), outcome.pairs(), outcome.contradictions(), outcome.missing()));
  }
}
