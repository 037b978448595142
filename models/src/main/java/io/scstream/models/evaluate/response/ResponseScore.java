package io.scstream.models.evaluate.response;

import static io.scstream.models.ModelException.checkInput;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How well the response of one condition was predicted. The first two are what counts: R² of means
 * over all genes is high for a prediction that nothing happens.
 *
 * @param pearson correlation over genes of predicted and true effects, means less control means
 * @param relativeError ‖predicted − true‖/‖control − true‖ of means: 1 for the control mean, less
 *     if something was learned
 * @param means R² of means
 * @param changes R² of means less control means
 * @param variances R² of variances, NaN where they were not predicted
 */
public record ResponseScore(
    double pearson, double relativeError, double means, double changes, double variances) {

  /** Over all genes. */
  public static ResponseScore of(Profile truth, Profile predicted, Profile controls) {
    return of(truth, predicted, controls, IntStream.range(0, truth.genes()).toArray());
  }

  /**
   * Over some genes, such as {@link DifferentialGenes#top}.
   *
   * @param truth of the condition's cells, which must not have been fitted to
   * @param controls of cells of the same covariates without treatment
   */
  public static ResponseScore of(Profile truth, Profile predicted, Profile controls, int[] genes) {
    checkInput(
        truth.genes() == predicted.genes() && truth.genes() == controls.genes(),
        "Invalid profiles: of %d, %d and %d genes; expected as many in each",
        truth.genes(),
        predicted.genes(),
        controls.genes());
    double[] actual = Agreement.at(genes, truth::mean);
    double[] expected = Agreement.at(genes, predicted::mean);
    double[] before = Agreement.at(genes, controls::mean);
    double[] actualChange = Agreement.at(genes, change(truth, controls));
    double[] expectedChange = Agreement.at(genes, change(predicted, controls));
    return new ResponseScore(
        Agreement.correlation(expectedChange, actualChange),
        Agreement.relativeError(actual, expected, before),
        Agreement.rSquared(actual, expected),
        Agreement.rSquared(actualChange, expectedChange),
        Agreement.rSquared(
            Agreement.at(genes, truth::variance), Agreement.at(genes, predicted::variance)));
  }

  private static IntToDoubleFunction change(Profile profile, Profile controls) {
    return gene -> profile.mean(gene) - controls.mean(gene);
  }
}
