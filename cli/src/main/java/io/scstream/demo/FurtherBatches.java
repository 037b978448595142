package io.scstream.demo;

import io.scstream.ingest.CellProducer;
import io.scstream.ingest.CellTopic;
import io.scstream.models.random.CounterRandom;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.cells.CellContent;
import io.scstream.schema.cells.ChunkBuilder;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes on streaming after a file is through: batches of cells drawn from what the topic held, under
 * new names, a chunk a second. So that a page has something to show, and drift something to change.
 */
final class FurtherBatches implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FurtherBatches.class);
  private static final int CELLS_OF_A_CHUNK = 64;
  private static final int CHUNKS_OF_A_BATCH = 4;
  private static final int MOST_CELLS = 20_000;
  private static final int SECONDS_OF_A_CHUNK = 1;
  private static final String DATASET = "demo-live";

  private final CellProducer producer;
  private final Clock clock;
  private final List<CellContent> cells = new ArrayList<>();
  private final CellChunkRecord like;
  private final long run;
  private final ScheduledExecutorService pace =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "demo-cells");
            thread.setDaemon(true);
            return thread;
          });
  private long chunks;
  private Change change = Change.NONE;
  private long changedFrom;
  private long changedTo;

  private FurtherBatches(CellProducer producer, Clock clock, List<CellChunkRecord> source) {
    this.producer = producer;
    this.clock = clock;
    this.run = clock.millis(); // A demo that goes on in its folder must not repeat a batch's name.
    this.like = source.get(0);
    for (CellChunkRecord chunk : source) {
      if (cells.size() < MOST_CELLS && chunk.getGeneSpace().equals(like.getGeneSpace())) {
        cells.addAll(ChunkBuilder.cellsOf(chunk));
      }
    }
  }

  /** Begins to stream, onto the topic that the cells come from. */
  static FurtherBatches start(Map<String, Object> client, String topic, Clock clock) {
    FurtherBatches further = open(client, topic, clock);
    var unused =
        further.pace.scheduleAtFixedRate(
            further::next, SECONDS_OF_A_CHUNK, SECONDS_OF_A_CHUNK, TimeUnit.SECONDS);
    return further;
  }

  /** Does not begin: a chunk comes with each {@link #next}. */
  static FurtherBatches open(Map<String, Object> client, String topic, Clock clock) {
    List<CellChunkRecord> source = new ArrayList<>();
    CellTopic.read(
        client,
        topic,
        chunk -> {
          if (source.size() < MOST_CELLS / CELLS_OF_A_CHUNK) {
            source.add(chunk);
          }
        },
        undecodable -> {});
    return new FurtherBatches(CellProducer.open(client, topic), clock, source);
  }

  /** One chunk as it came. */
  CellChunkRecord original() {
    return like;
  }

  /** Sends a chunk of somebody else's making. */
  synchronized void send(CellChunkRecord chunk) {
    producer.send(chunk);
    producer.finish();
  }

  /** Changes the cells of so many batches, from the next whole one on; false while others wait. */
  synchronized boolean change(Change wanted, int batches) {
    long nextWhole = (chunks + CHUNKS_OF_A_BATCH - 1) / CHUNKS_OF_A_BATCH;
    if (nextWhole < changedTo) {
      return false;
    }
    change = wanted;
    changedFrom = nextWhole;
    changedTo = nextWhole + batches;
    return true;
  }

  /** Sends a chunk. */
  void next() {
    try {
      send(draw());
    } catch (RuntimeException e) {
      LOG.warn("No further cells now: {}", e.getMessage());
    }
  }

  private synchronized CellChunkRecord draw() {
    long batch = chunks / CHUNKS_OF_A_BATCH;
    long sequence = chunks % CHUNKS_OF_A_BATCH;
    Change now = batch >= changedFrom && batch < changedTo ? change : Change.NONE;
    CounterRandom random = CounterRandom.of(run, chunks, "demo/cells");
    ChunkBuilder builder =
        ChunkBuilder.of(DATASET, run + "-" + batch, like.getGeneSpace(), like.getGeneCount());
    for (int i = 0; i < CELLS_OF_A_CHUNK; i++) {
      CellContent cell = cells.get(random.nextInt(cells.size()));
      builder.add(now.apply(cell, run + "-" + (chunks * CELLS_OF_A_CHUNK + i), random));
    }
    chunks++;
    return builder.build(sequence, sequence == CHUNKS_OF_A_BATCH - 1, clock.instant());
  }

  @Override
  public void close() {
    pace.shutdownNow();
    producer.close();
  }
}
