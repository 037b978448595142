package io.scstream.models.stream;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far the batches of a stream have come, but for their cells.
 *
 * @param chunks taken in
 * @param open by name
 * @param closed names of batches that are over, those closed last at the end
 * @param totals of all batches
 */
public record BatchCourse(
    long chunks, SortedMap<String, Track> open, List<String> closed, Totals totals) {
  /** Nothing has come. */
  public static final BatchCourse NONE =
      new BatchCourse(0, new TreeMap<>(), List.of(), new Totals(0, 0, 0));

  /**
   * An open batch.
   *
   * @param seen chunks that have come
   * @param expected chunks in all; 0 while the last one has not come
   * @param lastAt the number of chunks of all batches when its last one came
   */
  public record Track(long seen, long expected, long lastAt) {}

  /**
   * What became of batches and chunks.
   *
   * @param taken batches that the monitor was given
   * @param leftOut batches that it was not
   * @param late chunks of batches that were over
   */
  public record Totals(long taken, long leftOut, long late) {}

  /** Copies. */
  public BatchCourse {
    open = Collections.unmodifiableSortedMap(new TreeMap<>(open));
    closed = List.copyOf(closed);
  }
}
