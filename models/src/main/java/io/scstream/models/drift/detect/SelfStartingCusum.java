package io.scstream.models.drift.detect;

import static io.scstream.models.ModelException.checkConfig;

import java.util.Arrays;

/**
 * A cumulative sum of {@link SelfStarting} scores to both sides (Hawkins 1987): S⁺ = max(0, S⁺ + Q
 * − k), S⁻ = max(0, S⁻ − Q − k), alarm above h. It needs no reference, and its run length does not
 * depend on how many values came before. Skewed values must be transformed first.
 */
public final class SelfStartingCusum implements DriftDetector {
  private static final String KIND = "self-starting-cusum";
  private static final int VERSION = 1;

  private final double k;
  private final double h;
  private SelfStarting scores = SelfStarting.empty();
  private double up;
  private double down;

  private SelfStartingCusum(double k, double h) {
    checkConfig(k >= 0, "Invalid k: %s; expected 0 or a positive number", k);
    checkConfig(h > 0, "Invalid h: %s; expected a positive number", h);
    this.k = k;
    this.h = h;
  }

  /**
   * One that has seen nothing.
   *
   * @param k tolerance, half of the change to be found, in standard deviations
   * @param h threshold, in standard deviations
   */
  public static SelfStartingCusum empty(double k, double h) {
    return new SelfStartingCusum(k, h);
  }

  /** The one that had this state. */
  public static SelfStartingCusum restore(double k, double h, DetectorState state) {
    double[] numbers = state.read(KIND, VERSION, 5);
    SelfStartingCusum cusum = new SelfStartingCusum(k, h);
    cusum.up = numbers[0];
    cusum.down = numbers[1];
    double[] rest = Arrays.copyOfRange(numbers, 2, 5);
    cusum.scores = SelfStarting.restore(DetectorState.of("self-starting", 1, rest));
    return cusum;
  }

  @Override
  public boolean accept(double value) {
    double q = scores.accept(value).orElse(0);
    up = Math.max(0, up + q - k);
    down = Math.max(0, down - q - k);
    return evidence() > 1;
  }

  /** S⁺. */
  public double up() {
    return up;
  }

  /** S⁻, 0 or positive. */
  public double down() {
    return down;
  }

  @Override
  public double evidence() {
    return Math.max(up, down) / h;
  }

  @Override
  public void reset() {
    scores = SelfStarting.empty();
    up = 0;
    down = 0;
  }

  @Override
  public DetectorState state() {
    double[] rest = scores.state().numbers();
    return DetectorState.of(KIND, VERSION, up, down, rest[0], rest[1], rest[2]);
  }
}
