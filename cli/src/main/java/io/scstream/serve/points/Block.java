package io.scstream.serve.points;

import java.util.List;

/** One block of the latent space: the codes of every slot, and where they lie in the plane. */
final class Block {
  private final FloatColumn codes;
  private final FloatColumn plane;
  private Projection projection;
  private boolean isFitted;

  Block(String name, int width) {
    this.codes = new FloatColumn(name + "_code", width);
    this.plane = new FloatColumn(name, 2);
    this.projection = Projection.plain(width);
  }

  List<Column> columns() {
    return List.of(plane, codes);
  }

  int width() {
    return codes.width();
  }

  void set(int slot, List<Float> code) {
    float[] numbers = codes.numbers();
    for (int i = 0; i < codes.width(); i++) {
      float number = code.get(i);
      numbers[slot * codes.width() + i] = Float.isFinite(number) ? number : 0;
    }
    projection.project(numbers, slot, plane.numbers());
  }

  /**
   * Chooses the plane anew by some slots, and moves all points to it.
   *
   * @param used slots from 0 on that hold points
   */
  void fit(int[] sample, int used) {
    float[][] chosen = rows(codes, sample);
    Projection next = Projection.of(chosen);
    projection = isFitted ? next.towards(chosen, rows(plane, sample)) : next;
    isFitted = true;
    for (int slot = 0; slot < used; slot++) {
      projection.project(codes.numbers(), slot, plane.numbers());
    }
  }

  private static float[][] rows(FloatColumn column, int[] sample) {
    float[][] rows = new float[sample.length][column.width()];
    for (int n = 0; n < sample.length; n++) {
      System.arraycopy(column.numbers(), sample[n] * column.width(), rows[n], 0, column.width());
    }
    return rows;
  }
}
