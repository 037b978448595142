package io.scstream.ingest;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Short names of files, for datasets, batches and cell ids: the file's own name without extension,
 * or that of the nearest folder above which tells the files apart, as in {@code
 * sample1/outs/filtered_feature_bc_matrix.h5}.
 */
final class FileNames {
  private static final List<String> EXTENSIONS =
      List.of(".gz", ".h5ad", ".h5", ".hdf5", ".loom", ".csv", ".tsv", ".txt", ".tab", ".mtx");

  private FileNames() {}

  static List<String> of(List<Path> files) {
    List<Path> paths = files.stream().map(file -> file.toAbsolutePath().normalize()).toList();
    int shallowest = paths.stream().mapToInt(Path::getNameCount).min().orElse(0);
    OptionalInt height =
        IntStream.range(0, shallowest).filter(up -> areDistinct(namesAt(paths, up))).findFirst();
    if (height.isEmpty()) {
      throw IngestException.badConfig(
          "Invalid files: %s; expected different files, told apart by one part of their path"
              .formatted(files));
    }
    return namesAt(paths, height.getAsInt());
  }

  private static List<String> namesAt(List<Path> paths, int up) {
    return paths.stream()
        .map(path -> stem(path.getName(path.getNameCount() - 1 - up).toString()))
        .toList();
  }

  private static boolean areDistinct(List<String> names) {
    return names.stream().distinct().count() == names.size();
  }

  static String stem(String name) {
    String stem = name;
    for (String extension : EXTENSIONS) {
      if (stem.toLowerCase(Locale.ROOT).endsWith(extension) && stem.length() > extension.length()) {
        stem = stem.substring(0, stem.length() - extension.length());
      }
    }
    return stem;
  }
}
