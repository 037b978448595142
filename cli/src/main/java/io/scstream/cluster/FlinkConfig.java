package io.scstream.cluster;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;

/** The settings of Flink's processes. */
final class FlinkConfig {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int MIB_OF_JOB_MANAGER_HEAP = 512;

  private FlinkConfig() {}

  /** All of them, as they go to {@code config.yaml}. */
  static Map<String, String> of(ClusterFolder folder, ClusterFacts facts) {
    Map<String, String> settings = new TreeMap<>();
    addresses(settings, facts.ports());
    availability(settings, folder, facts);
    memory(settings, facts.settings());
    settings.put("execution.checkpointing.storage", "filesystem");
    settings.put("execution.checkpointing.dir", uri(folder.checkpoints()));
    settings.put("execution.checkpointing.savepoint-dir", uri(folder.savepoints()));
    settings.put("metrics.fetcher.update-interval", "1000"); // Of what the JobManager is asked.
    settings.put("web.upload.dir", folder.upload().toString());
    settings.put("web.timeout", "2 min"); // A job is defined within the request that submits it.
    // A native library is loaded once for each process: its classes must outlive every job.
    settings.put("classloader.parent-first-patterns.additional", "ai.djl.;org.pytorch.");
    settings.put("taskmanager.numberOfTaskSlots", String.valueOf(facts.settings().slots()));
    settings.put("taskmanager.network.memory.buffer-debloat.enabled", "true");
    return settings;
  }

  static String yaml(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(setting -> setting.getKey() + ": \"" + setting.getValue() + "\"\n")
        .collect(Collectors.joining());
  }

  static Configuration configuration(Map<String, String> settings) {
    return Configuration.fromMap(settings);
  }

  private static void addresses(Map<String, String> settings, Ports ports) {
    settings.put("jobmanager.rpc.address", LOOPBACK);
    settings.put("jobmanager.bind-host", LOOPBACK);
    settings.put("jobmanager.rpc.port", String.valueOf(ports.jobManager()));
    settings.put("high-availability.jobmanager.port", String.valueOf(ports.jobManager()));
    settings.put("blob.server.port", String.valueOf(ports.blobs()));
    settings.put("rest.address", LOOPBACK);
    settings.put("rest.bind-address", LOOPBACK);
    settings.put("rest.port", String.valueOf(ports.rest()));
    settings.put("rest.bind-port", String.valueOf(ports.rest()));
    settings.put("taskmanager.host", LOOPBACK);
    settings.put("taskmanager.bind-host", LOOPBACK);
  }

  /** How a loss is noticed within seconds, and how jobs come back. */
  private static void availability(
      Map<String, String> settings, ClusterFolder folder, ClusterFacts facts) {
    settings.put("high-availability.type", "zookeeper");
    settings.put("high-availability.storageDir", uri(folder.ha()));
    settings.put("high-availability.zookeeper.quorum", facts.ports().zookeeperAddress());
    settings.put("high-availability.zookeeper.client.session-timeout", "6 s");
    settings.put("high-availability.zookeeper.client.tolerate-suspended-connections", "true");
    settings.put("heartbeat.interval", "1 s");
    settings.put("heartbeat.timeout", facts.settings().heartbeatTimeout().toSeconds() + " s");
    settings.put("heartbeat.rpc-failure-threshold", "2");
  }

  private static void memory(Map<String, String> settings, ClusterSettings size) {
    settings.put("jobmanager.memory.heap.size", MIB_OF_JOB_MANAGER_HEAP + "m");
    settings.put("jobmanager.memory.jvm-metaspace.size", "192m");
    settings.put("taskmanager.memory.process.size", size.taskManagerMiB() + "m");
    settings.put("taskmanager.memory.managed.size", "128m"); // RocksDB
    settings.put("taskmanager.memory.network.min", "64m");
    settings.put("taskmanager.memory.network.max", "64m");
    settings.put("taskmanager.memory.framework.off-heap.size", "64m");
    settings.put("taskmanager.memory.task.off-heap.size", "128m");
    settings.put("taskmanager.memory.jvm-metaspace.size", "192m");
    settings.put("taskmanager.memory.jvm-overhead.min", "256m"); // tensors
    settings.put("taskmanager.memory.jvm-overhead.max", "256m");
  }

  private static String uri(Path folder) {
    return folder.toUri().toString().replaceAll("/$", "");
  }
}
