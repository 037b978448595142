package io.scstream.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;

/** The broker's configuration: one node, few threads, little memory. */
public final class BrokerSettings {
  static final int NODE_ID = 1;
  static final String CONTROLLER = "CONTROLLER";

  private static final String BROKER = "BROKER";

  private static final Map<String, String> SMALL =
      Map.ofEntries(
          Map.entry("auto.create.topics.enable", "false"),
          Map.entry("default.replication.factor", "1"),
          Map.entry("offsets.topic.num.partitions", "1"),
          Map.entry("offsets.topic.replication.factor", "1"),
          Map.entry("transaction.state.log.num.partitions", "1"),
          Map.entry("transaction.state.log.replication.factor", "1"),
          Map.entry("transaction.state.log.min.isr", "1"),
          Map.entry("share.coordinator.state.topic.num.partitions", "1"),
          Map.entry("share.coordinator.state.topic.replication.factor", "1"),
          Map.entry("share.coordinator.state.topic.min.isr", "1"),
          Map.entry("group.initial.rebalance.delay.ms", "0"),
          Map.entry("num.network.threads", "1"),
          Map.entry("num.io.threads", "2"),
          Map.entry("num.recovery.threads.per.data.dir", "1"),
          Map.entry("background.threads", "2"),
          Map.entry("log.cleaner.dedupe.buffer.size", String.valueOf(4 << 20)),
          // After a crash the controller takes the broker for alive until its session ends: the
          // start on the same folder waits that long. Shorter ones ran out on a busy machine.
          Map.entry("broker.heartbeat.interval.ms", "300"),
          Map.entry("broker.session.timeout.ms", "3000"));

  private BrokerSettings() {}

  static Map<String, String> of(Path data, Sockets sockets) {
    return of(data, sockets.bootstrap(), sockets.controller());
  }

  /** Settings of a broker with its data in a folder, at these addresses, {@code host:port} each. */
  public static Map<String, String> of(Path data, String bootstrap, String controller) {
    Map<String, String> settings = new HashMap<>(SMALL);
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", String.valueOf(NODE_ID));
    settings.put("log.dirs", data.toString());
    settings.put("controller.listener.names", CONTROLLER);
    settings.put("inter.broker.listener.name", BROKER);
    settings.put("controller.quorum.voters", NODE_ID + "@" + controller);
    settings.put("listeners", BROKER + "://" + bootstrap + "," + CONTROLLER + "://" + controller);
    settings.put("advertised.listeners", BROKER + "://" + bootstrap);
    settings.put(
        "listener.security.protocol.map", BROKER + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
    return settings;
  }

  /** Prepares a folder for a broker; one that is prepared already is left as it is. */
  public static void format(Path data) {
    if (Files.exists(data.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
      return;
    }
    try {
      new Formatter()
          .setPrintStream(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
          .setNodeId(NODE_ID)
          .setClusterId(Uuid.randomUuid().toString())
          .setControllerListenerName(CONTROLLER)
          .setMetadataLogDirectory(data.toString())
          .addDirectory(data.toString())
          .run();
    } catch (Exception e) { // Kafka's formatter declares no narrower one.
      throw new EmbeddedException("Cannot prepare " + data + " for Kafka: " + e.getMessage(), e);
    }
  }
}
