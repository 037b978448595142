package io.scstream.models.calibrate;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.factorized.Backing;
import io.scstream.models.factorized.Response;
import java.util.List;

/** The mean answer of replicas that were asked the same. */
public final class MeanResponse {
  private final Backing backing;
  private final double[] effect;
  private final double[] spread;
  private double variance;

  private MeanResponse(Backing backing, int genes) {
    this.backing = backing;
    this.effect = new double[genes];
    this.spread = new double[genes];
  }

  /** Of one answer or more. */
  public static MeanResponse of(List<Response> answers) {
    checkInput(!answers.isEmpty(), "Invalid answers: none; expected at least one");
    Response first = answers.get(0);
    MeanResponse mean = new MeanResponse(first.backing(), first.effect().length);
    for (int gene = 0; gene < mean.effect.length; gene++) {
      double squares = 0;
      for (Response answer : answers) {
        mean.effect[gene] += answer.effect()[gene] / answers.size();
        squares += Math.pow(answer.spread()[gene], 2) / answers.size();
      }
      mean.spread[gene] = Math.sqrt(squares);
      double between = 0;
      for (Response answer : answers) {
        between += Math.pow(answer.effect()[gene] - mean.effect[gene], 2);
      }
      double width = Math.max(Calibration.LEAST_SPREAD, mean.spread[gene]);
      between /= Math.max(1, answers.size() - 1) * width * width;
      mean.variance += between / mean.effect.length;
    }
    return mean;
  }

  /** What the first answer rests on. */
  public Backing backing() {
    return backing;
  }

  /** The variance of the answers over their squared spread, mean over genes; 0 of a single one. */
  public double variance() {
    return variance;
  }

  /** The mean effect on every gene. Not a copy. */
  public double[] effect() {
    return effect;
  }

  /**
   * The share of well measured genes whose effect lies within so many spreads of the mean one.
   * Between replicas nothing is added: what they are off by is in the factor.
   *
   * @param factor as {@link Calibration#factorOfMean} gives it
   */
  public double covered(WithheldPair pair, double factor) {
    double[] actual = pair.measuredWell(pair.effects());
    double[] middle = pair.measuredWell(effect);
    double[] widths = pair.measuredWell(Calibration.widths(spread, pair.errors()));
    int covered = 0;
    for (int gene = 0; gene < actual.length; gene++) {
      covered += Math.abs(actual[gene] - middle[gene]) <= factor * widths[gene] ? 1 : 0;
    }
    return covered / (double) actual.length;
  }
}
