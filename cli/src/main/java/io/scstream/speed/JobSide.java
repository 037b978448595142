package io.scstream.speed;

import io.scstream.embedded.EmbeddedJob;
import io.scstream.ingest.RepeatedCells;
import io.scstream.jobs.catalogue.TrainMetric;
import io.scstream.schema.MetricRecord;
import io.scstream.schema.framing.Framing;
import io.scstream.schema.framing.SingleObjectFraming;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A training job that runs, as a side: it is sent cells, and has taken its steps when it has told
 * of each of their chunks in its metrics. In between it waits.
 */
final class JobSide implements Side, AutoCloseable {
  private static final Framing<MetricRecord> FRAMING = SingleObjectFraming.of(MetricRecord.class);
  private static final Duration LOOK = Duration.ofMillis(2);
  private static final Duration SETTLED = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final EmbeddedJob job;
  private final RepeatedCells source;
  private final Pace pace;
  private final TopicTail metrics;
  private final AtomicLong chunks = new AtomicLong();
  private final AtomicLong step = new AtomicLong();
  private final AtomicLong lastNanos = new AtomicLong();
  private long cellsSent;
  private double secondsBusy;
  private long cellsWhileBusy;

  /**
   * How many cells the job takes in a step.
   *
   * @param cells of a minibatch, replayed ones included
   * @param chunksPerStep how many chunks bring the new cells of a step
   */
  record Pace(String lineage, int cells, double chunksPerStep) {}

  private JobSide(
      EmbeddedJob job,
      RepeatedCells source,
      Pace pace,
      Map<String, Object> client,
      String metricsTopic) {
    this.job = job;
    this.source = source;
    this.pace = pace;
    this.metrics = TopicTail.open(client, List.of(metricsTopic), this::note);
  }

  /** Follows a job that was just submitted until it has taken its first steps. */
  static JobSide of(
      EmbeddedJob job, RepeatedCells source, Pace pace, Map<String, Object> client, String topic) {
    return new JobSide(job, source, pace, client, topic);
  }

  /** A chunk is told of by the bound of its cells before they were trained on. */
  private void note(ConsumerRecord<byte[], byte[]> message) {
    MetricRecord metric = FRAMING.read(message.value());
    if (metric.getLineage().equals(pace.lineage) && metric.getRole() == null) {
      step.accumulateAndGet(metric.getStep(), Math::max);
      if (metric.getMetric().equals(TrainMetric.ELBO_PREQUENTIAL.word())) {
        lastNanos.set(System.nanoTime());
        chunks.incrementAndGet();
      }
    }
  }

  /** Sends cells until there is a model, and waits until all of them are learned from. */
  void begin(int initialCells) {
    for (long sent = 0; sent < 2L * initialCells; ) {
      sent += send(1);
    }
    await(() -> step.get() > 0);
    long before;
    do {
      before = chunks.get();
      requireGoingOn(SETTLED);
    } while (chunks.get() > before);
  }

  private long send(int count) {
    long cells = source.send(count);
    cellsSent += cells;
    return cells;
  }

  @Override
  public int cells() {
    return pace.cells;
  }

  /** Of so many steps, by those that the cells sent really led to. */
  @Override
  public double seconds(int steps) {
    int count = (int) Math.ceil(steps * pace.chunksPerStep);
    long end = chunks.get() + count;
    long stepBefore = step.get();
    long begin = System.nanoTime();
    long cells = send(count);
    await(() -> chunks.get() >= end);
    double seconds = (lastNanos.get() - begin) / 1e9;
    secondsBusy += seconds;
    cellsWhileBusy += cells;
    return seconds * steps / Math.max(1, step.get() - stepBefore);
  }

  /** From now on it is measured. */
  void forgetWarmUp() {
    secondsBusy = 0;
    cellsWhileBusy = 0;
  }

  /** New cells per second while it was busy. */
  double newCellsPerSecond() {
    return cellsWhileBusy / secondsBusy;
  }

  long cellsSent() {
    return cellsSent;
  }

  /** Sends one chunk without waiting for what becomes of it. */
  long sendOne() {
    return send(1);
  }

  /** Waits, as long as the job runs. */
  void await(Condition condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      requireGoingOn(LOOK);
      if (System.nanoTime() > end) {
        throw new SpeedException(
            "The job %s made no progress for %d minutes"
                .formatted(pace.lineage, PATIENCE.toMinutes()));
      }
    }
  }

  /** Something to wait for. */
  interface Condition {
    boolean holds();
  }

  private void requireGoingOn(Duration time) {
    if (job.endsWithin(time)) {
      job.await();
      throw new SpeedException("The job " + pace.lineage + " ended by itself");
    }
  }

  @Override
  public void close() {
    metrics.close();
  }
}
