package io.scstream.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.apache.kafka.server.fault.LoggingFaultHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka's own broker and controller in this process, reachable from this machine only. What was
 * written is found again by the next start on the same folder, also after a crash; the port is then
 * another one.
 *
 * <p>The two servers are put together here as Kafka's {@code KafkaRaftServer} does, with two
 * differences: the listening sockets are bound before the start, so that no other process can take
 * the port, and a fault inside Kafka is logged instead of ending the process.
 */
public final class EmbeddedKafka implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);

  private final Sockets sockets;
  private final ControllerServer controller;
  private final BrokerServer broker;
  private final FolderLock lock;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedKafka(
      Sockets sockets, FolderLock lock, ControllerServer controller, BrokerServer broker) {
    this.sockets = sockets;
    this.lock = lock;
    this.controller = controller;
    this.broker = broker;
  }

  /** Starts a broker on a folder, which is made and formatted where needed. */
  public static EmbeddedKafka start(Path data) {
    FolderLock lock = lock(data);
    Sockets sockets = Sockets.bind();
    try {
      BrokerSettings.format(data);
      EmbeddedKafka kafka = assemble(data, sockets, lock);
      kafka.startUp();
      LOG.info("Kafka listens on {}, data in {}", kafka.bootstrap(), data);
      return kafka;
    } catch (Exception e) { // Kafka's formatter declares no narrower one.
      giveBack(sockets, lock);
      throw new EmbeddedException("Cannot start Kafka in " + data + ": " + e.getMessage(), e);
    }
  }

  /** Where clients connect. */
  public String bootstrap() {
    return sockets.bootstrap();
  }

  /** Stops the broker in order. Closing twice is closing once. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      broker.shutdown();
      controller.shutdown();
      giveBack(sockets, lock);
    }
  }

  private void startUp() {
    try {
      controller.startup();
      broker.startup();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static EmbeddedKafka assemble(Path data, Sockets sockets, FolderLock lock) {
    KafkaConfig config = new KafkaConfig(BrokerSettings.of(data, sockets), false);
    scala.Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> folder =
        KafkaRaftServer.initializeLogDirs(config, LOG, "");
    Metrics metrics =
        Server.initializeMetrics(config, Time.SYSTEM, folder._1().clusterId().orElseThrow());
    SharedServer shared =
        new SharedServer(
            config,
            folder._1(),
            Time.SYSTEM,
            metrics,
            CompletableFuture.completedFuture(
                QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
            List.of(),
            (name, fatal, action) -> new LoggingFaultHandler(name, action),
            (ServerSocketFactory) sockets);
    return new EmbeddedKafka(
        sockets,
        lock,
        new ControllerServer(shared, KafkaRaftServer.configSchema(), folder._2()),
        new BrokerServer(shared));
  }

  // Before Kafka's own lock: the controller writes to the folder before the broker looks at that.
  private static FolderLock lock(Path data) {
    try {
      return FolderLock.take(Files.createDirectories(data));
    } catch (IOException e) {
      throw new EmbeddedException("Cannot use " + data + " for Kafka: " + e, e);
    }
  }

  private static void giveBack(Sockets sockets, FolderLock lock) {
    try (lock;
        sockets) {
      LOG.debug("Gives back {}", sockets.bootstrap());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
