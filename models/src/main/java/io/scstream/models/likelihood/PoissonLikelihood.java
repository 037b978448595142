package io.scstream.models.likelihood;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.Optional;

/**
 * Poisson counts with softmax link. The means of a cell sum to its library size l whatever the
 * output, so the value needs the non-zero counts only: −l + X log l + Σ x log ρ − Σ log x! with X
 * the cell's total count on these genes. The gradient is x − Xρ by the output, and X − l by log l.
 */
final class PoissonLikelihood implements Likelihood {

  @Override
  public List<String> heads() {
    return List.of("output");
  }

  @Override
  public Optional<GeneParameter> geneParameter() {
    return Optional.empty();
  }

  @Override
  public Evaluation evaluate(Observed observed, NDList heads, NDList geneParameters) {
    try (NDArray logRho = observed.ofMeasured(heads.get(0)).logSoftmax(1)) { // [n, G]
      float[] at = observed.gather(logRho);
      double[] values = new double[observed.cells()];
      double[] minusTotals = new double[observed.cells()];
      double[] byLogLibrary = new double[observed.hasLatentLibrary() ? observed.cells() : 0];
      for (int row = 0; row < values.length; row++) {
        double library = observed.librarySize(row);
        double total = observed.totalCount(row);
        double sum = total * Math.log(library) - library;
        for (int entry = observed.start(row); entry < observed.start(row + 1); entry++) {
          int x = observed.count(entry);
          sum += x * (double) at[entry] - RisingFactorial.logFactorial(x);
          at[entry] = (float) (x - total * Math.exp(at[entry]));
        }
        values[row] = sum;
        minusTotals[row] = -total;
        if (observed.hasLatentLibrary()) {
          byLogLibrary[row] = observed.weight(row) * (total - library);
        }
      }
      return new Evaluation(
          values,
          new NDList(gradient(observed, logRho, minusTotals, at)),
          new NDList(),
          byLogLibrary);
    }
  }

  private static NDArray gradient(
      Observed observed, NDArray logRho, double[] minusTotals, float[] atNonZeros) {
    try (NDArray totals = observed.vector(minusTotals).reshape(observed.cells(), 1);
        NDArray zeros = logRho.exp().muli(totals); // [n, G]
        NDArray weights = observed.weightColumn()) {
      return observed.put(zeros, atNonZeros).muli(weights); // [n, G]
    }
  }
}
