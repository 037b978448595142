package io.scstream.serve.live;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the jobs are behind.
 *
 * @param written messages ever written to the topic of cells
 * @param deadLetters messages ever written to the topic of dead letters
 */
public record Lag(Instant at, List<Job> cells, long written, long deadLetters) {
  /** Copies. */
  public Lag {
    cells = List.copyOf(cells);
  }

  /**
   * A job's.
   *
   * @param group {@code train} or {@code embed}
   * @param messages chunks that its last committed checkpoint does not cover; null before there is
   *     one
   */
  public record Job(String group, String lineage, @Nullable Long messages) {}
}
