package io.scstream.models.stream;

import io.scstream.models.memory.RememberedCell;

/** Is told of every slot that a run writes, so that it can be kept outside. */
public interface MemoryWatcher {
  /** Nobody watches. */
  MemoryWatcher NONE =
      new MemoryWatcher() {
        @Override
        public void stored(Which memory, int slot, RememberedCell cell) {}

        @Override
        public void removed(Which memory, int slot) {}
      };

  /** Which of a run's memories. */
  enum Which {
    /** Drawn on by steps. */
    REPLAY,
    /** Never trained on. */
    HOLD_OUT,
    /** A uniform sample of all cells taken in; never drawn on by steps. */
    REFERENCE
  }

  /** A slot holds another cell now. */
  void stored(Which memory, int slot, RememberedCell cell);

  /** A slot is empty again, as the run went back. All slots above it are empty too. */
  void removed(Which memory, int slot);
}
