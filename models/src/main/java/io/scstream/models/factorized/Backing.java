package io.scstream.models.factorized;

import java.util.Locale;

/**
 * What an answer rests on.
 *
 * @param covariateCells of these covariates
 * @param controlCells of these covariates without treatment
 * @param treatmentCells of this treatment; of a combination those of the rarest
 * @param pairCells of both; likewise
 * @param pairShare λ, with which the mean of the interaction is taken: 1 where the pair was seen
 *     often enough
 * @param treatmentShare λ_t, with which the mean effect of the treatment is taken
 */
public record Backing(
    long covariateCells,
    long controlCells,
    long treatmentCells,
    long pairCells,
    double pairShare,
    double treatmentShare) {
  /** Cells from which on a pair or a treatment is known. */
  static final int ENOUGH = 30;

  /** In a word. */
  public enum Word {
    /** The pair was seen. */
    OBSERVED,
    /** Both were seen, but not together. */
    COMBINATION,
    /** The covariates are new. */
    COVARIATE_NEW,
    /** The treatment is new: what is said of it is no more than a width. */
    TREATMENT_NEW,
    /** Both are new, or there is no control of these covariates. */
    NONE;

    /** In lower case, with hyphens. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** What kind of answer it is. */
  public Word word() {
    boolean isCovariateKnown = covariateCells >= Support.OWN_ROW;
    boolean isTreatmentKnown = treatmentCells >= ENOUGH;
    if (controlCells == 0 || (!isCovariateKnown && !isTreatmentKnown)) {
      return Word.NONE;
    }
    if (pairCells >= ENOUGH) {
      return Word.OBSERVED;
    }
    if (!isTreatmentKnown) {
      return Word.TREATMENT_NEW;
    }
    return isCovariateKnown ? Word.COMBINATION : Word.COVARIATE_NEW;
  }

  /**
   * The share of a pair that was seen in so many cells.
   *
   * @param unseen λ* of a pair that was never seen
   */
  static double pairShare(double unseen, long cells) {
    return unseen + (1 - unseen) * Math.min(1, cells / (double) ENOUGH);
  }
}
