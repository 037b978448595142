package io.scstream.matrix;

import java.nio.file.Path;

/** Refuses options that the format at hand has no use for, so that none is silently ignored. */
final class Unused {
  private Unused() {}

  static void refuseGenome(Path path, ReadOptions options) {
    if (!options.genome().isEmpty()) {
      throw MatrixException.badInput(
          path,
          "genome option",
          options.genome(),
          "none: only Cell Ranger 2 HDF5 files keep genomes apart");
    }
  }

  static void refuseLayer(Path path, ReadOptions options) {
    if (!options.layer().equals("X")) {
      throw MatrixException.badInput(
          path, "layer", options.layer() + " is absent", "X: this format has one matrix");
    }
  }
}
