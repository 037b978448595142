package io.scstream.ingest;

import io.scstream.matrix.CountMatrix;
import java.util.Collections;
import java.util.List;

/** A file of a dataset and the short name it goes by. */
record SourceFile(String name, CountMatrix matrix) {
  int cells() {
    return matrix.cellIds().size();
  }

  /** A column of annotations, or one of those that every file has. */
  List<String> column(String column) {
    return switch (column) {
      case ObsMapping.FILE -> Collections.nCopies(cells(), name);
      case ObsMapping.BACKGROUND, ObsMapping.TARGET ->
          Collections.nCopies(cells(), column.substring(1));
      default -> matrix.requiredObs(column);
    };
  }
}
