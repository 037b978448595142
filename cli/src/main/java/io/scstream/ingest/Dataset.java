package io.scstream.ingest;

import io.scstream.matrix.CountMatrices;
import io.scstream.matrix.CsrBlock;
import io.scstream.matrix.ReadOptions;
import io.scstream.matrix.Rows;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.GeneSpaceRecord;
import io.scstream.schema.cells.CellContent;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Files that become one dataset. Names and annotations are held in memory; counts are streamed, as
 * often as asked.
 */
final class Dataset implements ChunkSource, AutoCloseable {
  private final String name;
  private final List<SourceFile> files;
  private final List<CellAnnotations> annotations;
  private final GeneSpace genes;
  private final Map<String, Integer> batchSizes;
  private final List<String> notes;

  private Dataset(String name, List<SourceFile> files, IngestOptions options) {
    this.name = IngestOptions.requireName("dataset", name);
    this.files = List.copyOf(files);
    this.genes = GeneSpace.join(files, options.genes());
    Roles roles = new Roles(options.background());
    this.annotations =
        files.stream().map(file -> new CellAnnotations(file, options, roles)).toList();
    requireUniqueCells();
    this.batchSizes = batchSizes(annotations);
    this.notes = new ArrayList<>(genes.notes());
    notes.addAll(roles.warnings());
    notes.addAll(unusedAnnotations());
  }

  /** Opens the files and checks everything that can be checked without reading counts. */
  static Dataset open(List<Path> paths, ReadOptions read, IngestOptions options) {
    if (paths.isEmpty()) {
      throw IngestException.badConfig("No file is named; expected one or more");
    }
    List<String> names = FileNames.of(paths);
    if (options.dataset().isEmpty() && paths.size() > 1) {
      throw IngestException.badConfig(
          "Missing dataset: %d files have no common name; expected --dataset"
              .formatted(paths.size()));
    }
    List<SourceFile> files = new ArrayList<>();
    try {
      for (int i = 0; i < paths.size(); i++) {
        files.add(new SourceFile(names.get(i), CountMatrices.open(paths.get(i), read)));
      }
      return of(files, options);
    } catch (RuntimeException e) {
      files.forEach(file -> file.matrix().close());
      throw e;
    }
  }

  /** A dataset of opened files, which it closes. */
  static Dataset of(List<SourceFile> files, IngestOptions options) {
    return new Dataset(options.dataset().orElse(files.get(0).name()), files, options);
  }

  @Override
  public String name() {
    return name;
  }

  GeneSpace genes() {
    return genes;
  }

  @Override
  public GeneSpaceRecord geneSpace() {
    return genes.describe();
  }

  @Override
  public long cells() {
    return files.stream().mapToLong(SourceFile::cells).sum();
  }

  @Override
  public int batches() {
    return batchSizes.size();
  }

  @Override
  public List<String> notes() {
    return List.copyOf(notes);
  }

  @Override
  public void forEachChunk(Clock clock, Consumer<CellChunkRecord> chunks) {
    ChunkWriter writer = new ChunkWriter(name, geneSpace(), batchSizes, clock, chunks);
    forEachCell(writer::add);
  }

  /** Gives the batch and the content of every cell, file by file. */
  void forEachCell(BiConsumer<String, CellContent> cells) {
    for (int file = 0; file < files.size(); file++) {
      try (Rows rows = files.get(file).matrix().rows()) {
        while (rows.hasNext()) {
          give(file, rows.next(), cells);
        }
      }
    }
  }

  private void give(int file, CsrBlock block, BiConsumer<String, CellContent> cells) {
    CellAnnotations known = annotations.get(file);
    GeneSpace.Projection projection = genes.projection(file);
    for (int i = 0; i < block.cells(); i++) {
      int from = block.indptr()[i];
      int to = block.indptr()[i + 1];
      long measured = 0;
      for (int entry = from; entry < to; entry++) {
        measured += block.counts()[entry];
      }
      long[] row = projection.row(block.indices(), block.counts(), from, to);
      int[] positions = new int[row.length];
      int[] counts = new int[row.length];
      for (int entry = 0; entry < row.length; entry++) {
        positions[entry] = (int) (row[entry] >>> Integer.SIZE);
        counts[entry] = (int) row[entry];
      }
      int cell = block.firstCell() + i;
      cells.accept(known.batches().get(cell), known.content(cell, positions, counts, measured));
    }
  }

  private void requireUniqueCells() {
    Map<String, String> fileOf = new HashMap<>();
    for (int file = 0; file < files.size(); file++) {
      for (String id : annotations.get(file).ids()) {
        String other = fileOf.put(id, files.get(file).name());
        if (other != null) {
          throw IngestException.badInput(
              ("Cell id %s is in %s and in %s; expected ids that are unique in the dataset,"
                      + " for example by --prefix-ids")
                  .formatted(id, other, files.get(file).name()));
        }
      }
    }
  }

  /** With several files it is no mistake: one table may annotate them all. */
  private List<String> unusedAnnotations() {
    int unused = files.get(0).matrix().unusedAnnotations();
    return files.size() > 1 || unused == 0
        ? List.of()
        : List.of(
            "%d rows of the annotation table belong to no cell of the file".formatted(unused));
  }

  private static Map<String, Integer> batchSizes(List<CellAnnotations> annotations) {
    Map<String, Integer> sizes = new LinkedHashMap<>();
    annotations.forEach(
        file -> file.batches().forEach(batch -> sizes.merge(batch, 1, Integer::sum)));
    return sizes;
  }

  @Override
  public void close() {
    files.forEach(file -> file.matrix().close());
  }
}
