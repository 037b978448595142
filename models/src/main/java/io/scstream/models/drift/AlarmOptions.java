package io.scstream.models.drift;

import static io.scstream.models.ModelException.checkConfig;

/**
 * When to raise the alarm.
 *
 * @param runLength ERT: batches without change until a false alarm, on average and at least; above
 *     1
 * @param minBatches readings that a signal's history must have before a new one counts, 1 or more
 * @param cleanBatches batches without alarm after which an alarm that nobody acknowledged no longer
 *     holds, 1 or more
 * @param seed of the draws that break ties
 */
public record AlarmOptions(double runLength, int minBatches, int cleanBatches, long seed) {
  /** Checks. */
  public AlarmOptions {
    checkConfig(
        runLength > 1 && Double.isFinite(runLength),
        "Invalid run length of the drift alarm: %s; expected a number above 1",
        runLength);
    checkConfig(
        minBatches >= 1,
        "Invalid least batches of the drift alarm: %d; expected a positive number",
        minBatches);
    checkConfig(
        cleanBatches >= 1,
        "Invalid clean batches of the drift alarm: %d; expected a positive number",
        cleanBatches);
  }

  /** One false alarm in 500 batches at most, after 5 batches; it holds for 20 clean ones. */
  public static AlarmOptions standard(long seed) {
    return new AlarmOptions(500, 5, 20, seed);
  }
}
