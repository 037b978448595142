package io.scstream.ingest;

import io.scstream.matrix.ReadOptions;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.cells.ChunkDigest;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Sends the cells of a file over and over, a few chunks at a time. Every pass over the file is a
 * dataset of its own, so that its cells are new ones: {@code pass-0}, {@code pass-1}, and so on.
 * The chunks are the same ones in the same order however many are asked for at once.
 */
public final class RepeatedCells implements AutoCloseable {
  private final List<CellChunkRecord> chunks;
  private final CellProducer producer;
  private final Clock clock;
  private long next;

  private RepeatedCells(List<CellChunkRecord> chunks, CellProducer producer, Clock clock) {
    this.chunks = chunks;
    this.producer = producer;
    this.clock = clock;
  }

  /**
   * Reads the file into memory and describes its genes on their topic.
   *
   * @throws IngestException if the options or Kafka do not allow it
   * @throws io.scstream.matrix.MatrixException if the file cannot be read
   */
  public static RepeatedCells open(
      Map<String, Object> client, Path file, ReadOptions read, IngestOptions options, Clock clock) {
    Topics.ensure(client, options.topic());
    List<CellChunkRecord> chunks = new ArrayList<>();
    try (Dataset dataset = Dataset.open(List.of(file), read, options)) {
      dataset.forEachChunk(clock, chunks::add);
      CellProducer producer = CellProducer.open(client, options.topic());
      producer.publish(dataset.genes().describe());
      return new RepeatedCells(List.copyOf(chunks), producer, clock);
    }
  }

  /**
   * Sends the next chunks and returns when the broker has them. Returns how many cells they hold.
   */
  public long send(int count) {
    long cells = 0;
    for (int i = 0; i < count; i++) {
      CellChunkRecord chunk = chunk(next);
      producer.send(chunk);
      cells += chunk.getCellIds().size();
      next++;
    }
    CellProducer.Acknowledged unused = producer.finish();
    return cells;
  }

  /** Chunks of one pass over the file. */
  public int chunksOfAPass() {
    return chunks.size();
  }

  private CellChunkRecord chunk(long number) {
    CellChunkRecord chunk =
        CellChunkRecord.newBuilder(chunks.get((int) (number % chunks.size())))
            .setDataset("pass-" + number / chunks.size())
            .setProducedAt(clock.instant())
            .build();
    chunk.setSha256(ChunkDigest.of(chunk));
    return chunk;
  }

  @Override
  public void close() {
    producer.close();
  }
}
