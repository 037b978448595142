package io.scstream.models.stream;

import io.scstream.models.learner.LearnerSnapshot;
import io.scstream.models.memory.RememberedCell;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Everything a run needs to go on elsewhere as if nothing had happened. The slots of the two
 * memories are kept apart because they change one at a time and are large.
 */
public record StreamState(
    Optional<LearnerSnapshot> learner,
    StreamCounts counts,
    List<RememberedCell> carry,
    Memory replay,
    Memory holdOut) {
  /** The content of one memory. */
  public record Memory(SortedMap<Integer, RememberedCell> slots, Map<String, Long> seen) {}

  /** Copies. */
  public StreamState {
    carry = List.copyOf(carry);
  }
}
