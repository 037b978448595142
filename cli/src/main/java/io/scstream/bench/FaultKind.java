package io.scstream.bench;

import java.util.Locale;

/** What can go wrong with a running cluster. */
enum FaultKind {
  /** {@code kill -9} of a TaskManager. */
  TASK_MANAGER,
  /** {@code kill -9} of the JobManager. */
  JOB_MANAGER,
  /** {@code kill -9} of the broker. */
  BROKER,
  /** The committer throws, before or after it has published. */
  COMMITTER,
  /** The folder of the store is gone for a while. */
  STORE_OUTAGE,
  /** Nothing can be written to the store for a while: no space is left. */
  DISK_FULL,
  /** The broker stops answering for a while. */
  SLOW_BROKER;

  /** The word in reports, for example {@code task-manager}. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
