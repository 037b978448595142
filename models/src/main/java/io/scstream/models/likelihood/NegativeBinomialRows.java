package io.scstream.models.likelihood;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.scstream.models.device.CpuWorkers;
import io.scstream.models.device.EngineBuffer;
import io.scstream.models.lanes.NegativeBinomialRow;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * The negative binomial in Java, cell by cell, in the engine's own memory. Cells are shared out
 * among threads.
 */
final class NegativeBinomialRows {
  private final Observed observed;
  private final FloatBuffer logits;
  private final RisingTables rising;
  private final NegativeBinomialRow first;
  private final double[] values;
  private final double[] byLogLibrary;

  private NegativeBinomialRows(Observed observed, NDArray logits, NDList ofGenes) {
    float[] logTheta = ofGenes.get(0).toFloatArray();
    this.observed = observed;
    this.logits = EngineBuffer.floatsOf(logits);
    this.rising = new RisingTables(logTheta, observed);
    this.first = NegativeBinomialRow.of(logTheta, ofGenes.get(1).toFloatArray());
    this.values = new double[observed.cells()];
    this.byLogLibrary = new double[observed.hasLatentLibrary() ? observed.cells() : 0];
  }

  /**
   * Values and gradients.
   *
   * @param products logits without their bias, [n, G]; they become the gradient of logits
   * @param ofGenes log θ and bias, [G] each
   */
  static Evaluation evaluate(Observed observed, NDArray products, NDList ofGenes) {
    NegativeBinomialRows rows = new NegativeBinomialRows(observed, products, ofGenes);
    List<Part> parts =
        CpuWorkers.share(observed.cells(), (from, to) -> rows.part(from, to).descend());
    double[] byDispersion = new double[observed.genes()];
    double[] byBias = new double[observed.genes()];
    parts.forEach(part -> part.addTo(byDispersion, byBias));
    return new Evaluation(
        rows.values,
        new NDList(products),
        new NDList(observed.vector(byDispersion), observed.vector(byBias)),
        rows.byLogLibrary);
  }

  /** Values alone; the products are used up. */
  static Evaluation score(Observed observed, NDArray products, NDList ofGenes) {
    NegativeBinomialRows rows = new NegativeBinomialRows(observed, products, ofGenes);
    CpuWorkers.share(observed.cells(), (from, to) -> rows.part(from, to).score());
    return new Evaluation(rows.values, new NDList(), new NDList());
  }

  private Part part(int from, int to) {
    return new Part(from, to, from == 0 ? first : first.another());
  }

  /** Some of the cells. */
  private final class Part {
    private final int from;
    private final int to;
    private final NegativeBinomialRow row;
    private final double[] byDispersion = new double[observed.genes()];

    /** Of the present cell's non-zero counts. */
    private float[] ofCounts = new float[observed.genes()];

    Part(int from, int to, NegativeBinomialRow row) {
      this.from = from;
      this.to = to;
      this.row = row;
    }

    Part descend() {
      for (int cell = from; cell < to; cell++) {
        float weight = (float) observed.weight(cell);
        double shift = evaluate(cell, weight);
        values[cell] = ofCounts(cell, shift) - row.sumOfU();
        double byLibrary = pull(cell, weight) - row.sumOfShare();
        row.descend(weight, (float) (byLibrary * Math.exp(-observed.logLibrarySize(cell))));
        pullLogits(cell);
        row.write(logits, cell * observed.genes());
        if (observed.hasLatentLibrary()) {
          byLogLibrary[cell] = weight * byLibrary;
        }
      }
      return this;
    }

    /** Adds the weighted gradients by r = log θ and by the bias. */
    void addTo(double[] byR, double[] byBias) {
      for (int gene = 0; gene < byR.length; gene++) {
        byR[gene] += byDispersion[gene] + rising.theta(gene) * row.shareLessU(gene);
        byBias[gene] += row.byBias(gene);
      }
    }

    Part score() {
      for (int cell = from; cell < to; cell++) {
        double shift = evaluate(cell, 0);
        values[cell] = ofCounts(cell, shift) - row.sumOfU();
      }
      return this;
    }

    /** Remembers the logits of non-zero counts; what is to be added to one for log μ. */
    private double evaluate(int cell, float weight) {
      row.read(logits, cell * observed.genes());
      row.leaveOut(observed.unmeasured(cell).toArray());
      int start = observed.start(cell);
      int end = observed.start(cell + 1);
      for (int entry = start; entry < end; entry++) {
        ofCounts[entry - start] = row.at(observed.gene(entry));
      }
      return row.evaluate(observed.logLibrarySize(cell), weight);
    }

    /**
     * A(x,θ) + x (log μ − u) − log x! over non-zero counts. Large ones take back how u was rounded.
     */
    private double ofCounts(int cell, double shift) {
      double sum = 0;
      int start = observed.start(cell);
      int end = observed.start(cell + 1);
      for (int entry = start; entry < end; entry++) {
        int x = observed.count(entry);
        int gene = observed.gene(entry);
        double logMean = ofCounts[entry - start] + shift;
        double u = row.u(gene);
        if (x > RisingFactorial.LARGEST_SUM) {
          u = Links.softplus(logMean - rising.logTheta(gene));
          sum += rising.theta(gene) * (row.u(gene) - u);
        }
        sum += rising.logRatio(gene, x) + x * (logMean - u) - RisingFactorial.logFactorial(x);
      }
      return sum;
    }

    /**
     * The sum of x/(1 + q) over non-zero counts, by which they pull log μ up; each is kept, and
     * pulls r down, weighted, beside θ (ψ(x+θ) − ψ(θ)).
     */
    private double pull(int cell, float weight) {
      double sum = 0;
      int start = observed.start(cell);
      int end = observed.start(cell + 1);
      for (int entry = start; entry < end; entry++) {
        int x = observed.count(entry);
        int gene = observed.gene(entry);
        float pull = x / (1 + row.at(gene));
        sum += pull;
        ofCounts[entry - start] = weight * pull;
        byDispersion[gene] +=
            weight * (rising.theta(gene) * rising.digammaDifference(gene, x) - pull);
      }
      return sum;
    }

    private void pullLogits(int cell) {
      int start = observed.start(cell);
      int end = observed.start(cell + 1);
      for (int entry = start; entry < end; entry++) {
        row.add(observed.gene(entry), ofCounts[entry - start]);
      }
    }
  }
}
