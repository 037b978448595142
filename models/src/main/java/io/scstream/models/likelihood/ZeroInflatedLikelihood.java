package io.scstream.models.likelihood;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.Optional;

/**
 * Zero-inflated negative binomial counts: softmax link, one library size per cell, one dispersion
 * per gene, and a second decoder head for the logit π of the probability that a count is replaced
 * by zero.
 */
final class ZeroInflatedLikelihood implements Likelihood {

  @Override
  public List<String> heads() {
    return List.of("output", "zero_logit");
  }

  @Override
  public Optional<GeneParameter> geneParameter() {
    return Optional.of(NegativeBinomialLikelihood.DISPERSION);
  }

  @Override
  public Evaluation evaluate(Observed observed, NDList heads, NDList geneParameters) {
    NDArray dispersion = geneParameters.singletonOrThrow(); // [G]
    double[] values = new double[observed.cells()];
    double[] byDispersion = new double[observed.genes()];
    try (NDArray logLibrary = observed.logLibrary(); // [n, 1]
        NDArray logMean = Softmax.logMean(observed.ofMeasured(heads.get(0)), logLibrary); // [n, G]
        NDArray weights = observed.weightColumn()) {
      float[] entries = observed.gather(logMean);
      nonZeros(observed, dispersion.toFloatArray(), entries, values, byDispersion);
      float[] logits = observed.gather(heads.get(1));
      inflation(observed, logits, values);
      NDList zeros = zeros(observed, logMean, heads.get(1), dispersion, values);
      try (NDArray byLogMean = zeros.get(0);
          NDArray byLogit = zeros.get(1);
          NDArray byDispersionOfZeros = zeros.get(2)) {
        NDArray h = observed.put(byLogMean, entries); // [n, G]
        double[] byLogLibrary = observed.byLogLibrary(h);
        NDArray gradient = Softmax.backward(h, logMean, logLibrary, weights);
        NDArray logitGradient = observed.put(byLogit, logits).muli(weights); // [n, G]
        NDArray geneGradient = observed.vector(byDispersion).addi(byDispersionOfZeros); // [G]
        return new Evaluation(
            values, new NDList(gradient, logitGradient), new NDList(geneGradient), byLogLibrary);
      }
    }
  }

  /** Reads log μ from the entries and leaves ∂/∂ log μ in them. */
  private static void nonZeros(
      Observed observed, float[] r, float[] entries, double[] values, double[] byDispersion) {
    RisingTables rising = new RisingTables(r, observed);
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

  /** What non-zero counts pay for not being replaced; leaves ∂/∂π in the logits. */
  private static void inflation(Observed observed, float[] logits, double[] values) {
    for (int row = 0; row < observed.cells(); row++) {
      for (int entry = observed.start(row); entry < observed.start(row + 1); entry++) {
        values[row] -= Links.softplus(logits[entry]);
        logits[entry] = (float) -Links.sigmoid(logits[entry]);
      }
    }
  }

  /** Adds to the values; gives ∂/∂ log μ, ∂/∂π [n, G] and the weighted ∂/∂r [G]. */
  private static NDList zeros(
      Observed observed, NDArray logMean, NDArray logit, NDArray dispersion, double[] values) {
    try (NDArray theta = dispersion.exp(); // [G]
        NDArray weights = observed.weights(); // [n]
        NDArray everywhere = logMean.sub(dispersion); // [n, G]
        NDArray t = observed.mask(everywhere, Float.NEGATIVE_INFINITY);
        NDArray u = t.getNDArrayInternal().softPlus(); // [n, G]
        NDArray minusLogit = logit.neg(); // [n, G]
        // a = N0 − π with N0 = −θu the log-probability of a zero count; N0 = 0 where masked.
        NDArray a = minusLogit.sub(u.mul(theta)); // [n, G]
        NDArray softA = a.getNDArrayInternal().softPlus();
        NDArray softLogit = minusLogit.getNDArrayInternal().softPlus();
        NDArray perCell = softA.subi(softLogit).sum(new int[] {1}); // [n]
        NDArray countShare = a.getNDArrayInternal().sigmoid(); // [n, G]
        NDArray share = t.getNDArrayInternal().sigmoid(); // [n, G]
        NDArray difference = share.sub(u)) { // [n, G]
      Observed.add(values, perCell);
      NDArray byDispersion = weights.matMul(difference.muli(countShare)).muli(theta); // [G]
      NDArray byLogit = minusLogit.getNDArrayInternal().sigmoid().subi(countShare); // [n, G]
      NDArray byLogMean = share.mul(theta).muli(countShare).muli(-1); // [n, G]
      return new NDList(byLogMean, byLogit, byDispersion);
    }
  }
}
