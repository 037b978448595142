package io.scstream.models.drift;

import io.scstream.models.data.Cell;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A batch of which no more cells are to come.
 *
 * @param sketch what is kept of it
 * @param sample more of its cells, the sketch's among them, chosen uniformly
 * @param cells how many it had
 * @param acquisitionCuts changes of the library size within it; 0 is well
 * @param scalars what is known of it otherwise, by name, transformed to be about normal; finite
 */
public record ClosedBatch(
    BatchSketch sketch,
    List<Cell> sample,
    long cells,
    int acquisitionCuts,
    SortedMap<String, Double> scalars) {
  /** Copies. */
  public ClosedBatch {
    sample = List.copyOf(sample);
    scalars = Collections.unmodifiableSortedMap(new TreeMap<>(scalars));
  }

  /** The same batch, of which more is known. */
  public ClosedBatch with(SortedMap<String, Double> further) {
    SortedMap<String, Double> all = new TreeMap<>(scalars);
    all.putAll(further);
    return new ClosedBatch(sketch, sample, cells, acquisitionCuts, all);
  }
}
