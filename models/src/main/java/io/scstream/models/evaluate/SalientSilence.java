package io.scstream.models.evaluate;

import static io.scstream.models.ModelException.checkInput;

/** Whether the salient space is quiet for cells that should have nothing to say there. */
public final class SalientSilence {

  private SalientSilence() {}

  /**
   * The mean squared length of the salient codes of background cells over that of target cells.
   * Well below 1 is wanted.
   *
   * @param background [n, d]
   * @param target [m, d], not all 0
   */
  public static double ratio(float[][] background, float[][] target) {
    double ofTarget = meanSquare(target);
    checkInput(ofTarget > 0, "Invalid salient codes: all 0 in target cells; expected variation");
    return meanSquare(background) / ofTarget;
  }

  private static double meanSquare(float[][] codes) {
    double sum = 0;
    for (double[] row : Codes.widen(codes)) {
      sum += Codes.dot(row, row);
    }
    return sum / codes.length;
  }
}
