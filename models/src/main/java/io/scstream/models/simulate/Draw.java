package io.scstream.models.simulate;

import io.scstream.models.data.Cell;
import java.util.ArrayList;
import java.util.List;

/** Cells with the codes that made them. */
public final class Draw {

  private final List<Cell> cells;
  private final List<Codes> codes;

  private Draw(List<Cell> cells, List<Codes> codes) {
    this.cells = List.copyOf(cells);
    this.codes = List.copyOf(codes);
  }

  public List<Cell> cells() {
    return cells;
  }

  /** The true background code of one cell, [kz]; empty where it is unknown. A fresh array. */
  public float[] background(int cell) {
    return floats(codes.get(cell).background());
  }

  /** The true salient code of one cell, [ks]; zeros for a background cell. A fresh array. */
  public float[] salient(int cell) {
    return floats(codes.get(cell).salient());
  }

  /** The true background codes, [n, kz]. Fresh arrays. */
  public float[][] background() {
    return codes.stream().map(it -> floats(it.background())).toArray(float[][]::new);
  }

  /** The true salient codes, [n, ks]. Fresh arrays. */
  public float[][] salient() {
    return codes.stream().map(it -> floats(it.salient())).toArray(float[][]::new);
  }

  /**
   * The known group of one cell: 0 for background cells; for target cells the perturbation, from 1,
   * or whichever groups the recipe tells apart.
   */
  public int label(int cell) {
    return codes.get(cell).label();
  }

  /** The known group of every cell, [n]. A fresh array. */
  public int[] labels() {
    return codes.stream().mapToInt(Codes::label).toArray();
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** Collects cells one by one. */
  static final class Rows {
    private final List<Cell> cells = new ArrayList<>();
    private final List<Codes> codes = new ArrayList<>();

    void add(Cell cell, Codes itsCodes) {
      cells.add(cell);
      codes.add(itsCodes);
    }

    Draw draw() {
      return new Draw(cells, codes);
    }
  }
}
