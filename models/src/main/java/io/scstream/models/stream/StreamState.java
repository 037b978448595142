package io.scstream.models.stream;

import io.scstream.models.gauge.Panel;
import io.scstream.models.leakage.LeakageState;
import io.scstream.models.learner.LearnerSnapshot;
import io.scstream.models.memory.RememberedCell;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Everything a run needs to go on elsewhere as if nothing had happened. The slots of the memories
 * are kept apart because they change one at a time and are large.
 *
 * @param panel what the next version is aligned with; changes when a version is cut
 * @param leakage what is known of leakage; empty where it is not measured
 */
public record StreamState(
    Optional<LearnerSnapshot> learner,
    StreamCounts counts,
    List<Waiting> carry,
    Memory replay,
    Memory holdOut,
    Memory reference,
    GuardState guard,
    Optional<Panel> panel,
    Optional<LeakageState> leakage,
    OversightState oversight) {
  /** The content of one memory. */
  public record Memory(SortedMap<Integer, RememberedCell> slots, Map<String, Long> seen) {}

  /** Copies. */
  public StreamState {
    carry = List.copyOf(carry);
  }

  Memory memory(MemoryWatcher.Which which) {
    return switch (which) {
      case REPLAY -> replay;
      case HOLD_OUT -> holdOut;
      case REFERENCE -> reference;
    };
  }
}
