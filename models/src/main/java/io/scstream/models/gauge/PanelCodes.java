package io.scstream.models.gauge;

/**
 * Posterior means of the reference cells in both latent spaces, row by row. The salient space needs
 * target cells, since background cells are silent there; the two spaces may have cells of their
 * own. Immutable: every accessor gives a copy.
 */
public final class PanelCodes {

  private final float[][] background;
  private final float[][] salient;

  private PanelCodes(float[][] background, float[][] salient) {
    this.background = background;
    this.salient = salient;
  }

  /**
   * Codes that share no array with the arguments.
   *
   * @param background [n, d_z]
   * @param salient [m, d_s]
   */
  public static PanelCodes of(float[][] background, float[][] salient) {
    return new PanelCodes(copy(background), copy(salient));
  }

  public float[][] background() {
    return copy(background);
  }

  public float[][] salient() {
    return copy(salient);
  }

  /** These codes as a gauge publishes them. */
  PanelCodes turned(Rotation ofBackground, Rotation ofSalient) {
    return new PanelCodes(turned(background, ofBackground), turned(salient, ofSalient));
  }

  private static float[][] turned(float[][] codes, Rotation rotation) {
    float[][] turned = new float[codes.length][];
    for (int row = 0; row < codes.length; row++) {
      turned[row] = rotation.apply(codes[row]);
    }
    return turned;
  }

  private static float[][] copy(float[][] codes) {
    float[][] copy = new float[codes.length][];
    for (int row = 0; row < codes.length; row++) {
      copy[row] = codes[row].clone();
    }
    return copy;
  }
}
