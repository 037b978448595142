package io.scstream.matrix;

import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import java.nio.file.Path;
import java.util.List;

/** Tells the HDF5 formats apart by what stands at the root of the file. */
final class H5Formats {
  private H5Formats() {}

  static CountMatrix open(Path path, ReadOptions options) {
    H5File file = H5File.open(path);
    boolean opened = false;
    try {
      CountMatrix matrix = open(file, options);
      opened = true;
      return matrix;
    } finally {
      if (!opened) {
        file.close();
      }
    }
  }

  private static CountMatrix open(H5File file, ReadOptions options) {
    List<String> root = file.children(file.root());
    if (root.contains("obs") && root.contains("var")) {
      Unused.refuseGenome(file.path(), options);
      return H5ad.open(file, options);
    }
    if (file.find("matrix").orElse(null) instanceof Group) {
      Unused.refuseGenome(file.path(), options);
      Unused.refuseLayer(file.path(), options);
      return TenxH5.openVersion3(file, options);
    }
    if (file.find("matrix").orElse(null) instanceof Dataset) {
      Unused.refuseGenome(file.path(), options);
      return Loom.open(file, options);
    }
    if (TenxH5.holdsGenomes(file)) {
      Unused.refuseLayer(file.path(), options);
      return TenxH5.openVersion2(file, options);
    }
    throw MatrixException.unsupported(
        file.path(),
        "HDF5 layout",
        "a root with " + root,
        "h5ad (obs, var, X), 10x (matrix, or one group for each genome) or loom (matrix, row_attrs,"
            + " col_attrs)");
  }
}
