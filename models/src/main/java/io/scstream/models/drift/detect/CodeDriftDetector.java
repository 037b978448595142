package io.scstream.models.drift.detect;

/** Watches a sequence of vectors, such as the mean codes of batches. Not thread-safe. */
public interface CodeDriftDetector {
  /**
   * Takes in the next vector.
   *
   * @param code finite, of the reference's dimensions
   * @return whether it raises an alarm
   */
  boolean accept(double[] code);

  /** The statistic less the threshold of the last test; negative before the first one. */
  double evidence();

  /** Forgets the vectors seen; the reference stays. */
  void reset();

  /** The vectors seen that still count; reference and thresholds follow from the settings. */
  DetectorState state();
}
