package io.scstream.embedded;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** How far a job has read, as its completed checkpoints tell Kafka. */
public final class ConsumedOffsets implements AutoCloseable {
  private final Admin admin;
  private final String group;

  /** Asks about this consumer group. */
  public ConsumedOffsets(Properties client, String group) {
    this.admin = Admin.create(client);
    this.group = group;
  }

  /** The end of every partition of a topic that holds anything. */
  public Map<TopicPartition, Long> ends(String topic) {
    TopicDescription description =
        get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    if (description != null) {
      description
          .partitions()
          .forEach(
              info -> latest.put(new TopicPartition(topic, info.partition()), OffsetSpec.latest()));
    }
    Map<TopicPartition, Long> ends = new HashMap<>();
    get(admin.listOffsets(latest).all())
        .forEach((partition, end) -> ends.put(partition, end.offset()));
    ends.values().removeIf(end -> end == 0);
    return ends;
  }

  /** Whether all of that has been read and is in a completed checkpoint. */
  public boolean reached(Map<TopicPartition, Long> ends) {
    Map<TopicPartition, OffsetAndMetadata> read = read();
    return ends.entrySet().stream()
        .allMatch(
            end -> {
              OffsetAndMetadata offset = read.get(end.getKey());
              return offset != null && offset.offset() >= end.getValue();
            });
  }

  /** How many messages of all partitions have been read and are in a completed checkpoint. */
  public long count() {
    return read().values().stream().mapToLong(OffsetAndMetadata::offset).sum();
  }

  /** Forgets what a job told whose state is gone. */
  void forget() {
    Map<TopicPartition, OffsetAndMetadata> read = read();
    if (!read.isEmpty()) {
      get(admin.deleteConsumerGroups(List.of(group)).all());
    }
  }

  private Map<TopicPartition, OffsetAndMetadata> read() {
    return get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
  }

  private static <T> T get(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (ExecutionException e) {
      throw failed(e);
    }
  }

  private static EmbeddedException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new EmbeddedException("Interrupted while asking the broker", e);
  }

  private static EmbeddedException failed(ExecutionException e) {
    Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
    return new EmbeddedException("The broker did not answer: " + cause, cause);
  }

  @Override
  public void close() {
    admin.close();
  }
}
