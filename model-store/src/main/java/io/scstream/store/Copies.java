package io.scstream.store;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/** Immutable copies of sorted maps, which the platform does not offer. */
final class Copies {

  private Copies() {}

  /** Sorted by the keys themselves, whatever order the original had. */
  static <V> SortedMap<String, V> of(Map<String, V> map) {
    NavigableMap<String, V> copy = new TreeMap<>();
    map.forEach(copy::put);
    return Collections.unmodifiableNavigableMap(copy);
  }
}
