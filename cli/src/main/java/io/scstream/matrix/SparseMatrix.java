package io.scstream.matrix;

import io.jhdf.api.Dataset;
import io.jhdf.api.Group;

/**
 * A compressed sparse matrix in an HDF5 group: {@code indptr} along its major axis, {@code indices}
 * on its minor axis, {@code data}. Major is the axis of cells in CSR files and in 10x files, of
 * genes in CSC files.
 */
final class SparseMatrix {
  private final H5File file;
  private final Dataset data;
  private final Dataset indices;
  private final Dataset indptr;
  private final long major;
  private final long minor;
  private final Place place;

  SparseMatrix(H5File file, Group group, long major, long minor, String hint) {
    this.file = file;
    this.data = file.dataset(group, "data");
    this.indices = file.dataset(group, "indices");
    this.indptr = file.dataset(group, "indptr");
    this.major = major;
    this.minor = minor;
    this.place = new Place(file.path(), H5File.name(data), hint);
    requireLengths();
  }

  /** Starts at the first row or column of the major axis. */
  Cursor cursor() {
    return new Cursor();
  }

  /** Adds all entries of a matrix whose major axis is that of genes. */
  void readTo(EntrySort sort) {
    Cursor cursor = cursor();
    for (int gene = 0; gene < major; gene++) {
      cursor.next();
      for (long entry = cursor.begin(); entry < cursor.end(); entry++) {
        sort.add(cursor.minor(entry), gene, cursor.count(entry));
      }
    }
  }

  private void requireLengths() {
    requireLength(indptr, major + 1);
    requireLength(indices, NumberColumn.length(file, data));
    NumberColumn pointers = new NumberColumn(file, indptr);
    long entries = NumberColumn.length(file, data);
    requirePointer(pointers, major, entries);
    requirePointer(pointers, 0, 0);
  }

  private void requireLength(Dataset dataset, long expected) {
    long length = NumberColumn.length(file, dataset);
    if (length != expected) {
      throw MatrixException.badInput(
          file.path(),
          "length of " + H5File.name(dataset),
          Long.toString(length),
          Long.toString(expected));
    }
  }

  private void requirePointer(NumberColumn pointers, long position, long expected) {
    double value = pointers.at(position);
    if (value != expected) {
      throw MatrixException.badInput(
          file.path(),
          pointers.name() + "[" + position + "]",
          Double.toString(value),
          Long.toString(expected));
    }
  }

  /** Walks along the major axis. */
  final class Cursor {
    private final NumberColumn counts = new NumberColumn(file, data);
    private final NumberColumn minors = new NumberColumn(file, indices);
    private final NumberColumn pointers = new NumberColumn(file, indptr);
    private long passed;
    private long begin;
    private long end;

    /**
     * Moves on to the next row or column; its entries stand from {@link #begin()} to {@link
     * #end()}.
     */
    void next() {
      begin = end;
      end = pointers.positionAt(++passed, counts.size());
      if (end < begin) {
        throw MatrixException.badInput(
            file.path(),
            pointers.name() + "[" + passed + "]",
            Long.toString(end),
            "at least " + begin);
      }
    }

    long begin() {
      return begin;
    }

    long end() {
      return end;
    }

    int minor(long position) {
      return (int) minors.positionAt(position, minor - 1);
    }

    int count(long position) {
      return place.count(counts.at(position), position);
    }
  }
}
