package io.scstream.models.drift.detect;

/** Watches one number of a stream. Not thread-safe. */
public interface DriftDetector {
  /**
   * Takes in the next value.
   *
   * @param value finite
   * @return whether it raises an alarm
   */
  boolean accept(double value);

  /** How much speaks for a change, in units of what raises an alarm: 1 and above does. */
  double evidence();

  /** Forgets everything but the settings. */
  void reset();

  /** Everything but the settings, which restores the detector elsewhere. */
  DetectorState state();
}
