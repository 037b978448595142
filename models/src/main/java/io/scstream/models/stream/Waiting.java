package io.scstream.models.stream;

import io.scstream.models.memory.RememberedCell;
import java.util.Objects;

/** A cell that waits for its first step, and the chunk that it came in. */
public record Waiting(RememberedCell cell, String chunk) {
  /** Checks. */
  public Waiting {
    Objects.requireNonNull(cell);
    Objects.requireNonNull(chunk);
  }
}
