package io.scstream.models.evaluate.response;

import static io.scstream.models.ModelException.checkConfig;
import static io.scstream.models.ModelException.checkInput;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Symmetric intervals around predicted effects, each given by its half width, and how often they
 * hold the true effect. Their widths can be scaled by what is known of other effects (split
 * conformal prediction with a scaled score; Lei et al. 2018).
 */
public final class Intervals {
  /** |error| over half width, of every effect seen. */
  private final List<Double> scores = new ArrayList<>();

  /**
   * Adds one effect.
   *
   * @param halfWidth of its interval, positive
   */
  public void add(double predicted, double truth, double halfWidth) {
    checkInput(
        Double.isFinite(predicted) && Double.isFinite(truth) && halfWidth > 0,
        "Invalid effect: predicted %s, true %s, half width %s; expected finite numbers and a"
            + " positive width",
        predicted,
        truth,
        halfWidth);
    scores.add(Math.abs(predicted - truth) / halfWidth);
  }

  /** How many effects there are. */
  public int count() {
    return scores.size();
  }

  /** The share of effects inside intervals that are so many times as wide. */
  public double coverage(double factor) {
    checkInput(!scores.isEmpty(), "Invalid intervals: no effects; expected at least one");
    return scores.stream().filter(score -> score <= factor).count() / (double) scores.size();
  }

  /**
   * The least factor of widths by which a next effect like these lies inside with this chance: the
   * ⌈(n + 1) level⌉-th smallest score, or the largest if there are too few.
   *
   * @param level above 0 and below 1
   */
  public double factor(double level) {
    checkConfig(level > 0 && level < 1, "Invalid level: %s; expected above 0 and below 1", level);
    checkInput(!scores.isEmpty(), "Invalid intervals: no effects; expected at least one");
    List<Double> sorted = new ArrayList<>(scores);
    Collections.sort(sorted);
    int rank = (int) Math.ceil((sorted.size() + 1) * level);
    return sorted.get(Math.min(rank, sorted.size()) - 1);
  }
}
