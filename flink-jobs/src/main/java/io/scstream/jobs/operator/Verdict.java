package io.scstream.jobs.operator;

/**
 * What became of one record of the topic of cells, or of one batch.
 *
 * @param reason the word of a dead letter; empty where nothing was rejected
 * @param emptyCells cells without a single count among those of an admitted chunk
 */
public record Verdict(Outcome outcome, String reason, int emptyCells) {
  /** A batch that was closed before all its chunks came. */
  public static final Verdict INCOMPLETE = new Verdict(Outcome.INCOMPLETE, "", 0);

  /** A chunk that was dropped because it had been taken before. */
  public static final Verdict REPEATED = new Verdict(Outcome.REPEATED, "", 0);

  /** All that can become of something. */
  public enum Outcome {
    /** The chunk goes on. */
    ADMITTED,
    /** The chunk goes on although its batch was closed. */
    LATE,
    /** The chunk was taken before. */
    REPEATED,
    /** The record is a dead letter. */
    REJECTED,
    /** No record: a batch was closed with chunks missing. */
    INCOMPLETE
  }

  /** A record that is rejected as a whole. */
  public static Verdict rejected(DeadLetters.Reason reason) {
    return new Verdict(Outcome.REJECTED, reason.word(), 0);
  }
}
