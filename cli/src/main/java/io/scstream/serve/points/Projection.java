package io.scstream.serve.points;

import io.scstream.models.drift.signal.LeadingDirections;
import io.scstream.models.gauge.Procrustes;
import java.util.Arrays;
import java.util.List;
import org.ejml.simple.SimpleMatrix;

/**
 * From codes to a plane: the two directions in which the codes of a sample vary most, turned (or
 * mirrored) so that its cells lie as near as may be to where they lay before, and scaled so that
 * nearly all of it lies within the unit circle. One scale for both axes: distances keep their
 * proportions.
 */
final class Projection {
  private static final double WITHIN = 0.99;

  private final double[] centre;
  private final double[][] directions;

  private Projection(double[] centre, double[][] directions) {
    this.centre = centre;
    this.directions = directions;
  }

  /** The first two coordinates as they are. */
  static Projection plain(int width) {
    double[][] directions = new double[2][width];
    for (int axis = 0; axis < Math.min(2, width); axis++) {
      directions[axis][axis] = 1;
    }
    return new Projection(new double[width], directions);
  }

  /**
   * The plane of a sample.
   *
   * @param codes [n, d], n at least 1
   */
  static Projection of(float[][] codes) {
    int width = codes[0].length;
    double[] centre = new double[width];
    for (float[] code : codes) {
      for (int i = 0; i < width; i++) {
        centre[i] += code[i] / (double) codes.length;
      }
    }
    List<LeadingDirections.Direction> leading =
        LeadingDirections.of(scatter(codes, centre), Math.min(2, width));
    double[][] directions = new double[2][width];
    for (int axis = 0; axis < leading.size(); axis++) {
      for (int i = 0; i < width; i++) {
        directions[axis][i] = leading.get(axis).vector().get(i, 0);
      }
    }
    return new Projection(centre, directions).scaled(codes);
  }

  private static SimpleMatrix scatter(float[][] codes, double[] centre) {
    int width = centre.length;
    SimpleMatrix scatter = new SimpleMatrix(width, width);
    for (float[] code : codes) {
      for (int i = 0; i < width; i++) {
        for (int j = 0; j <= i; j++) {
          double product = (code[i] - centre[i]) * (code[j] - centre[j]);
          scatter.set(i, j, scatter.get(i, j) + product);
          scatter.set(j, i, scatter.get(i, j));
        }
      }
    }
    return scatter;
  }

  private Projection scaled(float[][] codes) {
    double[] lengths = new double[codes.length];
    for (int n = 0; n < codes.length; n++) {
      lengths[n] = Math.hypot(along(0, codes[n], 0), along(1, codes[n], 0));
    }
    Arrays.sort(lengths);
    double length = lengths[(int) (WITHIN * (lengths.length - 1))];
    return length > 0 ? turned(new double[][] {{1 / length, 0}, {0, 1 / length}}) : this;
  }

  /**
   * The same plane, turned towards where cells lay before.
   *
   * @param codes of some cells, [n, d]
   * @param before where they lay, [n, 2]
   */
  Projection towards(float[][] codes, float[][] before) {
    float[][] now = new float[codes.length][2];
    for (int n = 0; n < codes.length; n++) {
      now[n][0] = (float) along(0, codes[n], 0);
      now[n][1] = (float) along(1, codes[n], 0);
    }
    float[] turn = Procrustes.align(now, before).toArray();
    // A row (x, y) becomes (x, y) W, so axis k is the sum of old axes weighted by column k of W.
    return turned(new double[][] {{turn[0], turn[2]}, {turn[1], turn[3]}});
  }

  private Projection turned(double[][] weights) {
    double[][] turned = new double[2][centre.length];
    for (int axis = 0; axis < 2; axis++) {
      for (int i = 0; i < centre.length; i++) {
        turned[axis][i] = weights[axis][0] * directions[0][i] + weights[axis][1] * directions[1][i];
      }
    }
    return new Projection(centre, turned);
  }

  private double along(int axis, float[] codes, int from) {
    double sum = 0;
    for (int i = 0; i < centre.length; i++) {
      sum += directions[axis][i] * (codes[from + i] - centre[i]);
    }
    return sum;
  }

  /** Writes x and y of the code in a slot. */
  void project(float[] codes, int slot, float[] plane) {
    plane[2 * slot] = (float) along(0, codes, slot * centre.length);
    plane[2 * slot + 1] = (float) along(1, codes, slot * centre.length);
  }
}
