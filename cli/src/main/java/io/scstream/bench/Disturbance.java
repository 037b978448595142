package io.scstream.bench;

import io.scstream.cluster.ClusterProcess.Kind;
import io.scstream.cluster.LocalCluster;
import io.scstream.cluster.Patience;
import io.scstream.jobs.faults.FaultFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Makes faults happen to a running cluster. */
final class Disturbance {
  private static final Duration STRIKING = Duration.ofMinutes(3);

  private final BenchCluster bench;
  private final LocalCluster cluster;
  private final FaultFiles files;
  private final Path disk;
  private final Path away;
  private final BenchJobs jobs;

  private Disturbance(BenchCluster bench, FaultFiles files, Path disk) {
    this.bench = bench;
    this.cluster = bench.cluster();
    this.files = files;
    this.disk = disk;
    this.away = disk.resolveSibling(disk.getFileName() + "-away");
    this.jobs =
        new BenchJobs(bench, store(cluster), bench.cluster().folder().root().resolve("faults"));
  }

  /**
   * Prepares the folder of a cluster: its store becomes a link to a folder that can be moved away
   * while jobs use it, as a disk can.
   */
  static Disturbance of(BenchCluster bench) {
    Path root = bench.cluster().folder().root();
    Disturbance disturbance =
        new Disturbance(bench, new FaultFiles(root.resolve("faults")), root.resolve("store-disk"));
    try {
      Files.createDirectories(disturbance.disk);
      Files.createSymbolicLink(disturbance.store(), disturbance.disk);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return disturbance;
  }

  /** The store that jobs are to use. */
  Path store() {
    return store(cluster);
  }

  /** The store that jobs on this cluster were given. */
  static Path store(LocalCluster cluster) {
    return cluster.folder().root().resolve("store-link");
  }

  /** The jobs that it happens to. */
  BenchJobs jobs() {
    return jobs;
  }

  /**
   * Lets a fault happen and pass. Dead processes are started again at once. Every second kill of a
   * TaskManager hits the one that trains; the other ones hit any.
   *
   * @return when it struck, and whether it ended the attempt of the training job
   */
  Strike strike(FaultSchedule.Fault fault) {
    return switch (fault.kind()) {
      case TASK_MANAGER -> taskManager(fault.pick());
      case JOB_MANAGER -> kill(Kind.JOB_MANAGER, 0, true);
      case BROKER -> kill(Kind.BROKER, 0, false);
      case COMMITTER -> committer(fault.pick());
      case STORE_OUTAGE -> during(fault.length(), () -> move(disk, away), () -> move(away, disk));
      case DISK_FULL ->
          during(
              fault.length(),
              () -> files.begin(FaultFiles.Fault.DISK_FULL),
              () -> files.end(FaultFiles.Fault.DISK_FULL));
      case SLOW_BROKER ->
          during(
              fault.length(),
              () -> cluster.suspend(Kind.BROKER, 0),
              () -> cluster.resume(Kind.BROKER, 0));
      case BACKEND_CHANGE -> operate(jobs::changeBackend, true);
      case RETAINED_CHECKPOINT -> operate(jobs::goOnFromCheckpoint, true);
      case RESCALED_EMBEDDING -> operate(jobs::rescaleEmbedding, false);
    };
  }

  /**
   * A fault that has struck.
   *
   * @param millis when, since 1970
   * @param endsAttempt whether the training job has to begin again from a checkpoint
   */
  record Strike(long millis, boolean endsAttempt) {}

  private Strike operate(Runnable operation, boolean endsAttempt) {
    Strike strike = new Strike(now(), endsAttempt);
    operation.run();
    return strike;
  }

  private Strike taskManager(int pick) {
    List<Integer> training = cluster.flink().taskManagersOf(jobs.training());
    int any = pick / 2 % cluster.settings().taskManagers();
    int index = pick % 2 == 0 && !training.isEmpty() ? training.get(0) : any;
    return kill(Kind.TASK_MANAGER, index, training.contains(index));
  }

  private Strike kill(Kind kind, int index, boolean endsAttempt) {
    Strike strike = new Strike(now(), endsAttempt);
    cluster.kill(kind, index);
    cluster.restart(kind, index);
    return strike;
  }

  /** Strikes with the next version that is published. */
  private Strike committer(int pick) {
    FaultFiles.Fault fault =
        pick % 2 == 0 ? FaultFiles.Fault.BEFORE_PUBLISHING : FaultFiles.Fault.AFTER_PUBLISHING;
    files.begin(fault);
    Patience.until(
        "a version is published",
        STRIKING,
        () -> {
          if (files.isThere(fault)) {
            bench.send(1);
          }
          return !files.isThere(fault);
        });
    return new Strike(now(), true);
  }

  private Strike during(Duration length, Runnable begin, Runnable end) {
    Strike strike = new Strike(now(), false);
    begin.run();
    try {
      Patience.pass(length);
    } finally {
      end.run();
    }
    return strike;
  }

  private long now() {
    return bench.clock().millis();
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
