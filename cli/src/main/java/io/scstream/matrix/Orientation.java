package io.scstream.matrix;

/** What the rows of a delimited table are. */
public enum Orientation {
  /** Not said; a delimited count table is then refused, since its content cannot tell. */
  UNSTATED,
  CELLS_IN_ROWS,
  GENES_IN_ROWS
}
