package io.scstream.models.drift;

import io.scstream.models.memory.RememberedCell;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Everything that an {@link OpenBatch} needs to go on elsewhere. Immutable. */
public final class OpenBatchState {
  private final String batch;
  private final List<RememberedCell> sample;
  private final SortedMap<String, Integer> strata;
  private final double[] librarySizes;
  private final long cells;

  private OpenBatchState(
      String batch,
      List<RememberedCell> sample,
      SortedMap<String, Integer> strata,
      double[] librarySizes,
      long cells) {
    this.batch = batch;
    this.sample = List.copyOf(sample);
    this.strata = Collections.unmodifiableSortedMap(new TreeMap<>(strata));
    this.librarySizes = librarySizes;
    this.cells = cells;
  }

  /**
   * Copies.
   *
   * @param sample cells of the lowest priorities, lowest first
   * @param strata cells in each stratum
   * @param librarySizes of the first cells, in their order
   * @param cells how many there were
   */
  public static OpenBatchState of(
      String batch,
      List<RememberedCell> sample,
      SortedMap<String, Integer> strata,
      double[] librarySizes,
      long cells) {
    return new OpenBatchState(batch, sample, strata, librarySizes.clone(), cells);
  }

  public String batch() {
    return batch;
  }

  public List<RememberedCell> sample() {
    return sample;
  }

  public SortedMap<String, Integer> strata() {
    return strata;
  }

  /** Copies. */
  public double[] librarySizes() {
    return librarySizes.clone();
  }

  public long cells() {
    return cells;
  }
}
