package io.scstream.models.memory;

import static io.scstream.models.ModelException.checkConfig;
import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.random.CounterRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A bounded sample of a stream, uniform over the past inside each stratum (reservoir sampling,
 * Vitter 1985) and balanced across strata: a stratum below its share takes the place of a cell of
 * the largest one, as in class-balanced reservoirs of continual learning (Buzzega et al. 2020).
 *
 * <p>Random numbers are keyed by the seed, the stratum and the number of its cells so far: the same
 * stream fills the same slots, and what is restored goes on as what was saved.
 */
public final class StratifiedReservoir {
  /**
   * The bounds of a memory.
   *
   * @param purpose names the memory; two memories of one seed draw independently
   * @param capacity most cells kept
   * @param floor a stratum with fewer cells than this always gains
   * @param horizon cells of a stratum at which its chance of a place stops falling, so that older
   *     ones fade exponentially; 0 for never
   */
  public record Options(String purpose, int capacity, int floor, long horizon, long seed) {
    /** Checks. */
    public Options {
      checkConfig(
          capacity >= 1, "Invalid capacity of %s: %d; expected 1 or more", purpose, capacity);
      checkConfig(floor >= 0, "Invalid floor of %s: %d; expected 0 or more", purpose, floor);
      checkConfig(horizon >= 0, "Invalid horizon of %s: %d; expected 0 or more", purpose, horizon);
    }
  }

  private final Options options;
  private final List<RememberedCell> cells = new ArrayList<>();
  private final SortedMap<String, SlotSet> strata = new TreeMap<>();
  private final Map<Role, SlotSet> roles = new EnumMap<>(Role.class);
  private final SortedMap<Integer, SlotSet> groups = new TreeMap<>();
  private final SortedMap<String, Long> seen = new TreeMap<>();

  private StratifiedReservoir(Options options) {
    this.options = options;
    for (Role role : Role.values()) {
      roles.put(role, new SlotSet());
    }
  }

  /** An empty memory. */
  public static StratifiedReservoir empty(Options options) {
    return new StratifiedReservoir(options);
  }

  /**
   * The memory that held these cells, slot by slot, after having seen so many of each stratum.
   *
   * @throws io.scstream.models.ModelException if a slot is missing or beyond the capacity
   */
  public static StratifiedReservoir restore(
      Options options, SortedMap<Integer, RememberedCell> slots, Map<String, Long> seen) {
    StratifiedReservoir memory = new StratifiedReservoir(options);
    checkInput(
        slots.size() <= options.capacity,
        "Invalid %s memory: %d cells; expected at most %d",
        options.purpose,
        slots.size(),
        options.capacity);
    slots.forEach(
        (slot, cell) -> {
          checkInput(
              slot == memory.cells.size(),
              "Invalid %s memory: slot %d after %d cells; expected no gap",
              options.purpose,
              slot,
              memory.cells.size());
          memory.store(slot, cell);
        });
    seen.forEach(memory::sawBefore);
    return memory;
  }

  private void sawBefore(String stratum, long count) {
    seen.put(stratum, count);
    // One that has lost all its places still takes its part in the shares.
    strata.computeIfAbsent(stratum, name -> new SlotSet());
  }

  /** What a memory held at one moment. The cells are shared, not copied. */
  public record Content(List<RememberedCell> cells, SortedMap<String, Long> seen) {}

  /** What the memory holds now. */
  public Content content() {
    return new Content(List.copyOf(cells), new TreeMap<>(seen));
  }

  /** The memory that had this content. */
  public static StratifiedReservoir of(Options options, Content content) {
    StratifiedReservoir memory = new StratifiedReservoir(options);
    for (RememberedCell cell : content.cells) {
      memory.store(memory.cells.size(), cell);
    }
    content.seen.forEach(memory::sawBefore);
    return memory;
  }

  /** Shows a cell to the memory. Returns the slot that now holds it, or nothing if none does. */
  public OptionalInt offer(RememberedCell cell) {
    String stratum = cell.stratum();
    long count = seen.merge(stratum, 1L, Long::sum);
    if (cells.size() < options.capacity) {
      return store(cells.size(), cell);
    }
    SlotSet own = strata.computeIfAbsent(stratum, name -> new SlotSet());
    CounterRandom random =
        CounterRandom.of(options.seed, count, options.purpose + "/offer/" + stratum);
    if (own.size() < Math.max(options.floor, options.capacity / strata.size())) {
      SlotSet largest = largestStratum();
      return store(largest.get(random.nextInt(largest.size())), cell);
    }
    long draw = Math.floorMod(random.nextLong(), effective(count, own.size()));
    return draw < own.size() ? store(own.get((int) draw), cell) : OptionalInt.empty();
  }

  private long effective(long count, int kept) {
    return options.horizon == 0 ? count : Math.min(count, Math.max(options.horizon, kept));
  }

  /** Up to {@code count} different cells of a role, each equally likely. */
  public List<Cell> sample(Role role, int count, CounterRandom random) {
    return sample(slotsOf(role), count, random);
  }

  /** Up to {@code count} different target cells of a group, each equally likely. */
  public List<Cell> sampleGroup(int group, int count, CounterRandom random) {
    return sample(slotsOfGroup(group), count, random);
  }

  private List<Cell> sample(SlotSet slots, int count, CounterRandom random) {
    List<Cell> drawn = new ArrayList<>();
    // Floyd's algorithm: as many draws as cells wanted, however large the memory is.
    Set<Integer> taken = new HashSet<>();
    for (int last = Math.max(0, slots.size() - count); last < slots.size(); last++) {
      int pick = random.nextInt(last + 1);
      int chosen = taken.add(pick) ? pick : last;
      taken.add(chosen);
      drawn.add(cells.get(slots.get(chosen)).cell());
    }
    return drawn;
  }

  /** Cells kept. */
  public int size() {
    return cells.size();
  }

  /** Cells kept of a role. */
  public int size(Role role) {
    return slotsOf(role).size();
  }

  /** Target cells kept of a group. */
  public int sizeOfGroup(int group) {
    return slotsOfGroup(group).size();
  }

  /** All cells kept, in slot order. */
  public List<RememberedCell> cells() {
    return Collections.unmodifiableList(cells);
  }

  /** The cell in a slot. */
  public RememberedCell cell(int slot) {
    return cells.get(slot);
  }

  /** Per stratum the number of cells shown so far. */
  public SortedMap<String, Long> seen() {
    return Collections.unmodifiableSortedMap(seen);
  }

  private OptionalInt store(int slot, RememberedCell cell) {
    if (slot < cells.size()) {
      RememberedCell old = cells.set(slot, cell);
      Objects.requireNonNull(strata.get(old.stratum())).remove(slot);
      slotsOf(old.cell().role()).remove(slot);
      if (old.cell().role() == Role.TARGET) {
        slotsOfGroup(old.cell().group()).remove(slot);
      }
    } else {
      cells.add(cell);
    }
    strata.computeIfAbsent(cell.stratum(), name -> new SlotSet()).add(slot);
    slotsOf(cell.cell().role()).add(slot);
    if (cell.cell().role() == Role.TARGET) {
      slotsOfGroup(cell.cell().group()).add(slot);
    }
    return OptionalInt.of(slot);
  }

  private SlotSet largestStratum() {
    SlotSet largest = new SlotSet();
    for (SlotSet stratum : strata.values()) {
      largest = stratum.size() > largest.size() ? stratum : largest;
    }
    return largest;
  }

  private SlotSet slotsOfGroup(int group) {
    return groups.computeIfAbsent(group, number -> new SlotSet());
  }

  private SlotSet slotsOf(Role role) {
    return Objects.requireNonNull(roles.get(role));
  }
}
