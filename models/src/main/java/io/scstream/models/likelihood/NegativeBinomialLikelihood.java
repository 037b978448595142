package io.scstream.models.likelihood;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.scstream.models.device.EngineBuffer;
import io.scstream.models.kernel.Kernels;
import io.scstream.models.lanes.Lanes;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Negative binomial counts with softmax link, one library size per cell and one dispersion per
 * gene. Zeros and non-zero counts share one dense pass, over softplus and sigmoid of log μ − r;
 * what only non-zero counts have is added at their places. A(x,θ) and its derivative, which do not
 * depend on the output, are computed in double precision.
 */
final class NegativeBinomialLikelihood implements Likelihood {

  static final GeneParameter DISPERSION = new GeneParameter("dispersion", 1, -6, 12);

  private final boolean isByRows;

  /** By rows wherever this process can. */
  NegativeBinomialLikelihood() {
    this(Lanes.areThere());
  }

  /**
   * The one way or the other.
   *
   * @param isByRows whether cells in this machine's memory are worked on in Java
   */
  NegativeBinomialLikelihood(boolean isByRows) {
    this.isByRows = isByRows;
  }

  @Override
  public List<String> heads() {
    return List.of("output");
  }

  @Override
  public Optional<GeneParameter> geneParameter() {
    return Optional.of(DISPERSION);
  }

  @Override
  public boolean addsBias(Device device) {
    return isByRows && !device.isGpu();
  }

  @Override
  public Evaluation evaluate(Observed observed, NDList heads, NDList geneParameters) {
    return addsBias(observed.manager().getDevice())
        ? NegativeBinomialRows.evaluate(observed, heads.singletonOrThrow(), geneParameters)
        : evaluate(observed, heads.singletonOrThrow(), geneParameters.singletonOrThrow());
  }

  @Override
  public Evaluation score(Observed observed, NDList heads, NDList geneParameters) {
    return addsBias(observed.manager().getDevice())
        ? NegativeBinomialRows.score(observed, heads.singletonOrThrow(), geneParameters)
        : evaluate(observed, heads.singletonOrThrow(), geneParameters.singletonOrThrow());
  }

  /**
   * By the engine, wherever its arrays are.
   *
   * @param outputs [n, G]
   * @param dispersion [G]
   */
  private static Evaluation evaluate(Observed observed, NDArray outputs, NDArray dispersion) {
    NDArray logits = observed.ofMeasured(outputs);
    try (NDArray logLibrary = observed.logLibrary(); // [n, 1]
        NDArray column = logLibrary.flatten();
        NDArray weights = observed.weights()) { // [n]
      Kernels.LogitTerms terms =
          Kernels.get()
              .negativeBinomial(
                  logits, column, dispersion, weights, observed.entries(), observed.manager());
      double[] byDispersion = new double[observed.genes()];
      double[] values = values(observed, dispersion.toFloatArray(), terms, byDispersion);
      return new Evaluation(
          values,
          new NDList(logits),
          new NDList(observed.vector(byDispersion).addi(terms.byDispersion())),
          observed.weighted(terms.byLogLibrary()));
    }
  }

  /**
   * The sums over genes with what non-zero counts add, A(x,θ) + x (log μ − u) − log x!; adds the
   * weighted θ (ψ(x+θ) − ψ(θ)) to the gradient. Large counts take back how u was rounded.
   */
  private static double[] values(
      Observed observed, float[] r, Kernels.LogitTerms terms, double[] byDispersion) {
    double[] values = new double[observed.cells()];
    Observed.add(values, terms.sums());
    double[] shift = terms.shift().toDoubleArray();
    FloatBuffer logits = EngineBuffer.floatsOf(terms.logits());
    FloatBuffer us = EngineBuffer.floatsOf(terms.us());
    RisingTables rising = new RisingTables(r, observed);
    for (int row = 0; row < values.length; row++) {
      double sum = 0;
      for (int entry = observed.start(row); entry < observed.start(row + 1); entry++) {
        int x = observed.count(entry);
        int gene = observed.gene(entry);
        double logMean = logits.get(entry) + shift[row];
        double u = us.get(entry);
        if (x > RisingFactorial.LARGEST_SUM) {
          u = Links.softplus(logMean - r[gene]);
          sum += rising.theta(gene) * (us.get(entry) - u);
        }
        sum += rising.logRatio(gene, x) + x * (logMean - u) - RisingFactorial.logFactorial(x);
        byDispersion[gene] += observed.weight(row) * rising.digammaDifference(gene, x);
      }
      values[row] += sum;
    }
    for (int gene = 0; gene < r.length; gene++) {
      byDispersion[gene] *= rising.theta(gene);
    }
    return values;
  }
}
