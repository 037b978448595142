package io.scstream.cli;

import io.scstream.cluster.ClusterException;
import io.scstream.cluster.ClusterProcess.State;
import io.scstream.cluster.JobStatus;
import io.scstream.cluster.LocalCluster;
import java.util.List;
import java.util.Locale;

/** What a cluster is made of at one moment. */
record ClusterReport(
    String bootstrap, String flink, String store, List<Line> processes, List<Job> jobs) {

  /** One process; number and memory are 0 for a dead one. */
  record Line(String name, String state, long pid, long residentMiB) {}

  /**
   * One job.
   *
   * @param refusedCommits of its sinks since its last start; messages may be lost with them
   * @param failure empty unless it failed
   */
  record Job(
      String id,
      String name,
      String state,
      int tasks,
      int runningTasks,
      int restarts,
      long refusedCommits,
      String failure) {}

  static ClusterReport of(LocalCluster cluster) {
    return new ClusterReport(
        cluster.bootstrap(),
        cluster.flink().address(),
        cluster.folder().store().toString(),
        cluster.processes().stream()
            .map(
                process ->
                    new Line(
                        process.name(),
                        cluster.state(process).toString().toLowerCase(Locale.ROOT),
                        cluster.pid(process).orElse(0L),
                        cluster.residentMiB(process).orElse(0L)))
            .toList(),
        jobs(cluster));
  }

  String text() {
    StringBuilder text = new StringBuilder();
    processes.forEach(
        line ->
            text.append(
                "%-8s %-9s %8d %6d MiB%n"
                    .formatted(line.name, line.state, line.pid, line.residentMiB)));
    for (Job job : jobs) {
      text.append(
          "%-24s %-10s %d of %d tasks, restarted %d times, %s%n"
              .formatted(job.name, job.state, job.runningTasks, job.tasks, job.restarts, job.id));
      if (job.refusedCommits > 0) {
        text.append(
            "  refused commits since its last start: %d; messages may be lost%n"
                .formatted(job.refusedCommits));
      }
      if (!job.failure.isEmpty()) {
        text.append("  ").append(job.failure).append(System.lineSeparator());
      }
    }
    return text + "broker " + bootstrap + ", Flink " + flink + ", store " + store;
  }

  private static List<Job> jobs(LocalCluster cluster) {
    boolean isThere =
        cluster.processes().stream()
            .filter(process -> process.name().equals("jm"))
            .anyMatch(process -> cluster.state(process) == State.RUNNING);
    if (!isThere) {
      return List.of();
    }
    try {
      cluster.flink().refreshNumbers();
      return cluster.flink().jobs().stream().map(job -> job(cluster, job)).toList();
    } catch (ClusterException e) {
      return List.of(); // It starts, or looks for its leader; the processes are told anyway.
    }
  }

  private static Job job(LocalCluster cluster, JobStatus job) {
    return new Job(
        job.id(),
        job.name(),
        job.state(),
        job.tasks(),
        job.runningTasks(),
        job.isOver() ? 0 : cluster.flink().restarts(job.id()),
        job.isOver() ? 0 : cluster.flink().refusedCommits(job.id()),
        job.state().equals("FAILED") ? cluster.flink().failure(job.id()).orElse("") : "");
  }
}
