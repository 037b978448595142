package io.scstream.models.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.models.ModelException;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.random.CounterRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class StratifiedReservoirTest {
  private static StratifiedReservoir.Options options(int capacity, int floor, long seed) {
    return new StratifiedReservoir.Options("test", capacity, floor, 0, seed);
  }

  private static RememberedCell cell(String stratum, int number) {
    Role role = stratum.startsWith("control") ? Role.BACKGROUND : Role.TARGET;
    return new RememberedCell(
        Cell.of(stratum + number, role, 10, new int[] {0}, new int[] {1}), stratum);
  }

  @Test
  void keepsEverythingUntilItIsFull() {
    StratifiedReservoir memory = StratifiedReservoir.empty(options(5, 0, 1));
    for (int i = 0; i < 5; i++) {
      assertThat(memory.offer(cell("a", i))).hasValue(i);
    }
    assertThat(memory.size()).isEqualTo(5);
    assertThat(memory.size(Role.TARGET)).isEqualTo(5);
    assertThat(memory.size(Role.BACKGROUND)).isZero();
  }

  @Test
  @Tag("acceptance-13")
  void everyPastCellOfAStratumIsEquallyLikely() {
    int runs = 3000;
    int past = 40;
    int capacity = 10;
    int[] kept = new int[past];
    for (int run = 0; run < runs; run++) {
      StratifiedReservoir memory = StratifiedReservoir.empty(options(capacity, 0, run));
      for (int i = 0; i < past; i++) {
        memory.offer(cell("a", i));
      }
      memory.cells().forEach(c -> kept[Integer.parseInt(c.cell().id().substring(1))]++);
    }
    double expected = (double) runs * capacity / past;
    double chiSquare = 0;
    for (int count : kept) {
      chiSquare += (count - expected) * (count - expected) / expected;
    }
    // 39 degrees of freedom, shrunk by 1 - capacity / past: the 99.9 % point is near 54.
    assertThat(chiSquare).isLessThan(65);
  }

  @Test
  @Tag("acceptance-13")
  void strataAreBalancedWhateverTheirShareOfTheStream() {
    StratifiedReservoir memory = StratifiedReservoir.empty(options(400, 0, 7));
    CounterRandom order = CounterRandom.of(7, 0, "order");
    for (int i = 0; i < 20_000; i++) {
      double draw = order.nextDouble();
      memory.offer(cell(draw < 0.9 ? "a" : draw < 0.96 ? "b" : draw < 0.99 ? "c" : "control", i));
    }
    Map<String, Long> sizes =
        memory.cells().stream()
            .collect(Collectors.groupingBy(RememberedCell::stratum, Collectors.counting()));
    assertThat(sizes.keySet()).containsExactlyInAnyOrder("a", "b", "c", "control");
    assertThat(sizes.values()).allSatisfy(size -> assertThat(size).isBetween(95L, 105L));
  }

  @Test
  void aNewStratumGainsItsFloorAtOnce() {
    StratifiedReservoir memory = StratifiedReservoir.empty(options(100, 20, 3));
    for (int i = 0; i < 500; i++) {
      memory.offer(cell("a", i));
    }
    for (int i = 0; i < 20; i++) {
      assertThat(memory.offer(cell("rare", i))).isPresent();
    }
  }

  @Test
  @Tag("acceptance-13")
  void goesOnAfterARestoreAsIfNothingHadHappened() {
    StratifiedReservoir straight = StratifiedReservoir.empty(options(50, 5, 11));
    StratifiedReservoir resumed = StratifiedReservoir.empty(options(50, 5, 11));
    for (int i = 0; i < 2000; i++) {
      RememberedCell next = cell(i % 7 == 0 ? "control" : "a" + i % 3, i);
      straight.offer(next);
      resumed.offer(next);
      if (i % 101 == 0) {
        resumed =
            StratifiedReservoir.restore(
                options(50, 5, 11), slots(resumed), new HashMap<>(resumed.seen()));
      }
    }
    assertThat(resumed.cells()).isEqualTo(straight.cells());
    assertThat(resumed.seen()).isEqualTo(straight.seen());
    assertThat(resumed.sample(Role.TARGET, 9, CounterRandom.of(1, 2, "draw")))
        .isEqualTo(straight.sample(Role.TARGET, 9, CounterRandom.of(1, 2, "draw")));
  }

  @Test
  void drawsDifferentCellsOfOneRole() {
    StratifiedReservoir memory = StratifiedReservoir.empty(options(100, 0, 5));
    for (int i = 0; i < 60; i++) {
      memory.offer(cell(i % 2 == 0 ? "control" : "a", i));
    }
    for (int draw = 0; draw < 50; draw++) {
      List<Cell> drawn = memory.sample(Role.BACKGROUND, 20, CounterRandom.of(5, draw, "draw"));
      assertThat(drawn).hasSize(20).doesNotHaveDuplicates();
      assertThat(drawn).allMatch(c -> c.role() == Role.BACKGROUND);
    }
    assertThat(memory.sample(Role.TARGET, 99, CounterRandom.of(5, 0, "draw"))).hasSize(30);
  }

  @Test
  void everyCellIsDrawnEquallyOften() {
    StratifiedReservoir memory = StratifiedReservoir.empty(options(100, 0, 5));
    for (int i = 0; i < 20; i++) {
      memory.offer(cell("a", i));
    }
    int draws = 4000;
    Map<String, Integer> counts = new HashMap<>();
    for (int draw = 0; draw < draws; draw++) {
      memory
          .sample(Role.TARGET, 5, CounterRandom.of(9, draw, "draw"))
          .forEach(c -> counts.merge(c.id(), 1, Integer::sum));
    }
    double expected = draws * 5 / 20.0;
    assertThat(counts.values())
        .hasSize(20)
        .allSatisfy(
            count -> assertThat((double) count).isBetween(expected * 0.88, expected * 1.12));
  }

  /** More strata than places: some have been seen, but hold none. */
  @Test
  @Tag("acceptance-13")
  void strataWithoutAPlaceAreNotForgottenByARestore() {
    StratifiedReservoir straight = StratifiedReservoir.empty(options(12, 1, 11));
    StratifiedReservoir resumed = StratifiedReservoir.empty(options(12, 1, 11));
    for (int i = 0; i < 400; i++) {
      RememberedCell next = cell("a" + (i * i) % (1 + i / 8), i);
      straight.offer(next);
      resumed.offer(next);
      resumed =
          i % 2 == 0
              ? StratifiedReservoir.restore(
                  options(12, 1, 11), slots(resumed), new HashMap<>(resumed.seen()))
              : StratifiedReservoir.of(options(12, 1, 11), resumed.content());
      assertThat(resumed.cells()).isEqualTo(straight.cells());
    }
  }

  /** With a horizon h, a cell's chance of still being there falls by 1/h with every later one. */
  @Test
  void olderCellsFadeBeyondTheHorizon() {
    int runs = 2000;
    int past = 100;
    long[] ages = new long[2];
    for (int run = 0; run < runs; run++) {
      StratifiedReservoir memory =
          StratifiedReservoir.empty(new StratifiedReservoir.Options("test", 10, 0, 20, run));
      for (int i = 0; i < past; i++) {
        memory.offer(cell("a", i));
      }
      for (RememberedCell kept : memory.cells()) {
        ages[Integer.parseInt(kept.cell().id().substring(1)) < past / 2 ? 0 : 1]++;
      }
    }
    // A place outlives 50 arrivals with chance (1 - 1/20)^50 = 0.077, against 0.5 without horizon.
    assertThat(ages[0] / (double) (runs * 10)).isBetween(0.067, 0.087);
  }

  @Test
  void refusesAStateWithAGap() {
    SortedMap<Integer, RememberedCell> slots = new TreeMap<>();
    slots.put(1, cell("a", 1));
    assertThatThrownBy(() -> StratifiedReservoir.restore(options(5, 0, 1), slots, Map.of()))
        .isInstanceOf(ModelException.class)
        .hasMessage("Invalid test memory: slot 1 after 0 cells; expected no gap");
  }

  private static SortedMap<Integer, RememberedCell> slots(StratifiedReservoir memory) {
    SortedMap<Integer, RememberedCell> slots = new TreeMap<>();
    for (int slot = 0; slot < memory.size(); slot++) {
      slots.put(slot, memory.cell(slot));
    }
    return slots;
  }
}
