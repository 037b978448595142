package io.scstream.models.drift.detect;

import java.util.OptionalDouble;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * Standard scores without a reference (Hawkins 1987, "Self-starting cusum charts for location and
 * scale"): Q = Φ⁻¹(F_{n−1}(T)) of T = (x − x̄) / (s √(1 + 1/n)) by mean and standard deviation of
 * the n values before. Of independent normal values of one law Q are independent and standard
 * normal, from the third one on.
 */
public final class SelfStarting {
  private static final String KIND = "self-starting";
  private static final int VERSION = 1;

  /** Beyond, Φ⁻¹ is infinite in double precision. */
  private static final double LARGEST = 8;

  private static final NormalDistribution NORMAL = new NormalDistribution();

  private double count;
  private double mean;
  private double scatter;

  /** One that has seen nothing. */
  public static SelfStarting empty() {
    return new SelfStarting();
  }

  /** The one that had this state. */
  public static SelfStarting restore(DetectorState state) {
    double[] numbers = state.read(KIND, VERSION, 3);
    SelfStarting scores = new SelfStarting();
    scores.count = numbers[0];
    scores.mean = numbers[1];
    scores.scatter = numbers[2];
    return scores;
  }

  private SelfStarting() {}

  /**
   * Scores a value by those before it, then counts it among them.
   *
   * @return from −8 to 8; none for the first two values, and while all values are alike
   */
  public OptionalDouble accept(double value) {
    Values.check(value);
    OptionalDouble score = score(value);
    count++;
    double gap = value - mean;
    mean += gap / count;
    scatter += gap * (value - mean);
    return score;
  }

  private OptionalDouble score(double value) {
    if (count < 2 || scatter <= 0) {
      return OptionalDouble.empty();
    }
    double deviation = Math.sqrt(scatter / (count - 1));
    double t = (value - mean) / (deviation * Math.sqrt(1 + 1 / count));
    // By the lower tail, where doubles are dense.
    double tail = new TDistribution(count - 1).cumulativeProbability(-Math.abs(t));
    double size = tail <= 0 ? LARGEST : -NORMAL.inverseCumulativeProbability(tail);
    return OptionalDouble.of(Math.copySign(Math.min(size, LARGEST), t));
  }

  /** For checkpoints. */
  public DetectorState state() {
    return DetectorState.of(KIND, VERSION, count, mean, scatter);
  }
}
