package io.scstream.models.drift;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.drift.MonitorOptions.Sides;
import io.scstream.models.drift.detect.DetectorState;
import io.scstream.models.drift.detect.SelfStarting;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.hipparchus.distribution.continuous.NormalDistribution;

/** A number that comes with each batch: its self-starting scores, and whether it is impossible. */
final class ScalarCourse {
  private static final String KIND = "scalar";
  private static final int VERSION = 1;

  /** Values that the robust score compares with. */
  private static final int KEPT = 200;

  private static final NormalDistribution NORMAL = new NormalDistribution();
  private static final int LEAST = 10;
  private static final int SCORES = 3;

  private final SelfStarting scores;
  private final double[] values;
  private int size;

  private ScalarCourse(SelfStarting scores, double[] kept) {
    this.scores = scores;
    this.values = Arrays.copyOf(kept, KEPT);
    this.size = kept.length;
  }

  static ScalarCourse empty() {
    return new ScalarCourse(SelfStarting.empty(), new double[0]);
  }

  static ScalarCourse restore(DetectorState state) {
    double[] numbers = state.numbers();
    checkInput(
        state.kind().equals(KIND)
            && state.version() == VERSION
            && numbers.length >= SCORES
            && numbers.length <= SCORES + KEPT,
        "Invalid state: %s, version %d, %d numbers; expected scalar, version 1, 3 to 203",
        state.kind(),
        state.version(),
        numbers.length);
    return new ScalarCourse(
        SelfStarting.restore(DetectorState.of("self-starting", 1, Arrays.copyOf(numbers, SCORES))),
        Arrays.copyOfRange(numbers, SCORES, numbers.length));
  }

  /** How many spreads it is from the median of the last values; 0 while there are few. */
  double robustScore(double value) {
    double[] kept = Arrays.copyOf(values, size);
    double spread = Numbers.spread(kept);
    return size >= LEAST && spread > 0 ? (value - Numbers.median(kept)) / spread : 0;
  }

  OptionalDouble accept(double value) {
    if (size == KEPT) {
      System.arraycopy(values, 1, values, 0, --size);
    }
    values[size++] = value;
    return scores.accept(value);
  }

  /**
   * The reading of a score: how improbable one as strange is of a standard normal law, −log P. Of
   * normal values it is exponential, and ranks are those of the scores.
   */
  static double surprise(double score, Sides strange) {
    return strange == Sides.UP
        ? -Math.log(NORMAL.cumulativeProbability(-score))
        : -Math.log(2 * NORMAL.cumulativeProbability(-Math.abs(score)));
  }

  DetectorState state() {
    double[] numbers = Arrays.copyOf(scores.state().numbers(), SCORES + size);
    System.arraycopy(values, 0, numbers, SCORES, size);
    return DetectorState.of(KIND, VERSION, numbers);
  }
}
