package io.scstream.matrix;

import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.object.message.DataLayout;

/**
 * A one-dimensional numeric data set read from front to back. Whole chunks are read into a window,
 * so that each chunk is decompressed once.
 */
final class NumberColumn {
  private static final int WINDOW = 1 << 16;

  /** What decompression holds at a time; its copies take a few times as much. */
  private static final long LARGEST_CHUNK = 64L << 20;

  private final H5File file;
  private final Dataset dataset;
  private final String name;
  private final long size;
  private final long step;
  private double[] window = new double[0];
  private long start;

  NumberColumn(H5File file, Dataset dataset) {
    this.file = file;
    this.dataset = dataset;
    this.name = H5File.name(dataset);
    this.size = length(file, dataset);
    this.step = chunkAligned(chunkLength(file, dataset));
  }

  long size() {
    return size;
  }

  String name() {
    return name;
  }

  double at(long position) {
    long offset = position - start;
    if (offset < 0 || offset >= window.length) {
      load(position);
      offset = position - start;
    }
    return window[(int) offset];
  }

  /** A position, size or index: whole and not negative. */
  long positionAt(long position, long limit) {
    double value = at(position);
    long whole = (long) value;
    if (whole != value || whole < 0 || whole > limit) {
      throw MatrixException.badInput(
          file.path(),
          name + "[" + position + "]",
          Double.toString(value),
          "a whole number from 0 to " + limit);
    }
    return whole;
  }

  /** Length of a data set that must have one dimension. */
  static long length(H5File file, Dataset dataset) {
    long[] shape = file.guard(H5File.name(dataset), dataset::getDimensionsAsLong);
    if (shape.length != 1) {
      throw MatrixException.badInput(
          file.path(), H5File.name(dataset), shape.length + " dimensions", "one dimension");
    }
    return shape[0];
  }

  /** The same for what is held in memory as a whole. */
  static int listLength(H5File file, Dataset dataset) {
    long length = length(file, dataset);
    if (length < 0 || length > Integer.MAX_VALUE) {
      throw MatrixException.badInput(
          file.path(), H5File.name(dataset), length + " values", "0 to " + Integer.MAX_VALUE);
    }
    return (int) length;
  }

  /** Elements that can only be read together. */
  static long chunkLength(H5File file, Dataset dataset) {
    long elements = 1;
    if (dataset instanceof ChunkedDataset chunked) {
      for (int extent : file.guard(H5File.name(dataset), chunked::getChunkDimensions)) {
        elements *= extent;
      }
    } else if (dataset.getDataLayout() == DataLayout.COMPACT) {
      elements = Math.max(1, dataset.getSize());
    }
    requireReadable(file, dataset, elements);
    return elements;
  }

  private static void requireReadable(H5File file, Dataset dataset, long elements) {
    if (elements < 1) {
      throw MatrixException.badInput(
          file.path(), H5File.name(dataset), "chunks of " + elements + " values", "1 or more");
    }
    long bytes = elements * dataset.getDataType().getSize();
    if (bytes > LARGEST_CHUNK) {
      throw MatrixException.unsupported(
          file.path(),
          "chunk size of " + H5File.name(dataset),
          bytes + " bytes",
          "at most "
              + LARGEST_CHUNK
              + " bytes, to be read in bounded memory; rewrite the file with"
              + " smaller chunks");
    }
    Extent.requireHeld(file, dataset, elements);
  }

  private static long chunkAligned(long chunk) {
    return chunk >= WINDOW ? chunk : WINDOW / chunk * chunk;
  }

  private void load(long position) {
    start = position / step * step;
    int length = (int) Math.min(step, size - start);
    window = file.guard(name, () -> Numbers.of(slice(start, length)));
    if (window.length != length) {
      throw MatrixException.badInput(
          file.path(), name, window.length + " values", length + " values");
    }
  }

  private Object slice(long from, int length) {
    return dataset.getDataLayout() == DataLayout.COMPACT
        ? dataset.getData()
        : dataset.getData(new long[] {from}, new int[] {length});
  }
}
