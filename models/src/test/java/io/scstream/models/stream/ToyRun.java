package io.scstream.models.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.models.learner.LearnerFactory;
import io.scstream.models.memory.RememberedCell;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.Normalization;
import io.scstream.models.spec.TrainingOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A small stream, and a watcher that keeps what it is told of. */
final class ToyRun {
  static final int GENES = 30;
  static final LearnerFactory LEARNERS =
      new DjlLearnerFactory(TrainingOptions.of(3, 1e-2, 10), "cpu");

  private ToyRun() {}

  static ModelSpec spec(Noise noise) {
    return new ContrastiveVaeSpec(
        new ContrastiveVaeSpec.Sizes(GENES, 8, 1, 2, 2), 0.1, Normalization.LAYER, noise);
  }

  static StreamOptions options(StreamOptions.Guard guard) {
    return new StreamOptions(
        3,
        new StreamOptions.Steps(16, 8, 1, 20, 5),
        new HoldOut(HoldOut.Unit.CELL, 0.1, 3),
        new StreamOptions.Memories(40, 5, 0, 10, 25),
        guard,
        16);
  }

  static StreamOptions.Guard guard(int safePointSteps, int maxRollbacks) {
    return new StreamOptions.Guard(safePointSteps, 10, 20, 3, maxRollbacks, 10_000);
  }

  /** Chunks of 1 to 12 cells, two strata of targets, one of controls. */
  static List<ChunkArrival> stream(int chunks, double share) {
    List<ChunkArrival> stream = new ArrayList<>();
    CounterRandom random = CounterRandom.of(17, 0, "stream");
    int number = 0;
    for (int chunk = 0; chunk < chunks; chunk++) {
      List<Arrival> arrivals = new ArrayList<>();
      for (int left = 1 + random.nextInt(12); left > 0; left--) {
        arrivals.add(arrival(number++, random));
      }
      stream.add(new ChunkArrival("chunk" + chunk, arrivals, share));
    }
    return stream;
  }

  private static Arrival arrival(int number, CounterRandom random) {
    boolean control = random.nextDouble() < 0.4;
    int[] genes = {random.nextInt(10), 10 + random.nextInt(10), 20 + random.nextInt(10)};
    int[] counts = {1 + random.nextInt(5), 1 + random.nextInt(5), 1 + random.nextInt(50)};
    Cell cell = Cell.of("c" + number, control ? Role.BACKGROUND : Role.TARGET, 100, genes, counts);
    return arrival(cell, control ? "control" : "t" + number % 2);
  }

  private static Arrival arrival(Cell cell, String stratum) {
    return new Arrival(new RememberedCell(cell, stratum), Optional.empty());
  }

  /** Nine cells of both roles with this library size and this count of every gene. */
  static ChunkArrival odd(String id, double librarySize, int count) {
    int[] genes = IntStream.range(0, GENES).toArray();
    int[] counts = new int[GENES];
    Arrays.fill(counts, count);
    List<Arrival> arrivals = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      Role role = i % 2 == 0 ? Role.BACKGROUND : Role.TARGET;
      arrivals.add(arrival(Cell.of(id + i, role, librarySize, genes, counts), "odd"));
    }
    return new ChunkArrival(id, arrivals, 1);
  }

  static List<ChunkArrival> with(List<ChunkArrival> stream, int position, ChunkArrival chunk) {
    List<ChunkArrival> more = new ArrayList<>(stream);
    more.add(position, chunk);
    return more;
  }

  /** Keeps the slots of the memories, as a state outside does. */
  static final class Mirror implements MemoryWatcher {
    private final Map<Which, Map<Integer, String>> slots = new EnumMap<>(Which.class);

    @Override
    public void stored(Which memory, int slot, RememberedCell cell) {
      of(memory).put(slot, cell.cell().id());
    }

    @Override
    public void removed(Which memory, int slot) {
      assertThat(of(memory).remove(slot)).isNotNull();
    }

    Map<Integer, String> of(Which memory) {
      return slots.computeIfAbsent(memory, which -> new TreeMap<>());
    }
  }

  /** Everything but what the guard remembers. */
  static void assertSame(StreamState actual, StreamState expected) {
    assertThat(actual.counts()).isEqualTo(expected.counts());
    assertThat(actual.learner().orElseThrow().weightsSafetensors())
        .isEqualTo(expected.learner().orElseThrow().weightsSafetensors());
    assertThat(actual.learner().orElseThrow().optimizerSafetensors())
        .isEqualTo(expected.learner().orElseThrow().optimizerSafetensors());
    assertThat(actual.carry())
        .extracting(it -> it.cell().cell().id())
        .isEqualTo(expected.carry().stream().map(it -> it.cell().cell().id()).toList());
    for (MemoryWatcher.Which which : MemoryWatcher.Which.values()) {
      assertThat(ids(actual.memory(which))).isEqualTo(ids(expected.memory(which)));
      assertThat(actual.memory(which).seen()).isEqualTo(expected.memory(which).seen());
    }
  }

  static Map<Integer, String> ids(StreamState.Memory memory) {
    Map<Integer, String> ids = new TreeMap<>();
    memory.slots().forEach((slot, cell) -> ids.put(slot, cell.cell().id()));
    return ids;
  }
}
