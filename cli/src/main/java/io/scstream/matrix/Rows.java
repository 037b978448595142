package io.scstream.matrix;

import java.util.Iterator;

/** The cells of a matrix, block after block in the order of {@link CountMatrix#cellIds()}. */
public interface Rows extends Iterator<CsrBlock>, AutoCloseable {
  @Override
  void close();
}
