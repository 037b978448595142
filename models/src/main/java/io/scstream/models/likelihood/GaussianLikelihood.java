package io.scstream.models.likelihood;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The stored values themselves, zeros included, with identity link and one variance per gene, which
 * is learned or fixed.
 */
final class GaussianLikelihood implements Likelihood {

  private static final GeneParameter LOG_VARIANCE = new GeneParameter("log_variance", 0, -8, 4);

  private final OptionalDouble fixedVariance;

  private GaussianLikelihood(OptionalDouble fixedVariance) {
    this.fixedVariance = fixedVariance;
  }

  static GaussianLikelihood free() {
    return new GaussianLikelihood(OptionalDouble.empty());
  }

  static GaussianLikelihood fixed(double variance) {
    return new GaussianLikelihood(OptionalDouble.of(variance));
  }

  @Override
  public List<String> heads() {
    return List.of("output");
  }

  @Override
  public Optional<GeneParameter> geneParameter() {
    return fixedVariance.isPresent() ? Optional.empty() : Optional.of(LOG_VARIANCE);
  }

  @Override
  public Evaluation evaluate(Observed observed, NDList heads, NDList geneParameters) {
    NDArray logVariance =
        fixedVariance.isPresent()
            ? fixed(observed, Math.log(fixedVariance.getAsDouble()))
            : geneParameters.singletonOrThrow(); // [G]
    float[] logVariances = logVariance.toFloatArray();
    float[] entries = observed.gather(heads.get(0));
    double[] values = new double[observed.cells()];
    double[] byLogVariance = new double[observed.genes()];
    constants(observed, logVariances, values, byLogVariance);
    for (int row = 0; row < values.length; row++) {
      for (int entry = observed.start(row); entry < observed.start(row + 1); entry++) {
        int gene = observed.gene(entry);
        double precision = Math.exp(-logVariances[gene]);
        double d = observed.value(entry) - entries[entry];
        values[row] -= 0.5 * d * d * precision;
        byLogVariance[gene] += 0.5 * observed.weight(row) * d * d * precision;
        entries[entry] = (float) (d * precision);
      }
    }
    try (NDArray zeros = observed.mask(heads.get(0), 0); // [n, G]
        NDArray precision = logVariance.neg().exp(); // [G]
        NDArray squares = zeros.square(); // [n, G]
        NDArray perCell = squares.matMul(precision).muli(-0.5); // [n]
        NDArray ofZeros = observed.weights().matMul(squares).muli(precision).muli(0.5); // [G]
        NDArray byOutput = zeros.mul(precision).muli(-1)) { // [n, G]
      Observed.add(values, perCell);
      NDArray gradient = observed.put(byOutput, entries).muli(observed.weightColumn()); // [n, G]
      NDArray geneGradient = observed.vector(byLogVariance).addi(ofZeros); // [G]
      return new Evaluation(
          values,
          new NDList(gradient),
          fixedVariance.isPresent() ? new NDList() : new NDList(geneGradient));
    }
  }

  private static NDArray fixed(Observed observed, double logVariance) {
    double[] values = new double[observed.genes()];
    Arrays.fill(values, logVariance);
    return observed.vector(values);
  }

  private static void constants(
      Observed observed, float[] logVariances, double[] values, double[] byLogVariance) {
    double perCell = 0;
    for (float logVariance : logVariances) {
      perCell -= 0.5 * (logVariance + Gaussian.LOG_TWO_PI);
    }
    double weight = 0;
    for (int row = 0; row < values.length; row++) {
      values[row] = perCell;
      weight += observed.weight(row);
    }
    Arrays.fill(byLogVariance, -0.5 * weight);
  }
}
