package io.scstream.cluster;

/** How a savepoint is written. */
public enum SavepointFormat {
  /** The same for every state backend; slower. */
  CANONICAL,
  /** That of the state backend. */
  NATIVE
}
