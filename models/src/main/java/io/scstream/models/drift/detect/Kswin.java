package io.scstream.models.drift.detect;

import static io.scstream.models.ModelException.checkConfig;
import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.random.CounterRandom;
import java.util.Arrays;

/**
 * KSWIN (Raab, Heusinger and Schleif 2020, "Reactive soft prototype computing for concept drift
 * streams"): the newest r values of a window against r others of it, drawn at random, by the test
 * of Kolmogorov and Smirnov. After an alarm the newest r values are the window. It misses slow
 * changes, since its window takes them in, and small α are needed: the test is made again with
 * every value.
 */
public final class Kswin implements DriftDetector {
  private static final String KIND = "kswin";
  private static final int VERSION = 1;
  private static final double LEAST_DISTANCE = 0.1;

  private final Options options;
  private double[] window;
  private int size;
  private long count;
  private double evidence;

  /**
   * How to test.
   *
   * @param alpha the p-value of an alarm at most, between 0 and 1
   * @param window values, at least 2 recent
   * @param recent r, 1 or more
   * @param every values from one test to the next, 1 or more
   * @param seed of the draws
   */
  public record Options(double alpha, int window, int recent, int every, long seed) {
    /** Checks. */
    public Options {
      checkConfig(
          alpha > 0 && alpha < 1, "Invalid alpha: %s; expected a number between 0 and 1", alpha);
      checkConfig(recent >= 1, "Invalid recent values: %d; expected 1 or more", recent);
      checkConfig(
          window >= 2 * recent, "Invalid window: %d; expected %d or more", window, 2 * recent);
      checkConfig(every >= 1, "Invalid values per test: %d; expected 1 or more", every);
    }
  }

  private Kswin(Options options) {
    this.options = options;
    this.window = new double[options.window()];
  }

  /** An empty window. */
  public static Kswin empty(Options options) {
    return new Kswin(options);
  }

  /** The window that had this state. */
  public static Kswin restore(Options options, DetectorState state) {
    double[] numbers = state.read(KIND, VERSION);
    checkInput(
        numbers.length >= 2 && numbers.length <= 2 + options.window(),
        "Invalid state of kswin: %d numbers; expected 2 to %d",
        numbers.length,
        2 + options.window());
    Kswin kswin = new Kswin(options);
    kswin.count = (long) numbers[0];
    kswin.evidence = numbers[1];
    kswin.size = numbers.length - 2;
    System.arraycopy(numbers, 2, kswin.window, 0, kswin.size);
    return kswin;
  }

  @Override
  public boolean accept(double value) {
    Values.check(value);
    if (size == window.length) {
      System.arraycopy(window, 1, window, 0, --size);
    }
    window[size++] = value;
    count++;
    if (size < window.length || count % options.every() != 0) {
      return false;
    }
    KolmogorovSmirnov test = KolmogorovSmirnov.of(newest(), drawn());
    evidence = test.distance() > LEAST_DISTANCE ? options.alpha() / Math.max(test.p(), 1e-300) : 0;
    if (evidence < 1) {
      return false;
    }
    double[] kept = newest();
    window = Arrays.copyOf(kept, window.length);
    size = kept.length;
    return true;
  }

  private double[] newest() {
    return Arrays.copyOfRange(window, size - options.recent(), size);
  }

  private double[] drawn() {
    int older = size - options.recent();
    int[] order = CounterRandom.of(options.seed(), count, "drift/kswin").permutation(older);
    double[] drawn = new double[options.recent()];
    Arrays.setAll(drawn, i -> window[order[i]]);
    return drawn;
  }

  /** α over the p-value of the last test; 0 if the distance was small. */
  @Override
  public double evidence() {
    return evidence;
  }

  @Override
  public void reset() {
    size = 0;
    count = 0;
    evidence = 0;
  }

  @Override
  public DetectorState state() {
    double[] numbers = new double[2 + size];
    numbers[0] = count;
    numbers[1] = evidence;
    System.arraycopy(window, 0, numbers, 2, size);
    return DetectorState.of(KIND, VERSION, numbers);
  }
}
