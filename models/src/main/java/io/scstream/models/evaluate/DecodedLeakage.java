package io.scstream.models.evaluate;

import static io.scstream.models.ModelException.checkInput;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How much of the effect on genes goes through the background space. With Δ_full = mean over
 * targets of log ρ(z, s) − mean over background cells of log ρ(z, 0), and Δ_bg the same without s:
 * ΣΔ_bg²/ΣΔ_full² over the 200 genes of largest |Δ_full|. Needs no labels, and rotations of the
 * latent spaces leave it as it is.
 */
public final class DecodedLeakage {

  /** The genes of largest effect that are looked at. */
  public static final int GENES = 200;

  private DecodedLeakage() {}

  /**
   * Squared effects, summed over the genes of largest full effect.
   *
   * @param background of what goes through the background space, ΣΔ_bg²
   * @param full of all, ΣΔ_full², in squared nats: what to judge the share's size by
   */
  public record Effects(double background, double full) {

    /**
     * 0 if the whole effect goes through the salient space, 1 if all goes through the background
     * space; above 1 where the two oppose each other. 0 if there is no effect at all, infinite if
     * one goes through the background space and is wholly undone.
     */
    public double share() {
      return background == 0 ? 0 : background / full;
    }
  }

  /**
   * The {@link Effects#share} over {@value #GENES} genes.
   *
   * @param targetFull by gene, the mean over target cells of log ρ(z, s)
   * @param targetBackgroundOnly by gene, the mean over target cells of log ρ(z, 0)
   * @param background by gene, the mean over background cells of log ρ(z, 0)
   */
  public static double share(
      double[] targetFull, double[] targetBackgroundOnly, double[] background) {
    return effects(targetFull, targetBackgroundOnly, background, GENES).share();
  }

  /**
   * The effects behind the share.
   *
   * @param most genes looked at
   */
  public static Effects effects(
      double[] targetFull, double[] targetBackgroundOnly, double[] background, int most) {
    checkInput(
        targetFull.length == background.length
            && targetBackgroundOnly.length == background.length
            && background.length > 0,
        "Invalid means: of %d, %d and %d genes; expected the same number, 1 or more",
        targetFull.length,
        targetBackgroundOnly.length,
        background.length);
    int[] genes =
        IntStream.range(0, background.length)
            .boxed()
            .sorted(Comparator.comparingDouble(g -> -Math.abs(targetFull[g] - background[g])))
            .limit(most)
            .mapToInt(g -> g)
            .toArray();
    return new Effects(
        sumOfSquares(targetBackgroundOnly, background, genes),
        sumOfSquares(targetFull, background, genes));
  }

  private static double sumOfSquares(double[] target, double[] background, int[] genes) {
    double sum = 0;
    for (int gene : genes) {
      double effect = target[gene] - background[gene];
      sum += effect * effect;
    }
    return sum;
  }
}
