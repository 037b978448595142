package io.scstream.models.drift;

import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Batches whose mean codes are together further from earlier ones than chance takes them, however
 * little each of them is.
 *
 * @param since name of the first of these batches
 * @param deviations by block, how far their mean is from that of the earlier ones, in standard
 *     deviations of a cell's code along the line between them
 */
public record LastingShift(String since, SortedMap<String, Double> deviations) {
  /** Copies. */
  public LastingShift {
    deviations = Collections.unmodifiableSortedMap(new TreeMap<>(deviations));
  }

  /** What moved, by how much and since when, for people. */
  public String text() {
    return deviations.entrySet().stream()
            .map(
                block ->
                    String.format(
                        Locale.ROOT,
                        "%s by %.2f deviations of a cell",
                        block.getKey(),
                        block.getValue()))
            .collect(Collectors.joining(", "))
        + "; since batch "
        + since;
  }
}
