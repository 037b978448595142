package io.scstream.ingest;

import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.GeneSpaceRecord;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;

/** Cells of one dataset in one gene space, which can be cut into chunks as often as asked. */
public interface ChunkSource {

  /** The dataset's name, without {@code |}. */
  String name();

  GeneSpaceRecord geneSpace();

  /** All cells. */
  long cells();

  /** Technical batches. */
  int batches();

  /** What the user should know before the cells are sent. */
  List<String> notes();

  /**
   * Cuts all cells into chunks, always the same ones but for the time they are produced at. Cells
   * of a chunk are of one batch; chunks of a batch come in order.
   */
  void forEachChunk(Clock clock, Consumer<CellChunkRecord> chunks);
}
