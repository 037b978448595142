package io.scstream.simulate;

import io.scstream.ingest.ChunkSource;
import io.scstream.ingest.ChunkWriter;
import io.scstream.models.data.Cell;
import io.scstream.models.simulate.EventStream;
import io.scstream.models.simulate.StreamCell;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.GeneSpaceRecord;
import io.scstream.schema.Role;
import io.scstream.schema.Treatment;
import io.scstream.schema.cells.CellContent;
import io.scstream.schema.cells.GeneSpaceId;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A simulated stream as a dataset. Memory is that of one chunk and of the stream's profiles. */
public final class SimulatedDataset implements ChunkSource {
  private final String name;
  private final EventStream stream;
  private final GeneSpaceRecord genes;

  /** A dataset of this name. */
  public SimulatedDataset(String name, EventStream stream) {
    this.name = name;
    this.stream = stream;
    this.genes = GeneSpaceId.describe(stream.geneNames(), List.of());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public GeneSpaceRecord geneSpace() {
    return genes;
  }

  @Override
  public long cells() {
    return stream.settings().cells();
  }

  @Override
  public int batches() {
    return stream.settings().batches();
  }

  @Override
  public List<String> notes() {
    return List.of();
  }

  @Override
  public void forEachChunk(Clock clock, Consumer<CellChunkRecord> chunks) {
    for (int batch = 1; batch <= batches(); batch++) {
      String batchName = EventStream.batchName(batch);
      Map<String, Integer> sizes = Map.of(batchName, stream.settings().cellsPerBatch());
      ChunkWriter writer = new ChunkWriter(name, genes, sizes, clock, chunks);
      stream.forEachCell(batch, cell -> writer.add(batchName, content(cell)));
    }
  }

  private static CellContent content(StreamCell simulated) {
    Cell cell = simulated.cell();
    boolean isControl = simulated.treatment().equals(StreamCell.CONTROL);
    return CellContent.of(
        cell.id(),
        isControl ? Role.BACKGROUND : Role.TARGET,
        (double) cell.totalCount(),
        genes(cell),
        counts(cell),
        new CellContent.Annotations(
            Map.of(SimulatedFiles.COVARIATE, simulated.state()),
            isControl ? List.of() : List.of(new Treatment(simulated.treatment(), 1.0)),
            Optional.of(simulated.donor())));
  }

  static int[] genes(Cell cell) {
    int[] genes = new int[cell.nonZeros()];
    for (int i = 0; i < genes.length; i++) {
      genes[i] = cell.gene(i);
    }
    return genes;
  }

  static int[] counts(Cell cell) {
    int[] counts = new int[cell.nonZeros()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = cell.count(i);
    }
    return counts;
  }
}
