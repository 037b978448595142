package io.scstream.jobs.catalogue;

import java.util.ArrayList;
import java.util.List;

/** Where a number can be seen. */
public enum Outlet {
  /** Messages of the topic of metrics. */
  TOPIC("topic of metrics", "message", ""),
  /** Of the trainer. */
  TRAIN("train", "gauge", "lineage"),
  /** Of the trainer, since this attempt of the job began. */
  TRAIN_COUNTER("train", "counter", "lineage"),
  /** Of the watch over the intake. */
  WATCH("watch", "gauge", ""),
  /** The same for each reason of dead letters. */
  WATCH_BY_REASON("watch", "gauge", "reason"),
  /** Of the writer of model versions. */
  PUBLISH_WRITER("publish: Writer", "gauge", ""),
  /** Of the committer of model versions. */
  PUBLISH_COMMITTER("publish: Committer", "gauge", ""),
  /** Of both, since this attempt of the job began. */
  PUBLISH_COUNTER("publish: Writer, publish: Committer", "counter", ""),
  /** Of each subtask that embeds. */
  EMBED("embed", "gauge", "lineage");

  /** How Flink's Prometheus reporter begins the name of any number of an operator. */
  private static final String OPERATOR_SCOPE = "flink_taskmanager_job_task_operator";

  private final String operator;
  private final String kind;
  private final String label;

  Outlet(String operator, String kind, String label) {
    this.operator = operator;
    this.kind = kind;
    this.label = label;
  }

  /** Names of Flink's operators, or the topic. */
  public String operator() {
    return operator;
  }

  /** {@code message}, {@code gauge} or {@code counter}. */
  public String kind() {
    return kind;
  }

  /** The key of the metric group that it is in, a label in Prometheus; empty without one. */
  public String label() {
    return label;
  }

  public boolean isFlink() {
    return this != TOPIC;
  }

  /** The name that Flink's Prometheus reporter gives a number here. */
  String prometheus(String name) {
    List<String> parts = new ArrayList<>(List.of(OPERATOR_SCOPE));
    if (!label.isEmpty()) {
      parts.add(label);
    }
    parts.add(name);
    return String.join("_", parts);
  }
}
