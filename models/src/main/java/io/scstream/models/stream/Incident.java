package io.scstream.models.stream;

import java.util.List;
import java.util.Objects;

/**
 * Something that the guard did to keep a model sound.
 *
 * @param chunks that were shut out by it
 * @param detail what was wrong, in words
 */
public record Incident(Kind kind, List<String> chunks, String detail) {
  /** What was done. */
  public enum Kind {
    /** Chunks were refused before they changed anything. */
    QUARANTINED,
    /**
     * The run went back to its last safe point and took in what followed without the chunks;
     * without any if what was wrong was in the replay memory.
     */
    ROLLED_BACK,
    /** The run went back once too often: it takes in nothing until it is told to. */
    HALTED
  }

  /** Checks and copies. */
  public Incident {
    Objects.requireNonNull(kind);
    chunks = List.copyOf(chunks);
    Objects.requireNonNull(detail);
  }
}
