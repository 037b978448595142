package io.scstream.models.drift;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.data.Cell;
import io.scstream.models.drift.signal.AcquisitionOrder;
import io.scstream.models.memory.RememberedCell;
import io.scstream.models.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A batch while its cells arrive, in bounded memory. Every cell has a random priority of its own,
 * which follows from the seed, the batch and the cell's id; the cells of the lowest ones are kept.
 * So the choice is uniform, and the same in whatever chunks and order the cells come and after any
 * restart. Not thread-safe.
 */
public final class OpenBatch {
  /** Cells that input statistics are taken of. */
  public static final int SAMPLE = 512;

  /** Library sizes that are looked at in the order of acquisition. */
  static final int ORDERED = 20_000;

  /** Strata that are counted by themselves. */
  static final int STRATA = 1000;

  /** Cells of all further strata. */
  static final String OTHER_STRATA = "(others)";

  private final String batch;
  private final long seed;
  private final TreeSet<Candidate> sample =
      new TreeSet<>(
          Comparator.comparingLong(Candidate::priority)
              .thenComparing(candidate -> candidate.cell().cell().id()));
  private final SortedMap<String, Integer> strata = new TreeMap<>();
  private double[] librarySizes = new double[16];
  private int ordered;
  private long cells;

  private record Candidate(long priority, RememberedCell cell) {}

  private OpenBatch(String batch, long seed) {
    this.batch = batch;
    this.seed = seed;
  }

  /**
   * A batch without cells.
   *
   * @param batch its name
   */
  public static OpenBatch start(String batch, long seed) {
    return new OpenBatch(batch, seed);
  }

  /** The batch that had this state. */
  public static OpenBatch restore(long seed, OpenBatchState state) {
    OpenBatch open = new OpenBatch(state.batch(), seed);
    state.sample().forEach(open::choose);
    open.strata.putAll(state.strata());
    open.librarySizes = state.librarySizes();
    open.ordered = open.librarySizes.length;
    open.cells = state.cells();
    return open;
  }

  /** Takes in the next cell, in the order of acquisition as far as that is known. */
  public void add(RememberedCell cell) {
    cells++;
    choose(cell);
    boolean isCounted = strata.containsKey(cell.stratum()) || strata.size() < STRATA;
    strata.merge(isCounted ? cell.stratum() : OTHER_STRATA, 1, Integer::sum);
    if (ordered < ORDERED) {
      if (ordered == librarySizes.length) {
        librarySizes = Arrays.copyOf(librarySizes, 2 * Math.max(8, ordered));
      }
      librarySizes[ordered++] = cell.cell().librarySize();
    }
  }

  private void choose(RememberedCell cell) {
    long priority =
        CounterRandom.of(seed, 0, "drift/sketch/" + batch + "\n" + cell.cell().id()).nextLong();
    sample.add(new Candidate(priority, cell));
    if (sample.size() > SAMPLE) {
      sample.pollLast();
    }
  }

  /** Cells so far. */
  public long cells() {
    return cells;
  }

  /** The batch with what it has, at least one cell. */
  public ClosedBatch close() {
    checkInput(cells > 0, "Invalid batch %s: no cells; expected 1 or more", batch);
    List<RememberedCell> chosen = sample.stream().map(Candidate::cell).toList();
    List<Cell> bare = new ArrayList<>();
    chosen.forEach(cell -> bare.add(cell.cell()));
    return new ClosedBatch(
        new BatchSketch(
            batch, chosen.subList(0, Math.min(BatchSketch.CELLS, chosen.size())), strata),
        bare,
        cells,
        AcquisitionOrder.cuts(Arrays.copyOf(librarySizes, ordered)),
        new TreeMap<>());
  }

  /** Everything but the seed. */
  public OpenBatchState state() {
    return OpenBatchState.of(
        batch,
        sample.stream().map(Candidate::cell).toList(),
        strata,
        Arrays.copyOf(librarySizes, ordered),
        cells);
  }
}
