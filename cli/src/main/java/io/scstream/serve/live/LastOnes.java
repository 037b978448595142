package io.scstream.serve.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/** The last so many of something. */
public final class LastOnes<T> {
  private final Deque<T> kept = new ArrayDeque<>();
  private final int capacity;

  /** Keeps so many. */
  public LastOnes(int capacity) {
    this.capacity = capacity;
  }

  synchronized void add(T one) {
    kept.addLast(one);
    if (kept.size() > capacity) {
      kept.removeFirst();
    }
  }

  /** The wanted ones, newest first. */
  public synchronized List<T> newest(Predicate<T> isWanted, int most) {
    List<T> newest = new ArrayList<>();
    Iterator<T> backwards = kept.descendingIterator();
    while (backwards.hasNext() && newest.size() < most) {
      T one = backwards.next();
      if (isWanted.test(one)) {
        newest.add(one);
      }
    }
    return newest;
  }
}
