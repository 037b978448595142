package io.scstream.ingest;

import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.GeneSpaceRecord;
import io.scstream.schema.cells.CellContent;
import io.scstream.schema.cells.ChunkBuilder;
import io.scstream.schema.cells.ChunkRules;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Cuts cells into chunks: in their order, never mixing batches, each full by cells or by bytes. One
 * chunk a batch is open at a time, so cells of several batches may interleave.
 */
public final class ChunkWriter {
  /** What the counts of a chunk may take, so that the whole message stays below one MiB. */
  static final int MAX_BYTES = 900_000;

  private final String dataset;
  private final GeneSpaceRecord genes;
  private final Clock clock;
  private final Consumer<CellChunkRecord> chunks;
  private final Map<String, OpenBatch> open = new HashMap<>();

  /**
   * A writer of one dataset.
   *
   * @param batchSizes cells of every batch that is to come
   * @param clock gives the time that chunks are produced at
   */
  public ChunkWriter(
      String dataset,
      GeneSpaceRecord genes,
      Map<String, Integer> batchSizes,
      Clock clock,
      Consumer<CellChunkRecord> chunks) {
    this.dataset = dataset;
    this.genes = genes;
    this.clock = clock;
    this.chunks = chunks;
    batchSizes.forEach((batch, cells) -> open.put(batch, new OpenBatch(batch, cells)));
  }

  /** The batch's next cell. Its chunk goes out as soon as it is known to be full. */
  public void add(String batch, CellContent cell) {
    Objects.requireNonNull(open.get(batch), batch).add(cell);
  }

  private final class OpenBatch {
    private final ChunkBuilder builder;
    private int cellsToCome;
    private long sequence;

    OpenBatch(String batch, int cells) {
      this.builder = ChunkBuilder.of(dataset, batch, genes.getId(), genes.getGeneIds().size());
      this.cellsToCome = cells;
    }

    void add(CellContent cell) {
      if (builder.cells() > 0 && bytesWith(cell) > MAX_BYTES) {
        flush();
      }
      builder.add(cell);
      cellsToCome--;
      if (builder.cells() == ChunkRules.MAX_CELLS || cellsToCome == 0) {
        flush();
      }
    }

    private long bytesWith(CellContent cell) {
      long entries = (long) builder.entries() + cell.nonZeros();
      return Integer.BYTES * (builder.cells() + 2L) + 2L * Integer.BYTES * entries;
    }

    private void flush() {
      chunks.accept(builder.build(sequence++, cellsToCome == 0, clock.instant()));
    }
  }
}
