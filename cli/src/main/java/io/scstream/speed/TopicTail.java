package io.scstream.speed;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Shows every message of some topics from now on, as it comes, in a thread of its own. */
final class TopicTail implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Consumer<ConsumerRecord<byte[], byte[]>> each;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread reader = new Thread(this::read, "topic-tail");

  private TopicTail(
      KafkaConsumer<byte[], byte[]> consumer, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    this.consumer = consumer;
    this.each = each;
  }

  static TopicTail open(
      Map<String, Object> client,
      List<String> topics,
      Consumer<ConsumerRecord<byte[], byte[]>> each) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("max.poll.records", 10_000);
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        topics.stream()
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position); // Otherwise the end is that of the first poll.
    TopicTail tail = new TopicTail(consumer, each);
    tail.reader.setDaemon(true);
    tail.reader.start();
    return tail;
  }

  private void read() {
    while (!closed.get()) {
      consumer.poll(POLL).forEach(each);
    }
    consumer.close();
  }

  @Override
  public void close() {
    closed.set(true);
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
