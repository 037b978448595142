package io.scstream.bench;

import io.scstream.cluster.CheckpointFacts;
import io.scstream.cluster.ClusterProcess;
import io.scstream.cluster.JobSubmission;
import io.scstream.cluster.Patience;
import io.scstream.config.ScstreamConfig;
import io.scstream.embedded.ConsumedOffsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** Sends very many cells through one training job, and looks whether it grows with them. */
public final class GrowthBench {
  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final int CHUNKS_AT_ONCE = 400;
  private static final int CHUNKS_AHEAD = 800;
  private static final int TELL_EVERY = 30;
  private static final double BYTES_OF_MIB = 1 << 20;
  private static final double MILLIS = 1000;
  private static final ClusterProcess TRAINER =
      new ClusterProcess(ClusterProcess.Kind.TASK_MANAGER, 0);

  private final BenchCluster.Subject subject;
  private final long cells;
  private final Consumer<String> progress;

  /** Prepares a bench with at least so many cells; {@code progress} takes a line now and then. */
  public GrowthBench(BenchCluster.Subject subject, long cells, Consumer<String> progress) {
    this.subject = subject;
    this.cells = cells;
    this.progress = progress;
  }

  private record Sample(long step, double residentMiB, double checkpointMiB) {}

  /** Runs a cluster in this folder. */
  public GrowthReport run(Path folder) {
    Clock clock = subject.clock();
    try (BenchCluster bench = BenchCluster.start(subject, folder, 1)) {
      ScstreamConfig config = bench.config();
      String job = bench.submit(JobSubmission.train(List.of()));
      try (StepWatch steps =
          StepWatch.open(
              bench.cluster().client(), config.topics().metrics(), config.lineage().name())) {
        Instant begin = clock.instant();
        List<Sample> samples = follow(bench, job, steps);
        bench.awaitTrained();
        double seconds = Duration.between(begin, clock.instant()).toMillis() / MILLIS;
        bench.finish(job);
        return GrowthReport.of(bench.cellsSent(), steps.step(), seconds, parts(samples, steps));
      }
    }
  }

  /** Keeps the topic ahead of the job, but not by so much that the disk fills. */
  private List<Sample> follow(BenchCluster bench, String job, StepWatch steps) {
    List<Sample> samples = new ArrayList<>();
    try (ConsumedOffsets trained = bench.trained()) {
      long read = 0;
      while (bench.cellsSent() < cells || read < bench.chunksSent()) {
        if (bench.cellsSent() < cells && bench.chunksSent() - read < CHUNKS_AHEAD) {
          bench.send(CHUNKS_AT_ONCE);
        }
        Patience.pass(LOOK);
        samples.add(sample(bench, job, steps));
        if (samples.size() % TELL_EVERY == 0) {
          progress.accept(
              String.format("step %,d, %,d cells sent", steps.step(), bench.cellsSent()));
        }
        read = trained.count();
      }
    }
    return samples;
  }

  private static Sample sample(BenchCluster bench, String job, StepWatch steps) {
    return new Sample(
        steps.step(),
        bench.cluster().residentMiB(TRAINER).orElse(0L),
        bench.cluster().flink().lastCheckpoint(job).map(CheckpointFacts::bytes).orElse(0L)
            / BYTES_OF_MIB);
  }

  private static List<GrowthReport.Part> parts(List<Sample> samples, StepWatch steps) {
    List<GrowthReport.Part> parts = new ArrayList<>();
    long all = steps.step();
    for (int part = 1; part <= GrowthReport.PARTS; part++) {
      long from = all * (part - 1) / GrowthReport.PARTS;
      long to = all * part / GrowthReport.PARTS;
      List<Sample> inside =
          samples.stream().filter(sample -> sample.step > from && sample.step <= to).toList();
      parts.add(
          new GrowthReport.Part(
              100 * part / GrowthReport.PARTS,
              median(inside, Sample::residentMiB),
              median(inside, Sample::checkpointMiB),
              MILLIS * GrowthReport.median(steps.seconds(from, to))));
    }
    return parts;
  }

  private static double median(List<Sample> samples, ToDoubleFunction<Sample> value) {
    return GrowthReport.median(samples.stream().map(value::applyAsDouble).toList());
  }
}
