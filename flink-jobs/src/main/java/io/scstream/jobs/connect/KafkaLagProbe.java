package io.scstream.jobs.connect;

import io.scstream.config.ScstreamConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the broker for the ends of the topic of cells, again and again, on a thread of its own. */
public final class KafkaLagProbe implements LagProbe {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaLagProbe.class);
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final String topic;
  private final Properties properties;
  private final ScheduledExecutorService asking =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "lag-probe");
            thread.setDaemon(true);
            return thread;
          });
  private final AtomicLong asked = new AtomicLong();
  private volatile Map<String, Long> ends = Map.of();

  private KafkaLagProbe(ScstreamConfig config) {
    this.topic = config.topics().cells();
    this.properties = KafkaStreams.clientProperties(config.kafka());
    var unused =
        asking.scheduleWithFixedDelay(this::ask, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Probes of the topic of cells. */
  public static LagProbe.Factory factory(ScstreamConfig config) {
    return () -> new KafkaLagProbe(config);
  }

  @Override
  public Map<String, Long> ends() {
    return ends;
  }

  @Override
  public long asked() {
    return asked.get();
  }

  @Override
  public void close() {
    asking.shutdownNow();
  }

  private void ask() {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic, PATIENCE).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      ends =
          consumer.endOffsets(partitions, PATIENCE).entrySet().stream()
              .collect(Collectors.toMap(end -> end.getKey().toString(), Map.Entry::getValue));
      asked.incrementAndGet();
    } catch (KafkaException e) {
      LOG.warn("Cannot ask for the ends of {}; the last ones known stay", topic, e);
    }
  }
}
