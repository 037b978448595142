package io.scstream.models.drift.detect;

/**
 * A statistic of the last W vectors against a reference, with a threshold for each test (Cobb, Van
 * Looveren and Klaise 2022). What the statistic is, and its thresholds, are of the detector.
 */
abstract class WindowedTest implements CodeDriftDetector {
  private final String kind;
  private final CodeWindow window;

  WindowedTest(String kind, CodeWindow window) {
    this.kind = kind;
    this.window = window;
  }

  /** An empty window for vectors like those of a reference. */
  static CodeWindow empty(double[][] reference, WindowOptions options) {
    return new CodeWindow(options.window(), dimensions(reference));
  }

  /** The window that a detector of this kind had. */
  static CodeWindow restored(
      double[][] reference, WindowOptions options, String kind, DetectorState state) {
    return CodeWindow.restore(options.window(), dimensions(reference), kind, state);
  }

  private static int dimensions(double[][] reference) {
    return reference.length == 0 ? 1 : reference[0].length;
  }

  /** Of a full window. */
  abstract double statistic(double[][] codes);

  /** h₁ to h_W; not copied. */
  abstract double[] thresholds();

  @Override
  public final boolean accept(double[] code) {
    return window.add(code) && window.test(statistic(window.codes()), thresholds());
  }

  @Override
  public final double evidence() {
    return window.evidence();
  }

  @Override
  public final void reset() {
    window.clear();
  }

  @Override
  public final DetectorState state() {
    return window.state(kind);
  }
}
