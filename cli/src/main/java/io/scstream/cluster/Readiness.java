package io.scstream.cluster;

import io.scstream.cluster.ClusterProcess.Kind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** Whether every process of a cluster answers. */
final class Readiness {
  private static final int PATIENCE_MILLIS = 10_000;

  private final ClusterFolder folder;
  private final ClusterFacts facts;
  private final ProcessTable table;
  private final FlinkCluster flink;
  private boolean isBrokerThere;

  Readiness(ClusterFolder folder, ClusterFacts facts, ProcessTable table, FlinkCluster flink) {
    this.folder = folder;
    this.facts = facts;
    this.table = table;
    this.flink = flink;
  }

  /**
   * Looks once.
   *
   * @throws ClusterException if a process has ended
   */
  boolean isReached() {
    for (ClusterProcess process : ClusterProcess.all(facts.settings().taskManagers())) {
      if (table.isDead(process)) {
        throw new ClusterException(
            process
                + " has ended; see "
                + folder.log().resolve(process.name() + ".log")
                + ", .out");
      }
    }
    isBrokerThere = isBrokerThere || answersBroker();
    return isBrokerThere && answersFlink();
  }

  private boolean answersFlink() {
    try {
      List<String> wanted =
          ClusterProcess.all(facts.settings().taskManagers()).stream()
              .filter(process -> process.kind() == Kind.TASK_MANAGER)
              .map(process -> process.name() + "-" + ClusterFiles.starts(folder, process))
              .toList();
      return flink.taskManagers().containsAll(wanted);
    } catch (ClusterException e) {
      return false; // It does not answer yet; whether it lives was looked at above.
    }
  }

  private boolean answersBroker() {
    Map<String, Object> client =
        Map.of(
            "bootstrap.servers",
            facts.ports().bootstrap(),
            "default.api.timeout.ms",
            PATIENCE_MILLIS,
            "request.timeout.ms",
            PATIENCE_MILLIS);
    try (Admin admin = Admin.create(client)) {
      return !admin.describeCluster().nodes().get().isEmpty();
    } catch (ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("Interrupted while waiting for the broker", e);
    }
  }
}
