package io.scstream.models.forgetting;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a {@link ForgettingMeter} remembers. Never of more cells than are held out.
 *
 * @param lastStep of the last look
 * @param strata by name
 */
public record ForgettingState(long lastStep, SortedMap<String, Stratum> strata) {
  /** Before the first look. */
  public static final ForgettingState NONE = new ForgettingState(0, new TreeMap<>());

  /**
   * One stratum.
   *
   * @param bestStep the promoted version that described it best
   * @param best bounds of its cells under that version, by id, in nats
   * @param worseInARow looks in a row, up to the last one, that found it worse
   * @param sinceStep of the first of these looks; 0 if there is none
   * @param noise of the differences, from look to look
   */
  public record Stratum(
      long bestStep,
      SortedMap<String, Double> best,
      int worseInARow,
      long sinceStep,
      ModelNoise noise) {
    /** Copies. */
    public Stratum {
      best = Collections.unmodifiableSortedMap(new TreeMap<>(best));
    }

    Stratum worse(int inARow, long since) {
      return new Stratum(bestStep, best, inARow, since, noise);
    }

    Stratum best(long step, SortedMap<String, Double> bounds) {
      return new Stratum(step, bounds, worseInARow, sinceStep, noise);
    }

    Stratum with(ModelNoise other) {
      return new Stratum(bestStep, best, worseInARow, sinceStep, other);
    }
  }

  /** Copies. */
  public ForgettingState {
    strata = Collections.unmodifiableSortedMap(new TreeMap<>(strata));
  }
}
