package io.scstream.models.drift;

import java.util.Locale;

/**
 * What one signal says of a batch.
 *
 * @param name of the signal
 * @param value the reading; NaN if the batch has none
 * @param p the conformal p-value, above 0 and at most 1; NaN if the batch has no reading
 * @param logEvidence log of the Shiryaev–Roberts statistic; −∞ before the first judgement
 * @param share of the evidence of all signals, 0 to 1
 * @param move what changed if anything did
 * @param apart how strange this one reading is
 */
public record SignalReport(
    String name, double value, double p, double logEvidence, double share, Move move, Apart apart) {

  /**
   * How far a reading is from all earlier ones.
   *
   * @param chance of one at least as large: by its rank, and beyond what ranks can tell by a tail
   *     that falls like an exponential one; NaN if the batch has no reading
   * @param usual median of the earlier ones; NaN unless the reading is beyond what ranks can tell
   * @param deviations (value − usual) in units of their spread; NaN likewise, or if they are alike
   */
  public record Apart(double chance, double usual, double deviations) {
    static final Apart UNKNOWN = new Apart(Double.NaN, Double.NaN, Double.NaN);
  }

  /**
   * How far the readings of the suspected stretch of batches are from those before.
   *
   * @param since number of the stretch's first batch; 0 if nothing is suspected
   * @param batches readings in the stretch
   * @param before median of the readings before it; NaN if there are none
   * @param now median of the readings in it; NaN if there are none
   * @param deviations (now − before) in units of the spread before: 1.4826 times the median
   *     absolute deviation; NaN if there are none before or they are all alike
   */
  public record Move(long since, int batches, double before, double now, double deviations) {
    static final Move NONE = new Move(0, 0, Double.NaN, Double.NaN, Double.NaN);
  }

  /** What this one batch did, for people. */
  String textOfBatch() {
    return String.format(
        Locale.ROOT,
        "%s: %.4g, usually %.4g, %+.1f spreads; chance %.1g",
        name,
        value,
        apart.usual(),
        apart.deviations(),
        apart.chance());
  }

  /** What changed, in one sentence for people. */
  public String text() {
    return move.since() == 0
        ? String.format(Locale.ROOT, "%s: nothing suspected", name)
        : String.format(
            Locale.ROOT,
            "%s: %.4g since batch %d (%d of them), %.4g before, %+.1f spreads; %.0f %% of the"
                + " evidence",
            name,
            move.now(),
            move.since(),
            move.batches(),
            move.before(),
            move.deviations(),
            100 * share);
  }
}
