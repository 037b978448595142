package io.scstream.jobs.operator;

import io.scstream.schema.CellChunkRecord;
import java.util.OptionalLong;

/**
 * How much of a technical batch has come.
 *
 * @param seen different chunks taken
 * @param chunks how many the batch has, told by its last one; {@link #UNKNOWN} before that
 * @param closeEventTime when the batch is over in event time, milliseconds; {@link #UNKNOWN} if
 *     closed
 * @param closeClock when it is over by the clock, likewise
 */
public record BatchProgress(long seen, long chunks, long closeEventTime, long closeClock) {
  /** Not told, or none. */
  public static final long UNKNOWN = -1;

  /** Nothing has come. */
  public static final BatchProgress NONE = new BatchProgress(0, UNKNOWN, UNKNOWN, UNKNOWN);

  /** The same with one more chunk. */
  public BatchProgress with(CellChunkRecord chunk) {
    long told = chunk.getEndOfBatch() ? chunk.getChunkSeq() + 1 : UNKNOWN;
    return new BatchProgress(seen + 1, Math.max(chunks, told), closeEventTime, closeClock);
  }

  /** The same, to be closed at these times. */
  public BatchProgress open(long untilEventTime, long untilClock) {
    return new BatchProgress(seen, chunks, untilEventTime, untilClock);
  }

  /** The same, closed. */
  public BatchProgress close() {
    return open(UNKNOWN, UNKNOWN);
  }

  /** Whether further chunks are late. */
  public boolean isClosed() {
    return seen > 0 && closeClock == UNKNOWN;
  }

  /** Whether the last chunk has told how many there are, and all are there. */
  public boolean isComplete() {
    return chunks != UNKNOWN && seen >= chunks;
  }

  /** How many chunks there should be, if the last one has come. */
  public OptionalLong expected() {
    return chunks == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(chunks);
  }
}
