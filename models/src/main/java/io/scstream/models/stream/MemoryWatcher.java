package io.scstream.models.stream;

import io.scstream.models.memory.RememberedCell;

/** Is told of every slot that a run writes, so that it can be kept outside. */
public interface MemoryWatcher {
  /** Nobody watches. */
  MemoryWatcher NONE = (memory, slot, cell) -> {};

  /** Which of a run's memories. */
  enum Which {
    /** Drawn on by steps. */
    REPLAY,
    /** Never trained on. */
    HOLD_OUT
  }

  /** A slot holds another cell now. */
  void stored(Which memory, int slot, RememberedCell cell);
}
