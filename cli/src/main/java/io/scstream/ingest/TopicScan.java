package io.scstream.ingest;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a topic from its beginning to where it ended when the reading began. Committed messages
 * only, each partition in order, nothing is remembered on the broker.
 */
public final class TopicScan {
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final int SILENT_POLLS = 60;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String topic;

  private TopicScan(KafkaConsumer<byte[], byte[]> consumer, String topic) {
    this.consumer = consumer;
    this.topic = topic;
  }

  /**
   * Shows every message.
   *
   * @param client settings of a Kafka client, at least {@code bootstrap.servers}
   * @return how many there were
   */
  public static long read(
      Map<String, Object> client, String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(client)) {
      return new TopicScan(consumer, topic).read(each);
    } catch (KafkaException e) {
      throw IngestException.kafka("Cannot read topic " + topic, e);
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> client) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 << 20);
    // Closing waits for the fetch ahead, which at the topic's end would wait for more messages.
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * How many messages were ever written to a topic that is not written to in transactions; 0 if
   * there is no such topic.
   */
  public static long written(Map<String, Object> client, String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(client)) {
      List<TopicPartition> partitions = new TopicScan(consumer, topic).known();
      return consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
    } catch (KafkaException e) {
      throw IngestException.kafka("Cannot read topic " + topic, e);
    }
  }

  /** How many different keys there are. Remembers each of them meanwhile. */
  public static long distinctKeys(Map<String, Object> client, String topic) {
    Set<ByteBuffer> keys = new HashSet<>();
    read(client, topic, message -> keys.add(ByteBuffer.wrap(message.key())));
    return keys.size();
  }

  private long read(Consumer<ConsumerRecord<byte[], byte[]>> each) {
    List<TopicPartition> partitions = partitions();
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    long messages = 0;
    int silent = 0;
    while (!hasReached(ends)) {
      long before = messages;
      for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
        if (message.offset() < end(ends, new TopicPartition(topic, message.partition()))) {
          each.accept(message);
          messages++;
        }
      }
      silent = before == messages ? silent + 1 : 0;
      if (silent == SILENT_POLLS) {
        throw IngestException.kafka(
            "Cannot read topic " + topic,
            new KafkaException("no message came for " + POLL.multipliedBy(SILENT_POLLS)));
      }
    }
    return messages;
  }

  private List<TopicPartition> partitions() {
    List<TopicPartition> partitions = known();
    if (partitions.isEmpty()) {
      throw IngestException.badConfig("Topic %s does not exist".formatted(topic));
    }
    return partitions;
  }

  private List<TopicPartition> known() {
    return consumer.partitionsFor(topic).stream()
        .map(partition -> new TopicPartition(topic, partition.partition()))
        .toList();
  }

  /** A partition that ends with a transaction's marker has no last message to wait for. */
  private boolean hasReached(Map<TopicPartition, Long> ends) {
    return ends.keySet().stream()
        .allMatch(partition -> consumer.position(partition) >= end(ends, partition));
  }

  private static long end(Map<TopicPartition, Long> ends, TopicPartition partition) {
    return ends.getOrDefault(partition, 0L);
  }
}
