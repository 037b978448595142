package io.scstream.matrix;

/** Something to close that fails only with a {@link MatrixException}. */
interface Resource extends AutoCloseable {
  @Override
  void close();
}
