package io.scstream.matrix;

import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.util.List;
import java.util.Optional;

/** A data frame of an h5ad file: {@code obs}, {@code var} or {@code raw/var}. */
interface Frame extends Obs {
  /** The row names. */
  List<String> index();

  static Frame at(H5File file, String path) {
    Optional<Node> node = file.find(path);
    if (node.isPresent() && node.get() instanceof Group group) {
      return new GroupFrame(file, group);
    }
    if (node.isPresent() && node.get() instanceof Dataset table && table.isCompound()) {
      return new CompoundFrame(file, table);
    }
    throw MatrixException.badInput(
        file.path(), "h5ad file", "no data frame " + path, "obs, var and X");
  }
}
