package io.scstream.schema.cells;

import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.Treatment;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules that a chunk's content keeps. The first one broken is reported. */
public final class ChunkRules {
  /** A chunk holds at most this many cells. */
  public static final int MAX_CELLS = 64;

  private ChunkRules() {}

  /**
   * The first broken rule, if any. Cells without counts are allowed here: they are dropped later.
   */
  public static Optional<Violation> check(CellChunkRecord chunk) {
    return identity(chunk)
        .or(() -> perCell(chunk))
        .or(() -> matrix(chunk))
        .or(() -> annotations(chunk))
        .or(
            () ->
                ChunkDigest.matches(chunk)
                    ? Optional.empty()
                    : broken("sha256", chunk.getSha256(), "the digest of the content"));
  }

  private static Optional<Violation> identity(CellChunkRecord chunk) {
    if (chunk.getDataset().isEmpty() || chunk.getDataset().contains("|")) {
      return broken("dataset", chunk.getDataset(), "a name without '|'");
    }
    if (chunk.getBatch().isEmpty() || chunk.getBatch().contains("|")) {
      return broken("batch", chunk.getBatch(), "a name without '|'");
    }
    if (chunk.getChunkSeq() < 0) {
      return broken("chunk_seq", chunk.getChunkSeq(), "0 or more");
    }
    if (chunk.getGeneCount() < 1) {
      return broken("gene_count", chunk.getGeneCount(), "1 or more");
    }
    int cells = chunk.getCellIds().size();
    return cells < 1 || cells > MAX_CELLS
        ? broken("cell_ids", cells + " cells", "1 to " + MAX_CELLS)
        : Optional.empty();
  }

  private static Optional<Violation> perCell(CellChunkRecord chunk) {
    int cells = chunk.getCellIds().size();
    return length("library_size", chunk.getLibrarySize(), cells, false)
        .or(() -> length("role", chunk.getRole(), cells, false))
        .or(() -> length("treatments", chunk.getTreatments(), cells, true))
        .or(() -> length("donor", chunk.getDonor(), cells, true))
        .or(
            () ->
                chunk.getCellIds().stream().distinct().count() == cells
                    ? Optional.empty()
                    : broken("cell_ids", "a repeated id", "unique ids"));
  }

  private static Optional<Violation> matrix(CellChunkRecord chunk) {
    if (!LittleEndian.isWhole(chunk.getIndptr())
        || !LittleEndian.isWhole(chunk.getIndices())
        || !LittleEndian.isWhole(chunk.getCounts())) {
      return broken("indptr, indices or counts", "a broken int32", "whole little-endian int32");
    }
    int[] indptr = LittleEndian.ints(chunk.getIndptr());
    int[] indices = LittleEndian.ints(chunk.getIndices());
    int[] counts = LittleEndian.ints(chunk.getCounts());
    int cells = chunk.getCellIds().size();
    if (indptr.length != cells + 1 || indptr[0] != 0 || indptr[cells] != indices.length) {
      return broken("indptr", indptr.length + " values", "cells + 1 values from 0 to the entries");
    }
    if (counts.length != indices.length) {
      return broken("counts", counts.length + " values", indices.length + ", one an index");
    }
    for (int cell = 0; cell < cells; cell++) {
      if (indptr[cell + 1] < indptr[cell]) {
        return broken("indptr", indptr[cell + 1], "at least " + indptr[cell]);
      }
      Optional<Violation> row = row(chunk, cell, indptr, indices, counts);
      if (row.isPresent()) {
        return row;
      }
    }
    return Optional.empty();
  }

  private static Optional<Violation> row(
      CellChunkRecord chunk, int cell, int[] indptr, int[] indices, int[] counts) {
    String where = " of cell " + chunk.getCellIds().get(cell);
    int before = -1;
    for (int entry = indptr[cell]; entry < indptr[cell + 1]; entry++) {
      if (entry >= indices.length) {
        return broken("indptr", entry, "at most " + indices.length);
      }
      if (indices[entry] <= before || indices[entry] >= chunk.getGeneCount()) {
        return broken(
            "indices" + where, indices[entry], "rising positions below " + chunk.getGeneCount());
      }
      if (counts[entry] < 1) {
        return broken("counts" + where, counts[entry], "1 or more");
      }
      before = indices[entry];
    }
    double size = chunk.getLibrarySize().get(cell);
    if (!Double.isFinite(size) || size < 0) {
      return broken("library_size" + where, size, "a finite number, 0 or more");
    }
    return size == 0 && indptr[cell + 1] > indptr[cell]
        ? broken("library_size" + where, size, "more than 0 where there are counts")
        : Optional.empty();
  }

  private static Optional<Violation> annotations(CellChunkRecord chunk) {
    int cells = chunk.getCellIds().size();
    for (Map.Entry<String, List<String>> covariate : chunk.getCovariates().entrySet()) {
      Optional<Violation> wrong =
          length("covariates[" + covariate.getKey() + "]", covariate.getValue(), cells, false);
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    for (List<Treatment> treatments : chunk.getTreatments()) {
      for (Treatment treatment : treatments) {
        if (!Double.isFinite(treatment.getDose()) || treatment.getDose() < 0) {
          return broken(
              "dose of " + treatment.getName(), treatment.getDose(), "a finite number, 0 or more");
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Violation> length(
      String field, List<?> values, int cells, boolean mayBeEmpty) {
    return values.size() == cells || (mayBeEmpty && values.isEmpty())
        ? Optional.empty()
        : broken(field, values.size() + " values", cells + ", one a cell");
  }

  private static Optional<Violation> broken(String field, Object value, String expectation) {
    return Optional.of(new Violation(field, String.valueOf(value), expectation));
  }
}
