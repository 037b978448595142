package io.scstream.models.factorized;

import java.util.stream.IntStream;

/**
 * What some cells would express under a treatment, gene by gene: counts at one library size, or
 * values. Effects are differences of the logs of means of the same cells decoded with and without
 * the treatment, so that errors of reconstruction cancel; of values, differences. Accessors do not
 * copy; the arrays are not to be written to.
 */
public final class Response {
  private final Backing backing;
  private final Profiles profiles;

  Response(Backing backing, Profiles profiles) {
    this.backing = backing;
    this.profiles = profiles;
  }

  /** Means and effects by gene. */
  static final class Profiles {
    final double[] control;
    final double[] mean;
    final double[] variance;
    final double[] spread;
    final double[] moved;
    final double[] joint;
    final double[] main;
    final double[] interaction;

    Profiles(int genes) {
      this.control = new double[genes];
      this.mean = new double[genes];
      this.variance = new double[genes];
      this.spread = new double[genes];
      this.moved = new double[genes];
      this.joint = new double[genes];
      this.main = new double[genes];
      this.interaction = new double[genes];
    }
  }

  /** What the answer rests on. */
  public Backing backing() {
    return backing;
  }

  /** Mean of the cells as decoded without the treatment. */
  public double[] control() {
    return profiles.control;
  }

  /** Mean under the treatment. */
  public double[] mean() {
    return profiles.mean;
  }

  /** Variance over cells under the treatment, the noise of counting included. */
  public double[] variance() {
    return profiles.variance;
  }

  /** Standard deviation of the effect over cells and draws. */
  public double[] spread() {
    return profiles.spread;
  }

  /** Share of cells and draws whose effect is beyond ±0.25. */
  public double[] moved() {
    return profiles.moved;
  }

  /** The effect. */
  public double[] effect() {
    return profiles.joint;
  }

  /** The effect of the treatment block alone. */
  public double[] mainEffect() {
    return profiles.main;
  }

  /** The effect of the interaction block alone. */
  public double[] interactionEffect() {
    return profiles.interaction;
  }

  /**
   * How much of the effect is due to the interaction: ‖joint − main‖² / ‖joint‖² over the genes
   * that move most, at most so many. 0 where nothing moves.
   */
  public double interactionShare(int genes) {
    double[] joint = profiles.joint;
    int[] order =
        IntStream.range(0, joint.length)
            .boxed()
            .sorted((a, b) -> Double.compare(Math.abs(joint[b]), Math.abs(joint[a])))
            .limit(genes)
            .mapToInt(Integer::intValue)
            .toArray();
    double due = 0;
    double all = 0;
    for (int gene : order) {
      double rest = joint[gene] - profiles.main[gene];
      due += rest * rest;
      all += joint[gene] * joint[gene];
    }
    return all == 0 ? 0 : due / all;
  }
}
