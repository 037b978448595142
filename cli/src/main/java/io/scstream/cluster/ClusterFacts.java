package io.scstream.cluster;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;

/** What must be the same for every command on a cluster: kept as a file in its folder. */
record ClusterFacts(ClusterSettings settings, Ports ports) {

  static ClusterFacts read(ClusterFolder folder) {
    Properties facts = new Properties();
    try (Reader in = Files.newBufferedReader(folder.facts())) {
      facts.load(in);
    } catch (IOException e) {
      throw new ClusterException(
          "No cluster in " + folder.root() + "; start one with: scstream cluster up", e);
    }
    return new ClusterFacts(
        new ClusterSettings(
            number(facts, "task-managers"),
            number(facts, "slots"),
            number(facts, "task-manager-memory"),
            number(facts, "threads"),
            Duration.ofSeconds(number(facts, "heartbeat-timeout"))),
        new Ports(
            number(facts, "port.broker"),
            number(facts, "port.controller"),
            number(facts, "port.zookeeper"),
            number(facts, "port.rest"),
            number(facts, "port.job-manager"),
            number(facts, "port.blobs")));
  }

  void write(ClusterFolder folder) {
    Properties facts = new Properties();
    put(facts, "task-managers", settings.taskManagers());
    put(facts, "slots", settings.slots());
    put(facts, "task-manager-memory", settings.taskManagerMiB());
    put(facts, "threads", settings.threads());
    put(facts, "heartbeat-timeout", settings.heartbeatTimeout().toSeconds());
    put(facts, "port.broker", ports.broker());
    put(facts, "port.controller", ports.controller());
    put(facts, "port.zookeeper", ports.zookeeper());
    put(facts, "port.rest", ports.rest());
    put(facts, "port.job-manager", ports.jobManager());
    put(facts, "port.blobs", ports.blobs());
    try (Writer out = Files.newBufferedWriter(folder.facts())) {
      facts.store(out, null);
    } catch (IOException e) {
      throw new ClusterException("Cannot write " + folder.facts() + ": " + e, e);
    }
  }

  private static void put(Properties facts, String key, long value) {
    facts.setProperty(key, Long.toString(value));
  }

  private static int number(Properties facts, String key) {
    String value = Objects.requireNonNullElse(facts.getProperty(key), "");
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new ClusterException("Invalid " + key + ": " + value + "; expected a number", e);
    }
  }
}
