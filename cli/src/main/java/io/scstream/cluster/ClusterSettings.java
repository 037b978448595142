package io.scstream.cluster;

import java.time.Duration;

/**
 * The size of a cluster.
 *
 * @param taskManagers how many TaskManagers
 * @param slots of each TaskManager; gradients of two learners in one process take turns
 * @param taskManagerMiB memory of a TaskManager as a whole, in MiB
 * @param threads of the tensor engine in each TaskManager
 * @param heartbeatTimeout after which a silent process counts as lost
 */
public record ClusterSettings(
    int taskManagers, int slots, int taskManagerMiB, int threads, Duration heartbeatTimeout) {
  private static final int LEAST_MIB = 1024;

  /** Checks. */
  public ClusterSettings {
    atLeast("task-managers", taskManagers, 1);
    atLeast("slots", slots, 1);
    atLeast("task-manager-memory", taskManagerMiB, LEAST_MIB);
    atLeast("threads", threads, 1);
    atLeast("heartbeat-timeout", heartbeatTimeout.toSeconds(), 2);
  }

  /** Two TaskManagers of one slot and 1.6 GB, one thread for tensors. */
  public static ClusterSettings defaults() {
    return new ClusterSettings(2, 1, 1600, 1, Duration.ofSeconds(10));
  }

  public ClusterSettings withTaskManagers(int count) {
    return new ClusterSettings(count, slots, taskManagerMiB, threads, heartbeatTimeout);
  }

  public ClusterSettings withSlots(int count) {
    return new ClusterSettings(taskManagers, count, taskManagerMiB, threads, heartbeatTimeout);
  }

  public ClusterSettings withTaskManagerMiB(int memory) {
    return new ClusterSettings(taskManagers, slots, memory, threads, heartbeatTimeout);
  }

  public ClusterSettings withThreads(int count) {
    return new ClusterSettings(taskManagers, slots, taskManagerMiB, count, heartbeatTimeout);
  }

  private static void atLeast(String name, long value, long least) {
    if (value < least) {
      throw new ClusterException(
          "Invalid " + name + ": " + value + "; expected a whole number, " + least + " or more");
    }
  }
}
