package io.scstream.models.lanes;

import static io.scstream.models.lanes.Floats.BITS_OF_ONE;
import static io.scstream.models.lanes.Floats.BITS_OF_ROOT_OF_HALF;
import static io.scstream.models.lanes.Floats.L2;
import static io.scstream.models.lanes.Floats.L3;
import static io.scstream.models.lanes.Floats.L4;
import static io.scstream.models.lanes.Floats.L5;
import static io.scstream.models.lanes.Floats.L6;
import static io.scstream.models.lanes.Floats.L7;
import static io.scstream.models.lanes.Floats.L8;
import static io.scstream.models.lanes.Floats.L9;
import static io.scstream.models.lanes.Floats.LANES;
import static io.scstream.models.lanes.Floats.LN_2;
import static io.scstream.models.lanes.Floats.MANTISSA_BITS;
import static io.scstream.models.lanes.Floats.ONE;
import static io.scstream.models.lanes.Floats.SPECIES;

import java.nio.FloatBuffer;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * What all genes of one cell add to the likelihood of negative binomial counts with softmax link,
 * cell after cell: with q = μ/θ and u = log(1 + q), the sums of θu and of θq/(1 + q), and what
 * gradients need. A row stays in the nearest cache while it is worked on. Belongs to one thread.
 */
public final class NegativeBinomialRow {
  /** Sums of so many numbers are taken in 32 bits, sums of those in 64. */
  private static final int STRETCH = 1024;

  private final int genes;
  private final int padded;
  private final float[] theta;
  private final float[] inverse;
  private final float[] bias;

  /** Logits, then q, then gradients. */
  private final float[] row;

  private final float[] share;
  private final float[] us;
  private final float[] shareLessU;
  private final float[] byBias;
  private int[] leftOut = new int[0];
  private double sumOfU;
  private double sumOfShare;

  private NegativeBinomialRow(int genes, float[] theta, float[] inverse, float[] bias) {
    this.genes = genes;
    this.padded = theta.length;
    this.theta = theta;
    this.inverse = inverse;
    this.bias = bias;
    this.row = new float[padded];
    this.share = new float[padded];
    this.us = new float[padded];
    this.shareLessU = new float[padded];
    this.byBias = new float[padded];
  }

  /**
   * For cells of one minibatch.
   *
   * @param logTheta of every gene, [G]
   * @param bias what is to be added to logits as they are read, [G]
   */
  public static NegativeBinomialRow of(float[] logTheta, float[] bias) {
    int padded = (logTheta.length + LANES - 1) / LANES * LANES;
    float[] theta = new float[padded];
    float[] inverse = new float[padded];
    for (int gene = 0; gene < logTheta.length; gene++) {
      double value = Math.exp(logTheta[gene]);
      theta[gene] = (float) value;
      inverse[gene] = (float) (1 / value);
    }
    float[] added = Arrays.copyOf(bias, padded);
    Arrays.fill(added, bias.length, padded, Float.NEGATIVE_INFINITY); // adds nothing to a softmax
    return new NegativeBinomialRow(logTheta.length, theta, inverse, added);
  }

  /** For other cells of the minibatch, on another thread. */
  public NegativeBinomialRow another() {
    return new NegativeBinomialRow(genes, theta, inverse, bias);
  }

  /** Takes up the logits of a cell but for their bias, [G] from a place on. */
  public void read(FloatBuffer products, int at) {
    products.get(at, row, 0, genes);
    for (int i = 0; i < padded; i += LANES) {
      FloatVector.fromArray(SPECIES, row, i)
          .add(FloatVector.fromArray(SPECIES, bias, i))
          .intoArray(row, i);
    }
  }

  /** Has the cell just read go without some genes: their q and all that they add is exactly 0. */
  public void leaveOut(int[] some) {
    leftOut = some;
    for (int gene : some) {
      row[gene] = Float.NEGATIVE_INFINITY;
    }
  }

  /** Puts back what {@link #descend} made of them. */
  public void write(FloatBuffer gradients, int at) {
    gradients.put(at, row, 0, genes);
  }

  /** Of a gene: the logit, then q, then the gradient. */
  public float at(int gene) {
    return row[gene];
  }

  /** Adds to the gradient of a gene. */
  public void add(int gene, float slope) {
    row[gene] += slope;
    byBias[gene] += slope;
  }

  /** The sum of gradients over all cells so far. */
  public float byBias(int gene) {
    return byBias[gene];
  }

  /** log(1 + q) of a gene. */
  public float u(int gene) {
    return us[gene];
  }

  /** Σ θu of the cell. */
  public double sumOfU() {
    return sumOfU;
  }

  /** Σ θq/(1 + q) of the cell. */
  public double sumOfShare() {
    return sumOfShare;
  }

  /** Σ w (q/(1 + q) − u) over all cells so far. */
  public float shareLessU(int gene) {
    return shareLessU[gene];
  }

  /**
   * From logits to q = l softmax(logit)/θ, to u and both sums.
   *
   * @param weight w of the cell
   * @return what is to be added to a logit for log μ
   */
  public double evaluate(double logLibrary, float weight) {
    float top = top();
    double total = 0;
    for (int from = 0; from < padded; from += STRETCH) {
      total += Floats.exp(row, from, Math.min(padded, from + STRETCH), top);
    }
    for (int gene : leftOut) {
      row[gene] = 0; // It was e^-87, which the total, at least 1, has lost already.
    }
    double logTotal = top + Math.log(total);
    spread((float) (Math.exp(logLibrary) / total), weight);
    return logLibrary - logTotal;
  }

  private float top() {
    FloatVector top = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    for (int at = 0; at < padded; at += LANES) {
      top = top.max(FloatVector.fromArray(SPECIES, row, at));
    }
    return top.reduceLanes(VectorOperators.MAX);
  }

  /**
   * From e^logit to q = scale/θ times that, to u and to what gradients need.
   *
   * @param weight w of the cell
   */
  private void spread(float scale, float weight) {
    sumOfU = 0;
    sumOfShare = 0;
    for (int from = 0; from < padded; from += STRETCH) {
      spread(from, Math.min(padded, from + STRETCH), scale, weight);
    }
  }

  private void spread(int from, int to, float scale, float weight) {
    FloatVector ofU = FloatVector.zero(SPECIES);
    FloatVector ofShare = FloatVector.zero(SPECIES);
    for (int at = from; at < to; at += LANES) {
      FloatVector size = FloatVector.fromArray(SPECIES, theta, at);
      FloatVector q =
          FloatVector.fromArray(SPECIES, row, at)
              .mul(scale)
              .mul(FloatVector.fromArray(SPECIES, inverse, at));
      FloatVector sum = q.add(ONE);
      FloatVector part = q.div(sum);
      // 1 + q = 2^k (1 + f) with 1 + f around 1; f = 2^-k q + (2^-k - 1) loses nothing of small q.
      IntVector k =
          sum.reinterpretAsInts()
              .sub(BITS_OF_ROOT_OF_HALF)
              .lanewise(VectorOperators.ASHR, MANTISSA_BITS);
      FloatVector power =
          BITS_OF_ONE.sub(k.lanewise(VectorOperators.LSHL, MANTISSA_BITS)).reinterpretAsFloats();
      FloatVector f = q.fma(power, power.sub(ONE));
      FloatVector series = L9.fma(f, L8).fma(f, L7).fma(f, L6).fma(f, L5).fma(f, L4).fma(f, L3);
      FloatVector small = series.fma(f, L2).fma(f.mul(f), f);
      FloatVector u = ((FloatVector) k.convert(VectorOperators.I2F, 0)).fma(LN_2, small);
      ofU = u.fma(size, ofU);
      ofShare = part.fma(size, ofShare);
      FloatVector.fromArray(SPECIES, shareLessU, at)
          .add(part.sub(u).mul(weight))
          .intoArray(shareLessU, at);
      q.intoArray(row, at);
      part.intoArray(share, at);
      u.intoArray(us, at);
    }
    sumOfU += ofU.reduceLanes(VectorOperators.ADD);
    sumOfShare += ofShare.reduceLanes(VectorOperators.ADD);
  }

  /**
   * From q to the gradient by the logits of what all genes have in common: −wθ (q/(1 + q) + c q).
   *
   * @param weight w of the cell
   * @param coupling c, the derivative of its log p by log l, over l
   */
  public void descend(float weight, float coupling) {
    for (int at = 0; at < padded; at += LANES) {
      FloatVector slope =
          FloatVector.fromArray(SPECIES, row, at)
              .mul(coupling)
              .add(FloatVector.fromArray(SPECIES, share, at))
              .mul(FloatVector.fromArray(SPECIES, theta, at))
              .mul(-weight);
      slope.intoArray(row, at);
      FloatVector.fromArray(SPECIES, byBias, at).add(slope).intoArray(byBias, at);
    }
  }
}
