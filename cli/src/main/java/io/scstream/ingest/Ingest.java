package io.scstream.ingest;

import io.scstream.matrix.ReadOptions;
import io.scstream.schema.CellChunkRecord;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Puts the cells of files on a topic. Doing it twice adds nothing; an interrupted one is completed
 * by the next; files that do not fit what is there are refused before anything is sent.
 *
 * <pre>{@code
 * Ingest ingest = new Ingest(Map.of("bootstrap.servers", "localhost:9092"), Clock.systemUTC());
 * IngestReport report =
 *     ingest.run(List.of(file), ReadOptions.defaults(), IngestOptions.defaults());
 * }</pre>
 */
public final class Ingest {
  private final Map<String, Object> client;
  private final Clock clock;
  private final Progress progress;
  private final Consumer<String> notes;

  /** Without progress and notes. */
  public Ingest(Map<String, Object> client, Clock clock) {
    this(client, clock, Progress.QUIET, note -> {});
  }

  /**
   * An ingest through one broker.
   *
   * @param client settings of a Kafka client, at least {@code bootstrap.servers}
   * @param clock gives the time that chunks are produced at
   * @param notes takes what the user should know, one line at a time
   */
  public Ingest(
      Map<String, Object> client, Clock clock, Progress progress, Consumer<String> notes) {
    this.client = Map.copyOf(client);
    this.clock = clock;
    this.progress = progress;
    this.notes = notes;
  }

  /**
   * Sends one dataset, and returns when the broker has acknowledged all of it.
   *
   * @throws IngestException if the options, the topic or Kafka do not allow it
   * @throws io.scstream.matrix.MatrixException if a file cannot be read
   */
  public IngestReport run(List<Path> files, ReadOptions read, IngestOptions options) {
    try (Dataset dataset = Dataset.open(files, read, options)) {
      return send(dataset, options.topic());
    }
  }

  /**
   * Sends one dataset like {@link #run}. Chunks are cut twice if some of it is on the topic.
   *
   * @throws IngestException if the topic or Kafka does not allow it
   */
  public IngestReport send(ChunkSource dataset, String topic) {
    dataset.notes().forEach(notes);
    Topics.ensure(client, topic);
    ChunkLedger ledger = ChunkLedger.read(client, topic, dataset.name());
    Tally known = ledger.isEmpty() ? new Tally() : compare(dataset, ledger);
    try (CellProducer producer = CellProducer.open(client, topic)) {
      GeneSpaceTopic.publish(client, dataset.geneSpace(), producer);
      if (ledger.isEmpty() || known.missing > 0) {
        follow("Sending", dataset, chunk -> sendIfMissing(chunk, ledger, producer));
      }
      return report(dataset, topic, producer.finish(), known.present);
    }
  }

  /** Looks at all chunks before any is sent. */
  private Tally compare(ChunkSource dataset, ChunkLedger ledger) {
    Tally tally = new Tally();
    follow("Comparing with the topic", dataset, chunk -> tally.add(ledger.holds(chunk)));
    return tally;
  }

  private static void sendIfMissing(
      CellChunkRecord chunk, ChunkLedger ledger, CellProducer producer) {
    if (!ledger.holds(chunk)) {
      producer.send(chunk);
    }
  }

  private void follow(String work, ChunkSource dataset, Consumer<CellChunkRecord> each) {
    progress.start(work, dataset.cells());
    try {
      dataset.forEachChunk(
          clock,
          chunk -> {
            each.accept(chunk);
            progress.advance(chunk.getCellIds().size());
          });
    } finally {
      progress.finish();
    }
  }

  private static IngestReport report(
      ChunkSource dataset, String topic, CellProducer.Acknowledged sent, long skipped) {
    return new IngestReport(
        dataset.name(),
        topic,
        dataset.geneSpace().getId(),
        dataset.geneSpace().getGeneIds().size(),
        dataset.batches(),
        sent.cells(),
        sent.chunks(),
        skipped,
        sent.bytes(),
        sent.background());
  }

  private static final class Tally {
    private long present;
    private long missing;

    void add(boolean isPresent) {
      if (isPresent) {
        present++;
      } else {
        missing++;
      }
    }
  }
}
