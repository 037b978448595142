package io.scstream.models.spec;

import static io.scstream.models.ModelException.checkConfig;

import java.io.Serializable;
import java.util.Objects;

/**
 * The generative side of a factorized model.
 *
 * @param isAnchored whether the interaction and treatment blocks of controls have the fixed law
 *     N(0, width²), which says that without treatment there is no variation by treatment (A1)
 * @param anchorWidth of that law
 * @param isCentred whether the interaction has mean 0 over covariates for each treatment (A2)
 * @param isBiasFree whether the embedding of no treatment is exactly 0 (A3)
 * @param prior of the interaction's mean (A4)
 * @param readsDoses whether a treatment's embedding grows with its dose
 * @param labelDropout the share of cells whose labels encoders do not see in a step, for covariates
 *     and treatments by themselves
 */
public record FactorDesign(
    boolean isAnchored,
    double anchorWidth,
    boolean isCentred,
    boolean isBiasFree,
    InteractionPrior prior,
    boolean readsDoses,
    double labelDropout)
    implements Serializable {

  public FactorDesign {
    checkConfig(
        Double.isFinite(anchorWidth) && anchorWidth > 0,
        "Invalid anchor-width: %s; expected a positive number",
        anchorWidth);
    checkConfig(
        labelDropout >= 0 && labelDropout < 1,
        "Invalid label-dropout: %s; expected a number from 0 to below 1",
        labelDropout);
    Objects.requireNonNull(prior);
  }

  /** How the mean of the interaction follows from covariates and treatments. */
  public enum InteractionPrior {
    /**
     * By coordinate a sensitivity of the covariates times a loading of the treatment, and a small
     * remainder for each pair that was seen.
     */
    LOW_RANK,
    /** Any function of the product of both embeddings, as published. */
    NETWORK
  }

  /** All additions on, doses read, three cells in ten without labels. */
  public static FactorDesign defaults() {
    return new FactorDesign(true, 0.1, true, true, InteractionPrior.LOW_RANK, true, 0.3);
  }

  /** The published graph without additions: a free network, and controls like all other cells. */
  public static FactorDesign published() {
    return new FactorDesign(false, 0.1, false, true, InteractionPrior.NETWORK, true, 0);
  }

  /** The same with another prior of the interaction. */
  public FactorDesign with(InteractionPrior other) {
    return new FactorDesign(
        isAnchored, anchorWidth, isCentred, isBiasFree, other, readsDoses, labelDropout);
  }

  /** The same with another share of cells without labels. */
  public FactorDesign withLabelDropout(double share) {
    return new FactorDesign(
        isAnchored, anchorWidth, isCentred, isBiasFree, prior, readsDoses, share);
  }

  /** The same with another embedding of no treatment. */
  public FactorDesign withBias(boolean has) {
    return new FactorDesign(
        isAnchored, anchorWidth, isCentred, !has, prior, readsDoses, labelDropout);
  }
}
