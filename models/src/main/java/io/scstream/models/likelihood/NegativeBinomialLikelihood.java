package io.scstream.models.likelihood;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.Optional;

/**
 * Negative binomial counts with softmax link, one library size per cell and one dispersion per
 * gene. Zeros need only softplus and sigmoid of log μ − r, which is the one dense pass; non-zero
 * counts are masked out of it and computed in double precision.
 */
final class NegativeBinomialLikelihood implements Likelihood {

  static final GeneParameter DISPERSION = new GeneParameter("dispersion", 1, -6, 12);

  @Override
  public List<String> heads() {
    return List.of("output");
  }

  @Override
  public Optional<GeneParameter> geneParameter() {
    return Optional.of(DISPERSION);
  }

  @Override
  public Evaluation evaluate(Observed observed, NDList heads, NDList geneParameters) {
    NDArray dispersion = geneParameters.singletonOrThrow(); // [G]
    double[] values = new double[observed.cells()];
    double[] byDispersion = new double[observed.genes()];
    try (NDArray logLibrary = observed.logLibrary(); // [n, 1]
        NDArray logMean = Softmax.logMean(heads.get(0), logLibrary); // [n, G]
        NDArray weights = observed.weightColumn()) {
      float[] entries = observed.gather(logMean);
      nonZeros(observed, dispersion.toFloatArray(), entries, values, byDispersion);
      NDList zeros = zeros(observed, logMean, dispersion, values);
      try (NDArray byLogMean = zeros.get(0);
          NDArray byDispersionOfZeros = zeros.get(1)) {
        NDArray h = observed.put(byLogMean, entries); // [n, G]
        double[] byLogLibrary = observed.byLogLibrary(h);
        NDArray gradient = Softmax.backward(h, logMean, logLibrary, weights);
        NDArray geneGradient = observed.vector(byDispersion).addi(byDispersionOfZeros); // [G]
        return new Evaluation(values, new NDList(gradient), new NDList(geneGradient), byLogLibrary);
      }
    }
  }

  /** Reads log μ from the entries and leaves ∂/∂ log μ in them. */
  static void nonZeros(
      Observed observed, float[] r, float[] entries, double[] values, double[] byDispersion) {
    RisingTables rising = new RisingTables(r);
    for (int row = 0; row < observed.cells(); row++) {
      for (int entry = observed.start(row); entry < observed.start(row + 1); entry++) {
        int x = observed.count(entry);
        int gene = observed.gene(entry);
        double logMean = entries[entry];
        double theta = rising.theta(gene);
        // One exponential serves softplus and sigmoid of t = log μ − r.
        double t = logMean - r[gene];
        double e = Math.exp(-Math.abs(t));
        double u = Math.max(t, 0) + Math.log1p(e);
        double share = (t >= 0 ? 1 : e) / (1 + e);
        double rest = (t >= 0 ? e : 1) / (1 + e);
        values[row] +=
            rising.logRatio(gene, x)
                + x * (logMean - u)
                - theta * u
                - RisingFactorial.logFactorial(x);
        double digamma = rising.digammaDifference(gene, x);
        byDispersion[gene] += observed.weight(row) * (theta * (digamma - u + share) - x * rest);
        entries[entry] = (float) (x * rest - theta * share);
      }
    }
  }

  /** Adds to the values; gives ∂/∂ log μ [n, G] and the weighted ∂/∂r [G], 0 at non-zero counts. */
  private static NDList zeros(
      Observed observed, NDArray logMean, NDArray dispersion, double[] values) {
    try (NDArray theta = dispersion.exp(); // [G]
        NDArray weights = observed.weights(); // [n]
        NDArray everywhere = logMean.sub(dispersion); // [n, G]
        NDArray t = observed.mask(everywhere, Float.NEGATIVE_INFINITY)) {
      NDArray byDispersion;
      try (NDArray u = t.getNDArrayInternal().softPlus(); // [n, G]
          NDArray perCell = u.matMul(theta)) { // [n]
        Observed.add(values, perCell.neg());
        byDispersion = weights.matMul(u).muli(-1); // [G]
      }
      NDArray share = t.getNDArrayInternal().sigmoid(); // [n, G]
      try (NDArray shares = weights.matMul(share)) { // [G]
        byDispersion.addi(shares).muli(theta);
      }
      try (NDArray minusTheta = theta.neg()) {
        return new NDList(share.muli(minusTheta), byDispersion);
      }
    }
  }
}
