package io.scstream.models.spec;

import static io.scstream.models.ModelException.checkConfig;

import java.io.Serializable;

/**
 * Terms with fixed weights beside the sum of both roles' losses; 0 leaves a term out.
 *
 * @param silence of the squared 2-Wasserstein distance between the salient posterior of background
 *     cells and the point 0, relative to the weight of the divergences (contrastiveVI); with
 *     several groups also of target cells in the spaces of the other groups (multiGroupVI)
 * @param match of the squared maximum mean discrepancy between the background codes of both roles,
 *     over thirteen bandwidths (MM-cVAE)
 * @param salientMatch of the same between the salient codes of background cells and 0 (MM-cVAE)
 * @param totalCorrelation of the log density ratio of a linear discriminator that tells pairs of
 *     codes of one target cell from shuffled ones (cVAE)
 */
public record Penalties(double silence, double match, double salientMatch, double totalCorrelation)
    implements Serializable {

  /** No term at all. */
  public static final Penalties NONE = new Penalties(0, 0, 0, 0);

  public Penalties {
    check("silence", silence);
    check("match", match);
    check("salient-match", salientMatch);
    check("total-correlation", totalCorrelation);
  }

  /** The penalty of contrastiveVI alone. */
  public static Penalties ofSilence(double weight) {
    return new Penalties(weight, 0, 0, 0);
  }

  /** Whether the salient codes of background cells take part in training. */
  public boolean readsSalientOfBackground() {
    return silence > 0 || salientMatch > 0;
  }

  /** Whether a term looks at draws from the posteriors. */
  public boolean areOnDraws() {
    return match > 0 || salientMatch > 0 || totalCorrelation > 0;
  }

  private static void check(String name, double weight) {
    checkConfig(
        Double.isFinite(weight) && weight >= 0,
        "Invalid penalty %s: %s; expected zero or a positive number",
        name,
        weight);
  }
}
