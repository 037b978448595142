package io.scstream.models.evaluate.response;

import static io.scstream.models.ModelException.checkInput;

import java.util.Comparator;
import java.util.stream.IntStream;

/** The genes that two groups of cells differ in most, by Welch's t. */
public final class DifferentialGenes {
  private DifferentialGenes() {}

  /**
   * The genes with the largest |t|, the largest first; of equal ones the first.
   *
   * @param count at most as many as there are genes
   */
  public static int[] top(Profile treated, Profile controls, int count) {
    checkInput(
        treated.genes() == controls.genes() && count >= 1 && count <= treated.genes(),
        "Invalid genes: %d of %d and %d; expected at least 1, and as many in both profiles",
        count,
        treated.genes(),
        controls.genes());
    return IntStream.range(0, treated.genes())
        .boxed()
        .sorted(Comparator.comparingDouble(gene -> -Math.abs(welch(treated, controls, gene))))
        .limit(count)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** (m₁ − m₂)/√(v₁/n₁ + v₂/n₂), 0 of equal means. */
  static double welch(Profile treated, Profile controls, int gene) {
    checkInput(
        treated.cells() >= 2 && controls.cells() >= 2,
        "Invalid profiles: of %d and %d cells; expected 2 or more each",
        treated.cells(),
        controls.cells());
    double difference = treated.mean(gene) - controls.mean(gene);
    double variance =
        treated.variance(gene) / treated.cells() + controls.variance(gene) / controls.cells();
    return difference == 0 ? 0 : difference / Math.sqrt(variance);
  }
}
