package io.scstream.matrix;

import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.object.message.DataLayout;

/**
 * What a data set declares, held against what its file can hold. A header of a few bytes can
 * declare any length; without this check reading ends only after so many values that are not there.
 */
final class Extent {
  /** Deflate makes at most 1,032 bytes of one (zlib, "Technical Details"); the others make less. */
  private static final long MOST_OF_A_BYTE = 1032;

  private Extent() {}

  /** Refuses a data set whose values cannot all be in the file. */
  static void requireHeld(H5File file, Dataset dataset, long chunkElements) {
    double values = 1;
    for (long extent : file.guard(H5File.name(dataset), dataset::getDimensionsAsLong)) {
      values *= extent;
    }
    boolean isPacked = dataset.getDataLayout() == DataLayout.CHUNKED;
    double most = file.bytes() * (double) (isPacked ? MOST_OF_A_BYTE : 1);
    if (values * dataset.getDataType().getSize() > most) {
      throw declaresTooMuch(file, dataset, values);
    }
    // Each chunk that is there takes a byte or more.
    if (dataset instanceof ChunkedDataset && values / chunkElements > file.bytes()) {
      throw declaresTooMuch(file, dataset, values);
    }
  }

  /**
   * How many characters the texts of a data set can have. Those of variable length lie in the file
   * as they are, each once.
   */
  static long mostCharacters(H5File file, Dataset dataset) {
    boolean isVariable = file.guard(H5File.name(dataset), dataset::isVariableLength);
    return isVariable ? file.bytes() : file.bytes() * MOST_OF_A_BYTE;
  }

  /** Refuses texts that are longer together than they can be. */
  static void requireHeld(H5File file, Dataset dataset, long characters, long most) {
    if (characters > most) {
      throw MatrixException.badInput(
          file.path(),
          "length of all texts of " + H5File.name(dataset),
          "more than %,d characters".formatted(most),
          "what a file of %,d bytes can hold".formatted(file.bytes()));
    }
  }

  private static MatrixException declaresTooMuch(H5File file, Dataset dataset, double values) {
    return MatrixException.badInput(
        file.path(),
        "length of " + H5File.name(dataset),
        "%,.0f values of %,d bytes".formatted(values, dataset.getDataType().getSize()),
        "what a file of %,d bytes can hold".formatted(file.bytes()));
  }
}
