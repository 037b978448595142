package io.scstream.models.learner;

import static io.scstream.models.ModelException.checkInput;

import java.util.List;

/**
 * What is known of genes before a model has learned them.
 *
 * @param means of each new gene, in the order of the larger space: counts per cell, or the value
 *     itself for Gaussian noise; 0 where unknown
 * @param total mean count of all old genes together in the same cells, positive
 * @param logDenominator log Σ exp over the model's logits of the old genes in a usual cell, as of
 *     {@link GeneGrowth#logDenominator}; read with a softmax over genes only
 */
public record NewGenes(List<Double> means, double total, double logDenominator) {
  /** Half a count in as many cells as a new model's first prediction is made from. */
  static final double LEAST_COUNT = 0.5 / 4096;

  /** Copies. */
  public NewGenes {
    means = List.copyOf(means);
    for (double mean : means) {
      checkInput(
          Double.isFinite(mean), "Invalid mean of a new gene: %s; expected a finite number", mean);
    }
    checkInput(
        Double.isFinite(total) && total > 0,
        "Invalid total of the old genes: %s; expected a positive number",
        total);
    checkInput(
        Double.isFinite(logDenominator),
        "Invalid log denominator: %s; expected a finite number",
        logDenominator);
  }
}
