package io.scstream.models.evaluate.response;

import static io.scstream.models.ModelException.checkConfig;
import static io.scstream.models.ModelException.checkInput;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * Symmetric intervals around predicted effects, each given by its half width, and how often they
 * hold the true effect. Effects come in groups, the genes of one pair of covariates and treatment:
 * groups are alike, effects of one group are not independent of each other. Widths can be scaled by
 * what is known of other groups (conformal prediction with a scaled score, Lei et al. 2018, where
 * data have two layers, Dunn, Wasserman and Ramdas 2022).
 */
public final class Intervals {
  private static final double ROUNDING = 1e-12;

  /** |error| over half width of every group's effects, in rising order. */
  private final List<double[]> groups = new ArrayList<>();

  /**
   * Adds the effects of one group, [n] each, at least one.
   *
   * @param halfWidths of their intervals, positive
   */
  public void add(double[] predicted, double[] truth, double[] halfWidths) {
    checkInput(
        predicted.length > 0
            && predicted.length == truth.length
            && predicted.length == halfWidths.length,
        "Invalid effects: %d predicted, %d true, %d half widths; expected as many of each",
        predicted.length,
        truth.length,
        halfWidths.length);
    double[] scores = new double[predicted.length];
    for (int i = 0; i < scores.length; i++) {
      checkInput(
          Double.isFinite(predicted[i]) && Double.isFinite(truth[i]) && halfWidths[i] > 0,
          "Invalid effect: predicted %s, true %s, half width %s; expected finite numbers and a"
              + " positive width",
          predicted[i],
          truth[i],
          halfWidths[i]);
      scores[i] = Math.abs(predicted[i] - truth[i]) / halfWidths[i];
    }
    Arrays.sort(scores);
    groups.add(scores);
  }

  /** How many groups there are. */
  public int groups() {
    return groups.size();
  }

  /** The share of effects inside intervals that are so many times as wide, mean over groups. */
  public double coverage(double factor) {
    checkInput(!groups.isEmpty(), "Invalid intervals: no effects; expected at least one");
    return covered(factor) / groups.size();
  }

  private double covered(double factor) {
    double sum = 0;
    for (double[] scores : groups) {
      sum +=
          Arrays.stream(scores).filter(score -> score <= factor).count() / (double) scores.length;
    }
    return sum;
  }

  /**
   * The least factor of widths by which an effect, drawn at random from a next group like these,
   * lies inside with this chance at least: the smallest score that a share of level of all groups
   * does not exceed, where one group more is counted whose effects all do. Of groups with one
   * effect each it is the ⌈(n + 1) level⌉-th smallest score.
   *
   * @param level above 0 and below 1
   * @return nothing if there are too few groups: n of them are good for n/(n + 1) at most
   */
  public Optional<Double> factor(double level) {
    checkConfig(level > 0 && level < 1, "Invalid level: %s; expected above 0 and below 1", level);
    double needed = level * (groups.size() + 1) - ROUNDING;
    if (needed > groups.size()) {
      return Optional.empty();
    }
    double[] all = groups.stream().flatMapToDouble(DoubleStream::of).sorted().toArray();
    int low = 0;
    int high = all.length - 1;
    while (low < high) {
      int middle = (low + high) / 2;
      if (covered(all[middle]) >= needed) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return Optional.of(all[low]);
  }

  /** How many groups a level needs at least. */
  public static int groupsNeeded(double level) {
    checkConfig(level > 0 && level < 1, "Invalid level: %s; expected above 0 and below 1", level);
    return (int) Math.ceil(level / (1 - level) - ROUNDING * 1e3);
  }
}
