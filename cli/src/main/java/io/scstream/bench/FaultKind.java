package io.scstream.bench;

import java.util.Locale;

/** What can happen to a running cluster: crashes, hindrances, and what operators do. */
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
  SLOW_BROKER,
  /** The training ends with a savepoint and goes on from it with another state backend. */
  BACKEND_CHANGE,
  /** The training is cancelled and goes on from its last checkpoint as a new job. */
  RETAINED_CHECKPOINT,
  /** The embedding ends with a savepoint and goes on from it with another parallelism. */
  RESCALED_EMBEDDING;

  /** Whether a process or a task dies, so that there is a recovery to be timed. */
  boolean isCrash() {
    return this == TASK_MANAGER || this == JOB_MANAGER || this == BROKER || this == COMMITTER;
  }

  /** The word in reports, for example {@code task-manager}. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
