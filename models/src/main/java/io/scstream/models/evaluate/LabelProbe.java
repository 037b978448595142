package io.scstream.models.evaluate;

import static io.scstream.models.ModelException.checkInput;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How well a linear classifier reads the labels of held-out cells off their codes.
 *
 * <p>For the accuracy every label counts as one, so the classifier decides as if all of them were
 * equally common: by the probabilities that it gives over the shares of the cells it was fitted to.
 * Otherwise a rare label that codes do tell of would never be named. The cross-entropy is that of
 * the probabilities as they are.
 *
 * @param labels how many there are
 * @param balancedAccuracy the mean over labels of the share of their cells that are recognized
 * @param labelEntropy of the held-out cells, in nats
 * @param crossEntropy of the classifier on the held-out cells, in nats per cell
 */
public record LabelProbe(
    int labels, double balancedAccuracy, double labelEntropy, double crossEntropy) {

  /**
   * Fits on the first half of each label's rows, in order, and tests on the others. Rows of a label
   * must be in no particular order. Codes are standardized on the rows of the fit.
   *
   * @param codes [n, d]
   * @throws io.scstream.models.ModelException if there are fewer than two labels, or a label with
   *     fewer than two cells
   */
  public static LabelProbe of(float[][] codes, Labels labels) {
    labels.checkCells(codes);
    checkInput(labels.count() >= 2, "Invalid labels: all equal; expected two or more groups");
    double[][] wide = Codes.widen(codes);
    int[] first = halves(labels, true);
    int[] second = halves(labels, false);
    return of(
        Codes.rows(wide, first),
        groups(labels, first),
        Codes.rows(wide, second),
        groups(labels, second));
  }

  /**
   * Fits on some cells and tests on others. Codes are standardized on those of the fit.
   *
   * @param fitted codes to fit on, [n, d]
   * @param tested codes to test on, [m, d]
   * @throws io.scstream.models.ModelException if the two do not have the same labels, two or more
   */
  public static LabelProbe of(
      float[][] fitted, String[] fittedLabels, float[][] tested, String[] testedLabels) {
    Labels.of(fittedLabels).checkCells(fitted);
    Labels.of(testedLabels).checkCells(tested);
    String[] names = Arrays.stream(fittedLabels).sorted().distinct().toArray(String[]::new);
    String[] asked = Arrays.stream(testedLabels).sorted().distinct().toArray(String[]::new);
    checkInput(
        names.length >= 2 && Arrays.equals(names, asked),
        "Invalid labels: %d to fit, %d to test; expected the same ones, two or more",
        names.length,
        asked.length);
    return of(
        Codes.widen(fitted),
        ranks(fittedLabels, names),
        Codes.widen(tested),
        ranks(testedLabels, names));
  }

  /** With groups from 0 on, of which each has cells on both sides. */
  private static LabelProbe of(
      double[][] fitted, int[] fittedGroups, double[][] tested, int[] testedGroups) {
    double[] logShares = logShares(fittedGroups);
    Standardizer standardizer = Standardizer.fit(fitted);
    LogisticRegression classifier =
        LogisticRegression.fit(standardizer.apply(fitted), fittedGroups, logShares.length);
    return test(classifier, logShares, standardizer.apply(tested), testedGroups);
  }

  private static int[] ranks(String[] labels, String[] names) {
    return Arrays.stream(labels).mapToInt(label -> Arrays.binarySearch(names, label)).toArray();
  }

  /** The accuracy above chance: 0 for guesses, 1 for certainty. */
  public double aboveChance() {
    double chance = 1.0 / labels;
    return (balancedAccuracy - chance) / (1 - chance);
  }

  /**
   * A lower bound, in nats, on what the codes tell of the labels: I(y; z) ≥ H(y) − cross-entropy.
   * Negative where the classifier is worse than the shares of the labels.
   */
  public double information() {
    return labelEntropy - crossEntropy;
  }

  private static double[] logShares(int[] groups) {
    Labels fitted = Labels.of(groups);
    return IntStream.range(0, fitted.count())
        .mapToDouble(group -> Math.log(fitted.size(group) / (double) groups.length))
        .toArray();
  }

  private static LabelProbe test(
      LogisticRegression classifier, double[] logShares, double[][] codes, int[] groups) {
    Labels truth = Labels.of(groups);
    int[] recognized = new int[truth.count()];
    double crossEntropy = 0;
    for (int row = 0; row < codes.length; row++) {
      double[] logs = classifier.logProbabilities(codes[row]);
      crossEntropy -= logs[groups[row]] / codes.length;
      if (largestOverShare(logs, logShares) == groups[row]) {
        recognized[groups[row]]++;
      }
    }
    double recall = 0;
    for (int group = 0; group < recognized.length; group++) {
      recall += (double) recognized[group] / truth.size(group);
    }
    return new LabelProbe(truth.count(), recall / truth.count(), truth.entropy(), crossEntropy);
  }

  private static int largestOverShare(double[] logs, double[] logShares) {
    int largest = 0;
    for (int i = 1; i < logs.length; i++) {
      largest = logs[i] - logShares[i] > logs[largest] - logShares[largest] ? i : largest;
    }
    return largest;
  }

  /** The cells of the first or of the second halves of the labels. */
  private static int[] halves(Labels labels, boolean isFirst) {
    return IntStream.range(0, labels.count())
        .mapToObj(labels::cells)
        .flatMapToInt(
            cells -> {
              checkInput(
                  cells.length >= 2, "Invalid labels: one of a single cell; expected two or more");
              int half = cells.length / 2;
              return Arrays.stream(cells, isFirst ? 0 : half, isFirst ? half : cells.length);
            })
        .toArray();
  }

  private static int[] groups(Labels labels, int[] cells) {
    return Arrays.stream(cells).map(labels::group).toArray();
  }
}
