package io.scstream.models.gauge;

import static io.scstream.models.ModelException.checkInput;

/**
 * How far cells moved from one version's codes to another's: the mean distance between a cell's two
 * codes, as a share of the spread between cells, which is the mean distance of the earlier codes
 * from their centre. 0 for codes that stayed; NaN for a space without cells or without spread.
 *
 * @param background in the background space
 * @param salient in the salient space
 */
public record Movement(double background, double salient) {

  /**
   * Between the codes of the same cells.
   *
   * @throws io.scstream.models.ModelException if they are of other numbers of cells or coordinates
   */
  public static Movement between(PanelCodes before, PanelCodes now) {
    return new Movement(
        between(before.background(), now.background()), between(before.salient(), now.salient()));
  }

  private static double between(float[][] before, float[][] now) {
    checkInput(
        before.length == now.length,
        "Invalid panel: %d cells now and %d before; expected the same cells",
        now.length,
        before.length);
    if (before.length == 0) {
      return Double.NaN;
    }
    double[] centre = new double[before[0].length];
    for (float[] code : before) {
      for (int i = 0; i < centre.length; i++) {
        centre[i] += code[i] / (double) before.length;
      }
    }
    double moved = 0;
    double spread = 0;
    for (int row = 0; row < before.length; row++) {
      double[] code = widened(before[row], centre.length);
      moved += distance(code, widened(now[row], centre.length));
      spread += distance(code, centre);
    }
    return spread == 0 ? Double.NaN : moved / spread;
  }

  private static double[] widened(float[] code, int size) {
    checkInput(
        code.length == size,
        "Invalid panel: %d coordinates in a row; expected %d",
        code.length,
        size);
    double[] wide = new double[size];
    for (int i = 0; i < size; i++) {
      wide[i] = code[i];
    }
    return wide;
  }

  private static double distance(double[] first, double[] second) {
    double sum = 0;
    for (int i = 0; i < first.length; i++) {
      sum += (first[i] - second[i]) * (first[i] - second[i]);
    }
    return Math.sqrt(sum);
  }
}
