package io.scstream.cluster;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One process of a cluster.
 *
 * @param index from 0; more than 0 for TaskManagers only
 */
public record ClusterProcess(Kind kind, int index) {
  /** What a process is. */
  public enum Kind {
    BROKER("broker"),
    ZOOKEEPER("zk"),
    JOB_MANAGER("jm"),
    TASK_MANAGER("tm");

    private final String shortName;

    Kind(String shortName) {
      this.shortName = shortName;
    }

    /** The name on the command line. */
    public String shortName() {
      return shortName;
    }

    /** The kind with that name on the command line. */
    public static Kind of(String name) {
      return Stream.of(values())
          .filter(kind -> kind.shortName.equals(name.toLowerCase(Locale.ROOT)))
          .findFirst()
          .orElseThrow(
              () ->
                  new ClusterException(
                      "Unknown kind of process: "
                          + name
                          + "; expected one of "
                          + Stream.of(values())
                              .map(Kind::shortName)
                              .collect(Collectors.joining(", "))));
    }
  }

  /** How a process fares. */
  public enum State {
    RUNNING,
    /** Stopped by a signal; goes on when resumed. */
    SUSPENDED,
    DEAD
  }

  /** Checks the index. */
  public ClusterProcess {
    if (index < 0 || (kind != Kind.TASK_MANAGER && index > 0)) {
      throw new ClusterException(
          "Invalid index of "
              + kind.shortName()
              + ": "
              + index
              + "; expected 0"
              + (kind == Kind.TASK_MANAGER ? " or more" : ""));
    }
  }

  /** All of a cluster, in the order in which they are started. */
  static List<ClusterProcess> all(int taskManagers) {
    return Stream.concat(
            Stream.of(Kind.BROKER, Kind.ZOOKEEPER, Kind.JOB_MANAGER)
                .map(kind -> new ClusterProcess(kind, 0)),
            Stream.iterate(0, i -> i < taskManagers, i -> i + 1)
                .map(i -> new ClusterProcess(Kind.TASK_MANAGER, i)))
        .toList();
  }

  /** The name of its files, such as {@code tm-0}. */
  public String name() {
    return kind == Kind.TASK_MANAGER ? kind.shortName() + "-" + index : kind.shortName();
  }

  @Override
  public String toString() {
    return name();
  }
}
