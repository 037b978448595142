package io.scstream.ingest;

/** Which genes a dataset of several files has. */
public enum GeneJoin {
  /** Those that every file measured, in the first file's order. */
  INNER,
  /** Those that any file measured: the first file's, then what each next one adds. */
  OUTER
}
