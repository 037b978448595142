package io.scstream.models.simulate;

import io.scstream.models.random.CounterRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What an event does to the cells of one batch. Chance comes as an argument, one stream a cell. */
interface Effect {

  /** Moves the log rates, [genes], that a cell is counted at. */
  default void move(double[] logRates, CounterRandom cell) {}

  /** Changes the counts, [genes], of a droplet. */
  default void alter(int[] counts, Surroundings batch, CounterRandom cell) {}

  /** What else is in the tube, before events alter any counts. */
  interface Surroundings {

    /** The share of each gene in the counts of all cells of the batch, [genes]. */
    double[] profile();

    /** The counts of a cell of the batch, [genes], chosen by this chance. */
    int[] anyCell(CounterRandom chance);
  }

  /** Computed where it is needed, once. */
  final class Lazy<T> implements Supplier<T> {
    private final Supplier<T> source;
    private @Nullable T value;

    Lazy(Supplier<T> source) {
      this.source = source;
    }

    @Override
    public T get() {
      T known = value;
      if (known == null) {
        known = source.get();
        value = known;
      }
      return known;
    }
  }
}
