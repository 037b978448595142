package io.scstream.models.stream;

import io.scstream.models.drift.DriftReport;

/**
 * What the drift monitor says of one batch, and where its alarm stands after it.
 *
 * @param report of the monitor
 * @param cells of the batch
 * @param standing after it
 */
public record DriftVerdict(DriftReport report, long cells, Standing standing) {
  /**
   * Where the alarm stands.
   *
   * @param isHeld whether an alarm waits to be acknowledged, or to be followed by clean batches
   * @param ends whether the alarm that waited does so no longer
   * @param batches that the monitor was given so far, those of the reference among them
   * @param leftOut batches that it was not given
   */
  public record Standing(boolean isHeld, boolean ends, long batches, long leftOut) {}
}
