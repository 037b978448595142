package io.scstream.models.drift.detect;

import static io.scstream.models.ModelException.checkConfig;

import java.util.OptionalDouble;

/**
 * The Page–Hinkley test (Page 1954; Hinkley 1971) to both sides: sums of how far values lie above
 * and below the mean, less a tolerance, never below 0. Tolerance and threshold are in the units of
 * the values; give standardized ones.
 */
public final class PageHinkley implements DriftDetector {
  private static final String KIND = "page-hinkley";
  private static final int VERSION = 1;

  private final Options options;
  private double count;
  private double mean;
  private double up;
  private double down;

  /**
   * How to test.
   *
   * @param delta tolerance, 0 or more
   * @param lambda threshold, positive
   * @param minValues before an alarm is raised, 1 or more
   * @param reference the mean without change; the running mean if there is none
   */
  public record Options(double delta, double lambda, int minValues, OptionalDouble reference) {
    /** Checks. */
    public Options {
      checkConfig(delta >= 0, "Invalid delta: %s; expected 0 or a positive number", delta);
      checkConfig(lambda > 0, "Invalid lambda: %s; expected a positive number", lambda);
      checkConfig(minValues >= 1, "Invalid least values: %d; expected 1 or more", minValues);
    }
  }

  private PageHinkley(Options options) {
    this.options = options;
  }

  /** A test that has seen nothing. */
  public static PageHinkley empty(Options options) {
    return new PageHinkley(options);
  }

  /** The test that had this state. */
  public static PageHinkley restore(Options options, DetectorState state) {
    double[] numbers = state.read(KIND, VERSION, 4);
    PageHinkley test = new PageHinkley(options);
    test.count = numbers[0];
    test.mean = numbers[1];
    test.up = numbers[2];
    test.down = numbers[3];
    return test;
  }

  @Override
  public boolean accept(double value) {
    Values.check(value);
    count++;
    mean += (value - mean) / count;
    double above = value - options.reference().orElse(mean);
    up = Math.max(0, up + above - options.delta());
    down = Math.max(0, down - above - options.delta());
    return count >= options.minValues() && evidence() > 1;
  }

  /** The sum of steps up. */
  public double up() {
    return up;
  }

  /** The sum of steps down, positive. */
  public double down() {
    return down;
  }

  @Override
  public double evidence() {
    return Math.max(up, down) / options.lambda();
  }

  @Override
  public void reset() {
    count = 0;
    mean = 0;
    up = 0;
    down = 0;
  }

  @Override
  public DetectorState state() {
    return DetectorState.of(KIND, VERSION, count, mean, up, down);
  }
}
