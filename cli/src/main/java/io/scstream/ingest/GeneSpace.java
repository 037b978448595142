package io.scstream.ingest;

import io.scstream.schema.GeneSpaceRecord;
import io.scstream.schema.cells.GeneSpaceId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The genes of a dataset, and where each file's genes stand among them. */
final class GeneSpace {
  private static final int ABSENT = -1;

  private final GeneSpaceRecord record;
  private final List<Projection> projections;
  private final List<String> notes;

  private GeneSpace(GeneSpaceRecord record, List<Projection> projections, List<String> notes) {
    this.record = record;
    this.projections = projections;
    this.notes = notes;
  }

  /** Joins the files' genes by id. */
  static GeneSpace join(List<SourceFile> files, GeneJoin join) {
    Set<String> genes = new LinkedHashSet<>(files.get(0).matrix().geneIds());
    for (SourceFile file : files.subList(1, files.size())) {
      switch (join) {
        case INNER -> genes.retainAll(new LinkedHashSet<>(file.matrix().geneIds()));
        case OUTER -> genes.addAll(file.matrix().geneIds());
      }
    }
    if (genes.isEmpty()) {
      throw IngestException.badInput(
          ("No gene is in all of %s; expected gene ids of the same kind in every file,"
                  + " or --genes outer")
              .formatted(files.stream().map(SourceFile::name).toList()));
    }
    Map<String, Integer> positions = new HashMap<>();
    genes.forEach(gene -> positions.put(gene, positions.size()));
    GeneSpaceRecord record = GeneSpaceId.describe(List.copyOf(genes), names(files, genes));
    return new GeneSpace(
        record,
        files.stream().map(file -> Projection.of(file.matrix().geneIds(), positions)).toList(),
        notes(files, genes));
  }

  String id() {
    return record.getId();
  }

  int size() {
    return record.getGeneIds().size();
  }

  GeneSpaceRecord describe() {
    return record;
  }

  /** Turns rows of the file at that position into rows of this space. */
  Projection projection(int file) {
    return projections.get(file);
  }

  /** Which files lose or lack genes. */
  List<String> notes() {
    return notes;
  }

  private static List<String> names(List<SourceFile> files, Set<String> genes) {
    Map<String, String> names = new HashMap<>();
    for (SourceFile file : files) {
      List<String> known = file.matrix().geneNames();
      for (int gene = 0; gene < known.size(); gene++) {
        names.putIfAbsent(file.matrix().geneIds().get(gene), known.get(gene));
      }
    }
    return names.isEmpty()
        ? List.of()
        : genes.stream().map(gene -> names.getOrDefault(gene, gene)).toList();
  }

  private static List<String> notes(List<SourceFile> files, Set<String> genes) {
    List<String> notes = new ArrayList<>();
    for (SourceFile file : files) {
      List<String> own = file.matrix().geneIds();
      long kept = own.stream().filter(genes::contains).count();
      if (kept < own.size()) {
        notes.add(
            "%s: %d of %d genes are left out, since not every file has them (--genes outer keeps them)"
                .formatted(file.name(), own.size() - kept, own.size()));
      }
      if (kept < genes.size()) {
        notes.add(
            "%s: %d of the dataset's %d genes are not in this file and count as 0"
                .formatted(file.name(), genes.size() - kept, genes.size()));
      }
    }
    return notes;
  }

  /** Where the genes of one file stand in the space. */
  static final class Projection {
    private final int[] positions;
    private final boolean rises;

    private Projection(int[] positions, boolean rises) {
      this.positions = positions;
      this.rises = rises;
    }

    private static Projection of(List<String> genes, Map<String, Integer> space) {
      int[] positions = genes.stream().mapToInt(gene -> space.getOrDefault(gene, ABSENT)).toArray();
      int[] present = Arrays.stream(positions).filter(position -> position != ABSENT).toArray();
      int[] sorted = present.clone();
      Arrays.sort(sorted);
      return new Projection(positions, Arrays.equals(present, sorted));
    }

    /**
     * Entries of one row, position in the upper and count in the lower half, by rising position.
     */
    long[] row(int[] indices, int[] counts, int from, int to) {
      long[] row = new long[to - from];
      int size = 0;
      for (int entry = from; entry < to; entry++) {
        int position = positions[indices[entry]];
        if (position != ABSENT) {
          row[size++] = (long) position << Integer.SIZE | counts[entry];
        }
      }
      row = size == row.length ? row : Arrays.copyOf(row, size);
      if (!rises) {
        Arrays.sort(row);
      }
      return row;
    }
  }
}
