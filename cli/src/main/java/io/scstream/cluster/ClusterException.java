package io.scstream.cluster;

/** The cluster cannot be started or asked. The message says what and where to look. */
public final class ClusterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure in these words. */
  public ClusterException(String message) {
    super(message);
  }

  ClusterException(String message, Throwable cause) {
    super(message, cause);
  }
}
