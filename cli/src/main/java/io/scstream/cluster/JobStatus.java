package io.scstream.cluster;

import java.time.Instant;

/**
 * A job on the cluster.
 *
 * @param state as Flink names it: RUNNING, RESTARTING, FINISHED, CANCELED, FAILED, ...
 * @param tasks of the job
 * @param runningTasks how many of them run; a job counts as RUNNING before they do
 */
public record JobStatus(
    String id, String name, String state, Instant started, int tasks, int runningTasks) {
  /** Whether every task runs. */
  public boolean isWhole() {
    return state.equals("RUNNING") && tasks > 0 && runningTasks == tasks;
  }

  /** Whether the job will do nothing any more. */
  public boolean isOver() {
    return state.equals("FINISHED") || state.equals("CANCELED") || state.equals("FAILED");
  }
}
