package io.scstream.models.forgetting;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One look at all strata.
 *
 * @param strata those that have cells enough to be compared, by name
 */
public record ForgettingReport(long step, List<Reading> strata) {
  /** Copies. */
  public ForgettingReport {
    strata = List.copyOf(strata);
  }

  /**
   * One stratum.
   *
   * @param transfer the bound now minus that under the promoted version that described it best:
   *     backward transfer (Lopez-Paz and Ranzato 2017, "Gradient Episodic Memory"), in nats per
   *     cell
   * @param bestStep that version
   * @param sinceStep of the first look that found it worse, of those in a row; 0 if this did not
   * @param alarm whether it counts as forgotten
   */
  public record Reading(
      String stratum, Difference transfer, long bestStep, long sinceStep, Alarm alarm) {}

  /** Whether a stratum counts as forgotten. */
  public enum Alarm {
    /** It does not. */
    NONE,
    /** Since this look. */
    BEGINS,
    /** As at the look before. */
    STANDS,
    /** It did at the look before, and does no longer. */
    ENDS;

    boolean isStanding() {
      return this == BEGINS || this == STANDS;
    }
  }

  /** The mean transfer over strata in nats per cell; NaN without one. */
  public double mean() {
    return strata.stream()
        .mapToDouble(reading -> reading.transfer().mean())
        .average()
        .orElse(Double.NaN);
  }

  /** The stratum with the least transfer; empty without one. */
  public Optional<Reading> worst() {
    return strata.stream().min(Comparator.comparingDouble(reading -> reading.transfer().mean()));
  }

  /** How many strata count as forgotten. */
  public int alarms() {
    return (int) strata.stream().filter(reading -> reading.alarm().isStanding()).count();
  }

  /** How many cells were compared. */
  public int cells() {
    return strata.stream().mapToInt(reading -> reading.transfer().cells()).sum();
  }
}
