package io.scstream.models.evaluate;

import static io.scstream.models.ModelException.checkInput;

import java.util.Arrays;

/**
 * How well background codes tell target cells from background cells, which they should not.
 *
 * @param auc of a logistic classifier on held-out cells; 0.5 is best
 * @param mmdSquared distance of the two laws by {@link Mmd}; 0 is best but for its floor
 * @param mixing entropy of the data sets among 50 neighbours, over that of equal shares; near 1 is
 *     best
 */
public record DomainLeakage(double auc, double mmdSquared, double mixing) {

  private static final int NEIGHBOURS = 50;

  /**
   * Classifies after standardizing, fitted on the first half of either block and tested on the
   * second. Rows must be in no particular order. Takes time of order (n + m)² d.
   *
   * @param background [n, d]: background codes of background cells
   * @param target [m, d]: background codes of target cells
   */
  public static DomainLeakage of(float[][] background, float[][] target) {
    double[][] b = Codes.widen(background);
    double[][] t = Codes.widen(target);
    checkInput(
        Math.min(b.length, t.length) >= 2 && b.length + t.length > NEIGHBOURS,
        "Invalid blocks: %d and %d rows; expected 2 or more each and above %d together",
        b.length,
        t.length,
        NEIGHBOURS);
    checkInput(
        b[0].length == t[0].length,
        "Invalid codes: %d and %d columns; expected the same number",
        b[0].length,
        t[0].length);
    return new DomainLeakage(auc(b, t), Mmd.squared(b, t), mixing(b, t));
  }

  private static double auc(double[][] background, double[][] target) {
    int halfB = background.length / 2;
    int halfT = target.length / 2;
    return auc(
        Arrays.copyOf(background, halfB),
        Arrays.copyOf(target, halfT),
        tail(background, halfB),
        tail(target, halfT));
  }

  /**
   * The area under the curve of a logistic classifier that is fitted to the codes of some cells and
   * tested on those of others, [n, d] each.
   */
  public static double auc(
      float[][] fittedBackground,
      float[][] fittedTarget,
      float[][] testedBackground,
      float[][] testedTarget) {
    return auc(
        Codes.widen(fittedBackground),
        Codes.widen(fittedTarget),
        Codes.widen(testedBackground),
        Codes.widen(testedTarget));
  }

  private static double auc(
      double[][] fittedBackground,
      double[][] fittedTarget,
      double[][] testedBackground,
      double[][] testedTarget) {
    double[][] fitted = stacked(fittedBackground, fittedTarget);
    int[] labels = new int[fitted.length];
    Arrays.fill(labels, fittedBackground.length, labels.length, 1);
    Standardizer standardizer = Standardizer.fit(fitted);
    LogisticRegression classifier = LogisticRegression.fit(standardizer.apply(fitted), labels, 2);
    return Auc.of(
        scores(classifier, standardizer.apply(testedBackground)),
        scores(classifier, standardizer.apply(testedTarget)));
  }

  private static double[] scores(LogisticRegression classifier, double[][] codes) {
    double[] scores = new double[codes.length];
    for (int row = 0; row < codes.length; row++) {
      double[] logs = classifier.logProbabilities(codes[row]);
      scores[row] = logs[1] - logs[0];
    }
    return scores;
  }

  /**
   * The mean over cells of the entropy of the data sets among their neighbours. Neighbours count by
   * the inverse size of their data set, so that unequal sizes do not look like a lack of mixing.
   */
  private static double mixing(double[][] background, double[][] target) {
    double[][] all = stacked(background, target);
    Neighbours neighbours = new Neighbours(all, NEIGHBOURS);
    double sum = 0;
    for (int cell = 0; cell < all.length; cell++) {
      double ofBackground = 0;
      for (int neighbour : neighbours.of(all[cell], cell)) {
        ofBackground += neighbour < background.length ? 1 : 0;
      }
      double weightB = ofBackground / background.length;
      double weightT = (NEIGHBOURS - ofBackground) / target.length;
      double share = weightB / (weightB + weightT);
      sum += (selfInformation(share) + selfInformation(1 - share)) / Math.log(2);
    }
    return sum / all.length;
  }

  private static double selfInformation(double share) {
    return share > 0 ? -share * Math.log(share) : 0;
  }

  private static double[][] tail(double[][] rows, int from) {
    return Arrays.copyOfRange(rows, from, rows.length);
  }

  private static double[][] stacked(double[][] first, double[][] second) {
    double[][] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }
}
