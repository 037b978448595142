package io.scstream.jobs.publish;

import java.io.Serializable;

/** How the sink makes training wait. */
@FunctionalInterface
public interface Backpressure extends Serializable {
  /** Training never waits. */
  Backpressure NONE = (reason, isClosed) -> {};

  /**
   * Holds training back for a reason, or takes the reason back. Twice is once. Barriers must go on,
   * or what waits could never be published.
   */
  void set(String reason, boolean isClosed);
}
