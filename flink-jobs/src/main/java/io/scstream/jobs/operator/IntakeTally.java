package io.scstream.jobs.operator;

import io.scstream.jobs.catalogue.IntakeMetric;
import io.scstream.jobs.state.Bytes;
import io.scstream.jobs.state.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.BitSet;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Totals over all verdicts, and how many of the last ones were rejections. Immutable. */
public final class IntakeTally {
  /** Rejections are counted among so many records. */
  public static final int WINDOW = 100;

  /** Nothing has come. */
  public static final IntakeTally NONE = new IntakeTally(new TreeMap<>(), new BitSet(), 0);

  private final SortedMap<String, Long> totals;
  private final BitSet rejections; // A ring: bit i is set if the record that took place i was one.
  private final int next;

  private IntakeTally(SortedMap<String, Long> totals, BitSet rejections, int next) {
    this.totals = totals;
    this.rejections = rejections;
    this.next = next;
  }

  /** By how much a verdict moves which totals; none for a chunk that is simply admitted. */
  static SortedMap<String, Long> counts(Verdict verdict) {
    SortedMap<String, Long> counts = new TreeMap<>();
    switch (verdict.outcome()) {
      case LATE -> counts.put(IntakeMetric.LATE_CHUNKS.word(), 1L);
      case REPEATED -> counts.put(IntakeMetric.DUP_CHUNKS.word(), 1L);
      case INCOMPLETE -> counts.put(IntakeMetric.BATCH_INCOMPLETE.word(), 1L);
      case REJECTED -> counts.put(letters(verdict.reason()), 1L);
      case ADMITTED -> {}
    }
    if (verdict.reason().equals(DeadLetters.Reason.CONFLICTING_DUPLICATE.word())) {
      counts.put(IntakeMetric.DUP_CONFLICT.word(), 1L);
    }
    if (verdict.emptyCells() > 0) {
      counts.put(IntakeMetric.CELLS_EMPTY.word(), (long) verdict.emptyCells());
      counts.put(letters(DeadLetters.Reason.EMPTY_CELLS.word()), 1L);
    }
    return counts;
  }

  private static String letters(String reason) {
    return IntakeMetric.DLQ_TOTAL.word(reason);
  }

  /** The tally with one more verdict. */
  public IntakeTally after(Verdict verdict) {
    SortedMap<String, Long> sums = new TreeMap<>(totals);
    counts(verdict).forEach((name, amount) -> sums.merge(name, amount, Long::sum));
    if (verdict.outcome() == Verdict.Outcome.INCOMPLETE) {
      return new IntakeTally(sums, rejections, next);
    }
    BitSet ring = (BitSet) rejections.clone();
    ring.set(next, verdict.outcome() == Verdict.Outcome.REJECTED);
    return new IntakeTally(sums, ring, (next + 1) % WINDOW);
  }

  /** Everything counted so far, by the name of its metric. */
  public SortedMap<String, Long> totals() {
    return Collections.unmodifiableSortedMap(totals);
  }

  /** Rejected ones among the last {@link #WINDOW} records; those that never came count as good. */
  public int rejected() {
    return rejections.cardinality();
  }

  /** The totals, the ring as bytes with its lowest place first, and the next place. */
  public static final class Form implements Codec<IntakeTally> {
    private static final long serialVersionUID = 1L;

    @Override
    public int version() {
      return 1;
    }

    @Override
    public Class<IntakeTally> type() {
      return IntakeTally.class;
    }

    @Override
    public void write(IntakeTally value, DataOutput out) throws IOException {
      Bytes.writeLongs(value.totals, out);
      Bytes.write(value.rejections.toByteArray(), out);
      Bytes.writeVarint(value.next, out);
    }

    @Override
    public IntakeTally read(int version, DataInput in) throws IOException {
      return new IntakeTally(
          Bytes.readLongs(in), BitSet.valueOf(Bytes.read(in)), Bytes.readVarint(in));
    }
  }
}
