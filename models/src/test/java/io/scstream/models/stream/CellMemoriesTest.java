package io.scstream.models.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.models.memory.RememberedCell;
import io.scstream.models.memory.StratifiedReservoir;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CellMemoriesTest {
  private static final MemoryWatcher.Which REPLAY = MemoryWatcher.Which.REPLAY;
  private static final StreamState.Memory NOTHING =
      new StreamState.Memory(new TreeMap<>(), Map.of());

  private final ToyRun.Mirror mirror = new ToyRun.Mirror();
  private final CellMemories memories =
      new CellMemories(
          ToyRun.options(ToyRun.guard(10, 3)),
          mirror,
          new StreamState(
              Optional.empty(),
              StreamCounts.ZERO,
              List.of(),
              NOTHING,
              NOTHING,
              NOTHING,
              GuardState.QUIET,
              Optional.empty(),
              Optional.empty(),
              OversightState.NONE));

  private List<String> held() {
    return memories.of(REPLAY).cells().stream().map(it -> it.cell().id()).toList();
  }

  private void assertMirrored() {
    assertThat(mirror.of(REPLAY)).isEqualTo(ToyRun.ids(memories.state(REPLAY, true)));
  }

  @Test
  void tellsTheWatcherOfWhatIsForgottenAndOfGoingBack() {
    List<RememberedCell> cells =
        ToyRun.odd("c", 100, 5).cells().stream().map(Arrival::remembered).toList();
    cells.subList(0, 3).forEach(cell -> memories.offer(REPLAY, cell));
    Map<MemoryWatcher.Which, StratifiedReservoir.Content> then = memories.content();
    cells.subList(3, 6).forEach(cell -> memories.offer(REPLAY, cell));
    assertThat(memories.forget(REPLAY, Set.of("c1", "c4", "unknown"))).isEqualTo(2);
    assertThat(held()).containsExactly("c0", "c2", "c3", "c5");
    assertThat(memories.of(REPLAY).seen()).containsEntry("odd", 6L);
    assertMirrored();
    memories.goBack(then);
    assertThat(held()).containsExactly("c0", "c1", "c2");
    assertMirrored();
  }
}
