package io.scstream.models.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.memory.RememberedCell;
import io.scstream.models.memory.StratifiedReservoir;
import io.scstream.models.random.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplenishmentTest {
  private static Cell cell(String id, Role role, int group) {
    return Cell.of(id, role, 10, new int[] {0}, new int[] {1}).inGroup(group);
  }

  private static StratifiedReservoir memory(int background, int... perGroup) {
    StratifiedReservoir memory =
        StratifiedReservoir.empty(new StratifiedReservoir.Options("test", 1000, 0, 0, 1));
    for (int i = 0; i < background; i++) {
      memory.offer(new RememberedCell(cell("b" + i, Role.BACKGROUND, 0), "b"));
    }
    for (int group = 0; group < perGroup.length; group++) {
      for (int i = 0; i < perGroup[group]; i++) {
        memory.offer(new RememberedCell(cell(group + "-" + i, Role.TARGET, group), "" + group));
      }
    }
    return memory;
  }

  private static List<Cell> fresh(int group, int count) {
    List<Cell> fresh = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      fresh.add(cell("new" + i, Role.TARGET, group));
    }
    return fresh;
  }

  private static List<Long> filled(
      Replenishment step, List<Cell> fresh, StratifiedReservoir memory) {
    List<Cell> cells = step.filled(fresh, memory, CounterRandom.of(1, 2, "draw"));
    assertThat(cells).startsWith(fresh.toArray(Cell[]::new)).doesNotHaveDuplicates();
    List<Long> counts = new ArrayList<>();
    counts.add(cells.stream().filter(it -> it.role() == Role.BACKGROUND).count());
    for (int group = 0; group < step.groups(); group++) {
      int number = group;
      counts.add(
          cells.stream().filter(it -> it.role() == Role.TARGET && it.group() == number).count());
    }
    return counts;
  }

  @Test
  void everyGroupHasTheSameShareOfTheTargets() {
    assertThat(filled(new Replenishment(3, 12), fresh(1, 2), memory(50, 30, 40, 20)))
        .containsExactly(12L, 4L, 4L, 4L);
  }

  @Test
  void groupsNotMetYetLeaveTheirShareToTheOthers() {
    assertThat(filled(new Replenishment(3, 12), fresh(1, 2), memory(50, 30)))
        .containsExactly(12L, 6L, 2L, 0L);
  }

  @Test
  void manyNewCellsOfOneGroupDoNotTakeTheOthersPlaces() {
    assertThat(filled(new Replenishment(3, 12), fresh(0, 9), memory(50, 30, 40, 20)))
        .containsExactly(12L, 9L, 4L, 4L);
  }

  @Test
  void oneGroupIsFilledUpAsARole() {
    assertThat(filled(new Replenishment(1, 12), fresh(0, 5), memory(7, 30)))
        .containsExactly(7L, 12L);
  }
}
