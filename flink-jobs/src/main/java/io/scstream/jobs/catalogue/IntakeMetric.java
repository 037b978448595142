package io.scstream.jobs.catalogue;

import java.util.List;

/** What becomes of the input. */
public enum IntakeMetric implements Metric {
  DLQ_TOTAL(
      "dlq_total.REASON",
      "dead letters",
      "of that [reason](operations.md#dead-letters), except those of stage `train`",
      Outlet.TOPIC,
      Outlet.WATCH_BY_REASON),
  DUP_CHUNKS(
      "dup_chunks",
      "chunks",
      "that repeat one taken within `input.dedup-ttl`; dropped",
      Outlet.TOPIC,
      Outlet.WATCH),
  DUP_CONFLICT(
      "dup_conflict",
      "chunks",
      "that contradict one taken before; dead letter and alert",
      Outlet.TOPIC,
      Outlet.WATCH),
  CELLS_EMPTY(
      "cells_empty",
      "cells",
      "without a single count; the other cells of the chunk are taken",
      Outlet.TOPIC,
      Outlet.WATCH),
  LATE_CHUNKS(
      "late_chunks",
      "chunks",
      "that came after their batch was closed; taken like any other",
      Outlet.TOPIC,
      Outlet.WATCH),
  BATCH_INCOMPLETE(
      "batch_incomplete",
      "batches",
      "closed with chunks missing; alert, and what came is trained on",
      Outlet.TOPIC,
      Outlet.WATCH);

  @SuppressWarnings("ImmutableEnumChecker") // A record of values, its list copied.
  private final Entry entry;

  IntakeMetric(String pattern, String unit, String meaning, Outlet... outlets) {
    this.entry = new Entry(Section.INTAKE, pattern, unit, meaning, List.of(outlets));
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
