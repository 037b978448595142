package io.scstream.models.calibrate;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.evaluate.response.Agreement;
import io.scstream.models.evaluate.response.Intervals;
import io.scstream.models.factorized.Question;
import io.scstream.models.factorized.Response;
import io.scstream.models.learner.Responses;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What pairs that were withheld say of answers: how much of the interaction's mean to take for a
 * pair that was never seen, and how many times an answer's spread is the half width of an interval.
 * Pairs are alike, their genes are not independent, so pairs count and not genes.
 */
public final class Calibration {
  /** Fewer pairs do not choose λ*; it is ½ then. */
  public static final int LEAST_PAIRS = 3;

  private static final List<Double> SHARES = List.of(0.0, 0.25, 0.5, 0.75, 1.0);
  private static final double NOT_CHOSEN = 0.5;

  /** So that a gene that nothing moves has a width. */
  static final double LEAST_SPREAD = 1e-6;

  private final double unseen;
  private final double error;
  private final Intervals intervals;

  /** Of errors over half widths, the mean of their squares. */
  private final double meanSquare;

  private Calibration(double unseen, double error, Intervals intervals, double meanSquare) {
    this.unseen = unseen;
    this.error = error;
    this.intervals = intervals;
    this.meanSquare = meanSquare;
  }

  /**
   * A pair and who answers for it.
   *
   * @param model one that has not learned from the pair
   */
  public record Asked(Responses model, WithheldPair pair) {}

  /**
   * By pairs which their models were asked about.
   *
   * @param draws of every control
   */
  public static Calibration of(List<Asked> asked, int draws, long seed) {
    checkInput(!asked.isEmpty(), "Invalid calibration: no pairs; expected at least one");
    List<Tried> tried =
        (asked.size() < LEAST_PAIRS ? List.of(NOT_CHOSEN) : SHARES)
            .stream().map(share -> Tried.of(asked, share, draws, seed)).toList();
    Tried best = tried.stream().min(Comparator.comparingDouble(Tried::error)).orElseThrow();
    Intervals intervals = new Intervals();
    double meanSquare = 0;
    for (int i = 0; i < asked.size(); i++) {
      WithheldPair pair = asked.get(i).pair;
      Response answer = best.answers.get(i);
      double[] expected = pair.measuredWell(answer.effect());
      double[] actual = pair.measuredWell(pair.effects());
      double[] widths = pair.measuredWell(widths(answer.spread(), pair.errors()));
      intervals.add(expected, actual, widths);
      for (int gene = 0; gene < widths.length; gene++) {
        double score = (expected[gene] - actual[gene]) / widths[gene];
        meanSquare += score * score / widths.length / asked.size();
      }
    }
    return new Calibration(best.share, best.error, intervals, meanSquare);
  }

  /** All answers with one λ*. */
  private record Tried(double share, List<Response> answers, double error) {
    static Tried of(List<Asked> asked, double share, int draws, long seed) {
      List<Response> answers = new ArrayList<>();
      double error = 0;
      for (Asked it : asked) {
        Question question =
            new Question(it.pair.target(), Question.Mode.INTERVENTIONAL, share, draws, seed);
        Response answer = it.model.respond(it.pair.controls(), question);
        answers.add(answer);
        double[] actual = it.pair.measuredWell(it.pair.effects());
        double[] expected = it.pair.measuredWell(answer.effect());
        double[] none = new double[actual.length];
        error += Agreement.relativeError(actual, expected, none) / asked.size();
      }
      return new Tried(share, answers, error);
    }
  }

  /** Half widths before they are scaled, of answers to truths with errors of their own. */
  static double[] widths(double[] spreads, double[] errors) {
    double[] widths = new double[spreads.length];
    for (int gene = 0; gene < widths.length; gene++) {
      widths[gene] = Math.max(LEAST_SPREAD, Math.hypot(spreads[gene], errors[gene]));
    }
    return widths;
  }

  /** λ* with the smallest mean relative error on the pairs; ½ if there are fewer than three. */
  public double unseen() {
    return unseen;
  }

  /** That mean relative error; 1 for no effect at all. */
  public double error() {
    return error;
  }

  /** How many pairs it rests on. */
  public int pairs() {
    return intervals.groups();
  }

  /**
   * By what an answer's spread is multiplied, so that the effect on a random gene of a next pair
   * lies within that of the answer with this chance; nothing if there are too few pairs. What the
   * pairs were measured with errors of is not in it.
   *
   * @param level above 0 and below 1
   */
  public Optional<Double> factor(double level) {
    return intervals.factor(level);
  }

  /**
   * The same for the mean answer of replicas, where each pair was asked of one replica alone. An
   * error has a part that all replicas share and one that is a replica's own. The second is as
   * large as replicas differ, and only one in so many of it is left in the mean: the factor is
   * multiplied by √(1 − (1 − 1/R) D/M) with R replicas, D their variance and M the mean squared
   * error, both over squared spreads; by √(1/R) at least.
   *
   * @param replicas none of which has learned from the pairs to be answered for
   * @param variance of their answers over squared spreads, mean over genes of such pairs
   */
  public Optional<Double> factorOfMean(double level, int replicas, double variance) {
    checkInput(replicas > 0, "Invalid replicas: %d; expected a positive number", replicas);
    double least = 1.0 / replicas;
    double left = meanSquare == 0 ? 1 : 1 - (1 - least) * variance / meanSquare;
    return factor(level).map(factor -> factor * Math.sqrt(Math.max(least, left)));
  }

  /**
   * Half widths of intervals around an answer's effects, [G]; nothing if there are too few pairs.
   */
  public Optional<double[]> halfWidths(Response answer, double level) {
    return factor(level)
        .map(
            factor -> {
              double[] widths = widths(answer.spread(), new double[answer.spread().length]);
              for (int gene = 0; gene < widths.length; gene++) {
                widths[gene] *= factor;
              }
              return widths;
            });
  }
}
