package io.scstream.models.leakage;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.data.Role;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Cells of one role as a model sees them: their posterior means, and what the decoder makes of
 * them.
 */
public final class CodedCells {

  /** No coordinate counts as larger, so that no single cell can tip an estimator. */
  private static final float LARGEST = 1000;

  private final Role role;
  private final float[][] background;
  private final float[][] salient;
  private final float[] decoded;
  private final List<Optional<String>> labels;

  private CodedCells(
      Role role,
      float[][] background,
      float[][] salient,
      float[] decoded,
      List<Optional<String>> labels) {
    this.role = role;
    this.background = background;
    this.salient = salient;
    this.decoded = decoded;
    this.labels = labels;
  }

  /**
   * Copies the codes. Those further out than {@value #LARGEST} are taken as that.
   *
   * @param background posterior means in the background space, [n, d_z]
   * @param salient posterior means in the salient space, of background cells too, [n, d_s]
   * @param decoded log expression of every cell, s = 0 for background cells, row by row; not copied
   * @param labels what was done to each cell, where known
   */
  public static CodedCells of(
      Role role,
      float[][] background,
      float[][] salient,
      float[] decoded,
      List<Optional<String>> labels) {
    checkInput(
        background.length > 0
            && salient.length == background.length
            && labels.size() == background.length,
        "Invalid cells: %d and %d codes with %d labels; expected as many of each, 1 or more",
        background.length,
        salient.length,
        labels.size());
    return new CodedCells(
        Objects.requireNonNull(role),
        bounded(background),
        bounded(salient),
        decoded,
        List.copyOf(labels));
  }

  private static float[][] bounded(float[][] codes) {
    float[][] bounded = new float[codes.length][];
    for (int row = 0; row < codes.length; row++) {
      bounded[row] = codes[row].clone();
      for (int i = 0; i < bounded[row].length; i++) {
        bounded[row][i] = Math.max(-LARGEST, Math.min(LARGEST, bounded[row][i]));
      }
    }
    return bounded;
  }

  /** Whether everything about them is a number; a model on the way to ruin gives others. */
  boolean isFinite() {
    boolean isFinite = isFinite(decoded);
    for (int row = 0; row < size(); row++) {
      isFinite &= isFinite(background[row]) && isFinite(salient[row]);
    }
    return isFinite;
  }

  private static boolean isFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  int size() {
    return background.length;
  }

  Role role() {
    return role;
  }

  float[][] background() {
    return background;
  }

  float[][] salient() {
    return salient;
  }

  /** Row by row; not a copy. */
  float[] decoded() {
    return decoded;
  }

  List<Optional<String>> labels() {
    return labels;
  }
}
