package io.scstream.jobs.connect;

import java.io.Serializable;
import java.util.Map;
import java.util.SortedMap;

/** Knows how many messages a topic holds. Answers at once, from what was last heard. */
public interface LagProbe extends AutoCloseable {
  /** The topic never has more than what was read. */
  LagProbe NONE =
      new LagProbe() {
        @Override
        public Map<String, Long> ends() {
          return Map.of();
        }

        @Override
        public long asked() {
          return 0;
        }
      };

  /** Per topic-partition the offset after its last message; empty as long as nothing is known. */
  Map<String, Long> ends();

  /** How often the ends were heard of so far. */
  long asked();

  /** Messages that are still to be read. */
  default long lag(SortedMap<String, Long> readThrough) {
    return ends().entrySet().stream()
        .mapToLong(end -> Math.max(0, end.getValue() - readThrough.getOrDefault(end.getKey(), 0L)))
        .sum();
  }

  @Override
  default void close() {}

  /** Opens a probe where it is used. */
  @FunctionalInterface
  interface Factory extends Serializable {
    /** A probe of the caller's own, to be closed by the caller. */
    LagProbe open();
  }
}
