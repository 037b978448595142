package io.scstream.models.drift.detect;

import static io.scstream.models.ModelException.checkConfig;
import static io.scstream.models.ModelException.checkInput;

import java.util.ArrayList;
import java.util.List;

/**
 * ADWIN (Bifet and Gavaldà 2007, "Learning from time-changing data with adaptive windowing"): a
 * window that drops its oldest values while any split of it has means too far apart. Values are
 * kept as buckets of 2ⁱ of them in an exponential histogram. Every boundary between buckets is
 * tried. The bound holds for values between 0 and 1; others should be standardized first.
 */
public final class Adwin implements DriftDetector {
  private static final String KIND = "adwin";
  private static final int VERSION = 1;

  /** M: buckets of one size at most. */
  private static final int ROW = 5;

  private static final int LEAST = 5;

  private final double delta;
  private final int clock;

  /** Oldest first, so sizes fall. */
  private List<Bucket> buckets = new ArrayList<>();

  private long sinceCheck;
  private double evidence;

  /**
   * Some values in a row.
   *
   * @param size how many, a power of 2
   * @param sum of them
   * @param scatter the sum of squared differences from their mean
   */
  private record Bucket(double size, double sum, double scatter) {
    static final Bucket NONE = new Bucket(0, 0, 0);

    Bucket and(Bucket other) {
      if (size == 0 || other.size == 0) {
        return size == 0 ? other : this;
      }
      double gap = sum / size - other.sum / other.size;
      double both = size + other.size;
      return new Bucket(
          both, sum + other.sum, scatter + other.scatter + size * other.size / both * gap * gap);
    }

    double mean() {
      return size == 0 ? 0 : sum / size;
    }
  }

  private Adwin(double delta, int clock) {
    checkConfig(
        delta > 0 && delta < 1, "Invalid delta: %s; expected a number between 0 and 1", delta);
    checkConfig(clock >= 1, "Invalid clock: %d; expected a positive number", clock);
    this.delta = delta;
    this.clock = clock;
  }

  /**
   * An empty window.
   *
   * @param delta bound on the chance of a false alarm at a split
   * @param clock values from one look at the splits to the next
   */
  public static Adwin empty(double delta, int clock) {
    return new Adwin(delta, clock);
  }

  /** The window that had this state. */
  public static Adwin restore(double delta, int clock, DetectorState state) {
    Adwin adwin = new Adwin(delta, clock);
    double[] numbers = state.read(KIND, VERSION);
    checkInput(
        numbers.length >= 2 && numbers.length % 3 == 2,
        "Invalid state of adwin: %d numbers; expected two and three for each bucket",
        numbers.length);
    adwin.sinceCheck = (long) numbers[0];
    adwin.evidence = numbers[1];
    for (int i = 2; i < numbers.length; i += 3) {
      adwin.buckets.add(new Bucket(numbers[i], numbers[i + 1], numbers[i + 2]));
    }
    return adwin;
  }

  @Override
  public boolean accept(double value) {
    Values.check(value);
    buckets.add(new Bucket(1, value, 0));
    merge();
    if (++sinceCheck < clock) {
      return false;
    }
    sinceCheck = 0;
    boolean isCut = false;
    while (largestGap() > 1) {
      buckets.remove(0);
      isCut = true;
    }
    return isCut;
  }

  /** While there are more than M buckets of a size, the two oldest of them become one. */
  private void merge() {
    int end = buckets.size();
    while (end > 0) {
      int start = end;
      while (start > 0 && buckets.get(start - 1).size == buckets.get(end - 1).size) {
        start--;
      }
      if (end - start <= ROW) {
        return;
      }
      buckets.set(start, buckets.get(start).and(buckets.get(start + 1)));
      buckets.remove(start + 1);
      end = start + 1;
    }
  }

  /** Over all splits, the difference of means in units of what is allowed. */
  private double largestGap() {
    Bucket all = window();
    double confidence = Math.log(2 * Math.log(all.size) / delta);
    double variance = all.scatter / all.size;
    Bucket older = Bucket.NONE;
    double largest = 0;
    for (int i = 0; i + 1 < buckets.size(); i++) {
      older = older.and(buckets.get(i));
      double newer = all.size - older.size;
      if (older.size >= LEAST && newer >= LEAST) {
        double gap = Math.abs(older.mean() - (all.sum - older.sum) / newer);
        double r = 1 / (older.size - LEAST + 1) + 1 / (newer - LEAST + 1);
        double allowed = Math.sqrt(2 * r * variance * confidence) + 2.0 / 3 * r * confidence;
        largest = Math.max(largest, gap / allowed);
      }
    }
    evidence = largest;
    return largest;
  }

  private Bucket window() {
    return buckets.stream().reduce(Bucket.NONE, Bucket::and);
  }

  /** Values in the window. */
  public long width() {
    return (long) window().size;
  }

  /** Of the window; 0 if it is empty. */
  public double mean() {
    return window().mean();
  }

  /** Of the values in the window; 0 if it is empty. */
  public double variance() {
    Bucket all = window();
    return all.size == 0 ? 0 : all.scatter / all.size;
  }

  /** As of the last look, after what was dropped. */
  @Override
  public double evidence() {
    return evidence;
  }

  @Override
  public void reset() {
    buckets = new ArrayList<>();
    sinceCheck = 0;
    evidence = 0;
  }

  @Override
  public DetectorState state() {
    double[] numbers = new double[2 + 3 * buckets.size()];
    numbers[0] = sinceCheck;
    numbers[1] = evidence;
    for (int i = 0; i < buckets.size(); i++) {
      Bucket bucket = buckets.get(i);
      numbers[2 + 3 * i] = bucket.size;
      numbers[3 + 3 * i] = bucket.sum;
      numbers[4 + 3 * i] = bucket.scatter;
    }
    return DetectorState.of(KIND, VERSION, numbers);
  }
}
