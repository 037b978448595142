package io.scstream.models.drift.signal;

import static io.scstream.models.ModelException.checkInput;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.ejml.simple.SimpleMatrix;

/**
 * To which side of a reference codes lie, along the direction in which cells of its strata vary
 * most. A distance has no sign, so what moves one way is ranked among chance movements both ways;
 * with the side, among those of its own way. The direction's largest coordinate is positive.
 */
public final class PrincipalSide {
  private final SortedMap<String, double[]> centres = new TreeMap<>();
  private final SortedMap<String, Integer> sizes = new TreeMap<>();
  private final double[] axis;

  private PrincipalSide(double[][] codes, List<String> strata) {
    checkInput(
        codes.length == strata.size() && codes.length > 0,
        "Invalid strata: %d for %d codes; expected one each, and 1 or more",
        strata.size(),
        codes.length);
    for (int i = 0; i < codes.length; i++) {
      double[] sum = centres.computeIfAbsent(strata.get(i), name -> new double[codes[0].length]);
      for (int k = 0; k < sum.length; k++) {
        sum[k] += codes[i][k];
      }
      sizes.merge(strata.get(i), 1, Integer::sum);
    }
    centres.forEach(
        (stratum, sum) -> {
          for (int k = 0; k < sum.length; k++) {
            sum[k] /= sizes.getOrDefault(stratum, 1);
          }
        });
    this.axis = axis(scatter(codes, strata));
  }

  /**
   * Sides of a reference.
   *
   * @param codes [n, d], n and d 1 or more
   * @param strata of the rows
   */
  public static PrincipalSide of(double[][] codes, List<String> strata) {
    return new PrincipalSide(codes, strata);
  }

  /** Within strata, [d, d]. */
  private double[][] scatter(double[][] codes, List<String> strata) {
    int size = codes[0].length;
    double[][] scatter = new double[size][size];
    for (int i = 0; i < codes.length; i++) {
      double[] centre = centres.getOrDefault(strata.get(i), codes[i]);
      for (int k = 0; k < size; k++) {
        for (int l = 0; l < size; l++) {
          scatter[k][l] += (codes[i][k] - centre[k]) * (codes[i][l] - centre[l]);
        }
      }
    }
    return scatter;
  }

  private static double[] axis(double[][] scatter) {
    double[] axis = new double[scatter.length];
    for (LeadingDirections.Direction first :
        LeadingDirections.of(new SimpleMatrix(scatter), 1)) { // None if all codes are one.
      axis = first.vector().getDDRM().getData().clone();
    }
    double largest = 0;
    for (double coordinate : axis) {
      largest = Math.abs(coordinate) > Math.abs(largest) ? coordinate : largest;
    }
    for (int k = 0; k < axis.length && largest < 0; k++) {
      axis[k] = -axis[k];
    }
    return axis;
  }

  /**
   * Mean displacement from the reference's cells of the same stratum, along the direction.
   *
   * @param codes [m, d]; those of strata that the reference does not have are passed over
   * @return 0 if none are left
   */
  public double displacement(double[][] codes, List<String> strata) {
    double sum = 0;
    int cells = 0;
    for (int i = 0; i < codes.length; i++) {
      double[] centre = centres.get(strata.get(i));
      if (centre != null) {
        for (int k = 0; k < axis.length; k++) {
          sum += axis[k] * (codes[i][k] - centre[k]);
        }
        cells++;
      }
    }
    return cells == 0 ? 0 : sum / cells;
  }
}
