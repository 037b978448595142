package io.scstream.schema.cells;

import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.Role;
import io.scstream.schema.Sha256;
import io.scstream.schema.Treatment;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects the cells of one chunk of a batch. After {@link #build} it is empty again. */
public final class ChunkBuilder {
  private final String dataset;
  private final String batch;
  private final String geneSpace;
  private final int geneCount;
  private final List<CellContent> cells = new ArrayList<>();
  private int entries;

  private ChunkBuilder(String dataset, String batch, String geneSpace, int geneCount) {
    this.dataset = dataset;
    this.batch = batch;
    this.geneSpace = geneSpace;
    this.geneCount = geneCount;
  }

  /** Chunks of one technical batch in one gene space. */
  public static ChunkBuilder of(String dataset, String batch, String geneSpace, int geneCount) {
    return new ChunkBuilder(dataset, batch, geneSpace, geneCount);
  }

  /** Puts a cell at the end of the chunk. */
  public ChunkBuilder add(CellContent cell) {
    cells.add(cell);
    entries += cell.nonZeros();
    return this;
  }

  /** Cells collected. */
  public int cells() {
    return cells.size();
  }

  /** Counts collected, over all cells. */
  public int entries() {
    return entries;
  }

  /** The chunk with its digest. */
  public CellChunkRecord build(long sequence, boolean endOfBatch, Instant producedAt) {
    CellChunkRecord chunk =
        CellChunkRecord.newBuilder()
            .setDataset(dataset)
            .setBatch(batch)
            .setChunkSeq(sequence)
            .setEndOfBatch(endOfBatch)
            .setProducedAt(producedAt)
            .setGeneSpace(geneSpace)
            .setGeneCount(geneCount)
            .setCellIds(cells.stream().map(CellContent::id).toList())
            .setIndptr(indptr())
            .setIndices(concatenated(cells.stream().map(CellContent::genes).toList()))
            .setCounts(concatenated(cells.stream().map(CellContent::counts).toList()))
            .setLibrarySize(cells.stream().map(CellContent::librarySize).toList())
            .setRole(cells.stream().map(CellContent::role).toList())
            .setCovariates(covariates())
            .setTreatments(treatments())
            .setDonor(donors())
            .setSha256(new Sha256(new byte[32]))
            .build();
    chunk.setSha256(ChunkDigest.of(chunk));
    cells.clear();
    entries = 0;
    return chunk;
  }

  /** Splits a chunk's cells into rows again. */
  public static List<CellContent> cellsOf(CellChunkRecord chunk) {
    int[] indptr = LittleEndian.ints(chunk.getIndptr());
    int[] indices = LittleEndian.ints(chunk.getIndices());
    int[] counts = LittleEndian.ints(chunk.getCounts());
    List<CellContent> cells = new ArrayList<>();
    for (int cell = 0; cell < chunk.getCellIds().size(); cell++) {
      int from = indptr[cell];
      int to = indptr[cell + 1];
      cells.add(
          CellContent.of(
              chunk.getCellIds().get(cell),
              role(chunk, cell),
              chunk.getLibrarySize().get(cell),
              Arrays.copyOfRange(indices, from, to),
              Arrays.copyOfRange(counts, from, to),
              annotations(chunk, cell)));
    }
    return cells;
  }

  private static Role role(CellChunkRecord chunk, int cell) {
    return chunk.getRole().get(cell);
  }

  private static CellContent.Annotations annotations(CellChunkRecord chunk, int cell) {
    Map<String, String> covariates = new HashMap<>();
    chunk.getCovariates().forEach((name, values) -> covariates.put(name, values.get(cell)));
    return new CellContent.Annotations(
        covariates,
        chunk.getTreatments().isEmpty() ? List.of() : chunk.getTreatments().get(cell),
        chunk.getDonor().isEmpty() ? Optional.empty() : Optional.of(chunk.getDonor().get(cell)));
  }

  private ByteBuffer indptr() {
    int[] indptr = new int[cells.size() + 1];
    for (int i = 0; i < cells.size(); i++) {
      indptr[i + 1] = indptr[i] + cells.get(i).nonZeros();
    }
    return LittleEndian.of(indptr);
  }

  private ByteBuffer concatenated(List<int[]> rows) {
    int[] all = new int[entries];
    int at = 0;
    for (int[] row : rows) {
      System.arraycopy(row, 0, all, at, row.length);
      at += row.length;
    }
    return LittleEndian.of(all);
  }

  private Map<String, List<String>> covariates() {
    Map<String, List<String>> covariates = new HashMap<>();
    for (String name : cells.get(0).annotations().covariates().keySet()) {
      covariates.put(
          name,
          cells.stream()
              .map(cell -> cell.annotations().covariates().getOrDefault(name, ""))
              .toList());
    }
    return covariates;
  }

  private List<List<Treatment>> treatments() {
    boolean known = cells.stream().anyMatch(cell -> !cell.annotations().treatments().isEmpty());
    return known ? cells.stream().map(cell -> cell.annotations().treatments()).toList() : List.of();
  }

  private List<String> donors() {
    return cells.get(0).annotations().donor().isEmpty()
        ? List.of()
        : cells.stream().map(cell -> cell.annotations().donor().orElse("")).toList();
  }
}
