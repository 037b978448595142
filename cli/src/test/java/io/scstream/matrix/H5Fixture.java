package io.scstream.matrix;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.DatasetCreationOptions;
import io.jhdf.api.WritableGroup;
import io.jhdf.api.WritableNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/** Writes small HDF5 count files, right ones and, with a change, wrong ones. */
final class H5Fixture {
  private H5Fixture() {}

  static Path write(Path path, Consumer<WritableHdfFile> content) {
    try (WritableHdfFile file = HdfFile.write(path)) {
      content.accept(file);
    }
    return path;
  }

  static Path csr(Path path, SyntheticCounts counts) {
    return write(
        path,
        file -> {
          frames(file, counts);
          sparse(file, "X", "csr_matrix", counts, shape(counts));
        });
  }

  static Path csc(Path path, SyntheticCounts counts) {
    return write(
        path,
        file -> {
          frames(file, counts);
          sparse(file, "X", "csc_matrix", counts.transposed(), shape(counts));
        });
  }

  static Path dense(Path path, SyntheticCounts counts, int... chunk) {
    return write(
        path,
        file -> {
          frames(file, counts);
          encode(chunked(file, "X", counts.cells, chunk), "array", "0.2.0");
        });
  }

  static Path loom(Path path, SyntheticCounts counts, int... chunk) {
    return write(
        path,
        file -> {
          chunked(file, "matrix", counts.transposed().cells, chunk);
          file.putGroup("row_attrs").putDataset("Gene", counts.geneIds);
          WritableGroup attributes = file.putGroup("col_attrs");
          attributes.putDataset("CellID", counts.cellIds);
          attributes.putDataset("total", new int[counts.cellIds.length]);
        });
  }

  static Path tenxVersion3(Path path, SyntheticCounts counts) {
    return write(
        path,
        file -> {
          WritableGroup matrix = file.putGroup("matrix");
          tenx(matrix, counts);
          WritableGroup features = matrix.putGroup("features");
          features.putDataset("id", counts.geneIds);
          features.putDataset("name", names(counts));
          String[] types = new String[counts.geneIds.length];
          Arrays.setAll(types, i -> i % 2 == 0 ? "Gene Expression" : "Antibody Capture");
          features.putDataset("feature_type", types);
        });
  }

  static Path tenxVersion2(Path path, SyntheticCounts counts, String... genomes) {
    return write(
        path,
        file -> {
          for (String genome : genomes) {
            WritableGroup group = file.putGroup(genome);
            tenx(group, counts);
            group.putDataset("genes", counts.geneIds);
            group.putDataset("gene_names", names(counts));
          }
        });
  }

  static void frames(WritableHdfFile file, SyntheticCounts counts) {
    encode(file, "anndata", "0.1.0");
    frame(file, "obs", counts.cellIds);
    frame(file, "var", counts.geneIds);
  }

  static WritableGroup frame(WritableGroup parent, String name, String... index) {
    WritableGroup frame = parent.putGroup(name);
    encode(frame, "dataframe", "0.2.0");
    frame.putAttribute("_index", "_index");
    encode(frame.putDataset("_index", index), "string-array", "0.2.0");
    return frame;
  }

  static WritableGroup sparse(
      WritableGroup parent, String name, String type, SyntheticCounts counts, long... shape) {
    WritableGroup group = parent.putGroup(name);
    encode(group, type, "0.1.0");
    group.putAttribute("shape", shape);
    int chunk = Math.min(3, counts.data().length);
    chunked(group, "data", toDoubles(counts.data()), chunk);
    chunked(group, "indices", counts.indices(), chunk);
    chunked(group, "indptr", counts.indptr(), 2);
    return group;
  }

  static void encode(WritableNode node, String type, String version) {
    node.putAttribute("encoding-type", type);
    node.putAttribute("encoding-version", version);
  }

  static long[] shape(SyntheticCounts counts) {
    return new long[] {counts.cells.length, counts.geneIds.length};
  }

  private static void tenx(WritableGroup group, SyntheticCounts counts) {
    group.putDataset("barcodes", counts.cellIds);
    group.putDataset("data", counts.data());
    group.putDataset("indices", Arrays.stream(counts.indices()).asLongStream().toArray());
    group.putDataset("indptr", Arrays.stream(counts.indptr()).asLongStream().toArray());
    group.putDataset("shape", new int[] {counts.geneIds.length, counts.cellIds.length});
  }

  private static WritableNode chunked(WritableGroup group, String name, Object data, int... chunk) {
    return chunk.length == 0
        ? group.putDataset(name, data)
        : group.putDataset(
            name,
            data,
            DatasetCreationOptions.builder().chunkDimensions(chunk).shuffle().deflate().build());
  }

  /** Doubles hold every count. */
  private static double[] toDoubles(int[] counts) {
    return Arrays.stream(counts).asDoubleStream().toArray();
  }

  private static String[] names(SyntheticCounts counts) {
    return Arrays.stream(counts.geneIds).map(id -> "name of " + id).toArray(String[]::new);
  }
}
