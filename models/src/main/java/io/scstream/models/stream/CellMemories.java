package io.scstream.models.stream;

import io.scstream.models.memory.RememberedCell;
import io.scstream.models.memory.StratifiedReservoir;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The memories of a run, which can go back to what they held at an earlier moment. */
final class CellMemories {
  /** The reference is one sample: it has no strata. */
  private static final String ONE_STRATUM = "all";

  private final StreamOptions options;
  private final MemoryWatcher watcher;
  private final Map<MemoryWatcher.Which, StratifiedReservoir> memories =
      new EnumMap<>(MemoryWatcher.Which.class);

  CellMemories(StreamOptions options, MemoryWatcher watcher, StreamState state) {
    this.options = options;
    this.watcher = watcher;
    for (MemoryWatcher.Which which : MemoryWatcher.Which.values()) {
      StreamState.Memory held = state.memory(which);
      memories.put(
          which, StratifiedReservoir.restore(options.of(which), held.slots(), held.seen()));
    }
  }

  StratifiedReservoir of(MemoryWatcher.Which which) {
    return Objects.requireNonNull(memories.get(which));
  }

  void offer(MemoryWatcher.Which which, RememberedCell cell) {
    RememberedCell offered =
        which == MemoryWatcher.Which.REFERENCE
            ? new RememberedCell(cell.cell(), ONE_STRATUM)
            : cell;
    of(which).offer(offered).ifPresent(slot -> watcher.stored(which, slot, offered));
  }

  /** What all memories hold now. Cells are shared, so it costs a pointer a slot. */
  Map<MemoryWatcher.Which, StratifiedReservoir.Content> content() {
    Map<MemoryWatcher.Which, StratifiedReservoir.Content> content =
        new EnumMap<>(MemoryWatcher.Which.class);
    memories.forEach((which, memory) -> content.put(which, memory.content()));
    return content;
  }

  /** Holds again what it held then, and tells the watcher of every slot that changes by it. */
  void goBack(Map<MemoryWatcher.Which, StratifiedReservoir.Content> then) {
    then.forEach(this::goBack);
  }

  private void goBack(MemoryWatcher.Which which, StratifiedReservoir.Content then) {
    StratifiedReservoir now = of(which);
    for (int slot = now.size() - 1; slot >= then.cells().size(); slot--) {
      watcher.removed(which, slot);
    }
    for (int slot = 0; slot < then.cells().size(); slot++) {
      RememberedCell cell = then.cells().get(slot);
      if (!now.cell(slot).equals(cell)) {
        watcher.stored(which, slot, cell);
      }
    }
    memories.put(which, StratifiedReservoir.of(options.of(which), then));
  }

  /** Takes cells out. Returns how many there were; what was seen stays counted. */
  int forget(MemoryWatcher.Which which, Set<String> cells) {
    StratifiedReservoir.Content now = of(which).content();
    List<RememberedCell> kept =
        now.cells().stream().filter(it -> !cells.contains(it.cell().id())).toList();
    if (kept.size() < now.cells().size()) {
      goBack(which, new StratifiedReservoir.Content(kept, now.seen()));
    }
    return now.cells().size() - kept.size();
  }

  /** For the state of a run. */
  StreamState.Memory state(MemoryWatcher.Which which, boolean withSlots) {
    StratifiedReservoir memory = of(which);
    SortedMap<Integer, RememberedCell> slots = new TreeMap<>();
    for (int slot = 0; withSlots && slot < memory.size(); slot++) {
      slots.put(slot, memory.cell(slot));
    }
    return new StreamState.Memory(slots, memory.seen());
  }
}
