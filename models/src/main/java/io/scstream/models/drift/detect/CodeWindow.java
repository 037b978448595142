package io.scstream.models.drift.detect;

import static io.scstream.models.ModelException.checkInput;

import java.util.ArrayList;
import java.util.List;

/** The last W vectors, and how many tests there were. */
final class CodeWindow {
  private static final int VERSION = 1;
  private final int limit;
  private final int dimensions;
  private List<double[]> codes = new ArrayList<>();
  private long tests;
  private double evidence = -1;

  CodeWindow(int limit, int dimensions) {
    this.limit = limit;
    this.dimensions = dimensions;
  }

  static CodeWindow restore(int limit, int dimensions, String kind, DetectorState state) {
    double[] numbers = state.read(kind, VERSION);
    checkInput(
        numbers.length >= 2
            && (numbers.length - 2) % dimensions == 0
            && (numbers.length - 2) / dimensions <= limit,
        "Invalid state of %s: %d numbers; expected two and %d for each of at most %d codes",
        kind,
        numbers.length,
        dimensions,
        limit);
    CodeWindow window = new CodeWindow(limit, dimensions);
    window.tests = (long) numbers[0];
    window.evidence = numbers[1];
    for (int at = 2; at < numbers.length; at += dimensions) {
      double[] code = new double[dimensions];
      System.arraycopy(numbers, at, code, 0, dimensions);
      window.codes.add(code);
    }
    return window;
  }

  /** Whether the window is full with it. */
  boolean add(double[] code) {
    Values.check(code, dimensions);
    if (codes.size() == limit) {
      codes.remove(0);
    }
    codes.add(code.clone());
    return codes.size() == limit;
  }

  /** Compares with the threshold of the next test: that of the last one from then on. */
  boolean test(double statistic, double[] thresholds) {
    int number = (int) Math.min(tests, thresholds.length - 1);
    tests++;
    evidence = statistic - thresholds[number];
    return evidence > 0;
  }

  double[][] codes() {
    return codes.toArray(double[][]::new);
  }

  double evidence() {
    return evidence;
  }

  void clear() {
    codes = new ArrayList<>();
    tests = 0;
    evidence = -1;
  }

  DetectorState state(String kind) {
    double[] numbers = new double[2 + codes.size() * dimensions];
    numbers[0] = tests;
    numbers[1] = evidence;
    for (int i = 0; i < codes.size(); i++) {
      System.arraycopy(codes.get(i), 0, numbers, 2 + i * dimensions, dimensions);
    }
    return DetectorState.of(kind, VERSION, numbers);
  }
}
