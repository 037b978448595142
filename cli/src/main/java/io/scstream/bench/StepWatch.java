package io.scstream.bench;

import io.scstream.jobs.catalogue.TrainMetric;
import io.scstream.schema.MetricRecord;
import io.scstream.schema.framing.Framing;
import io.scstream.schema.framing.SingleObjectFraming;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Follows on the topic of metrics how far a lineage has come, whatever happens to the broker. */
final class StepWatch implements AutoCloseable {
  private static final Framing<MetricRecord> FRAMING = SingleObjectFraming.of(MetricRecord.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String lineage;
  private final ConcurrentSkipListMap<Long, Long> steps = new ConcurrentSkipListMap<>();
  private final ConcurrentSkipListMap<Long, Double> seconds = new ConcurrentSkipListMap<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread reader;

  private StepWatch(KafkaConsumer<byte[], byte[]> consumer, String lineage) {
    this.consumer = consumer;
    this.lineage = lineage;
    this.reader = new Thread(this::read, "steps of " + lineage);
  }

  /** Follows from the beginning of the topic. */
  static StepWatch open(Map<String, Object> client, String topic, String lineage) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("auto.offset.reset", "earliest");
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    StepWatch watch = new StepWatch(consumer, lineage);
    watch.reader.setDaemon(true);
    watch.reader.start();
    return watch;
  }

  /** The highest step told of so far, 0 for none. */
  long step() {
    return steps.isEmpty() ? 0 : steps.lastKey();
  }

  /**
   * When the first step after a time was told of that is beyond all those told of before, in
   * milliseconds since 1970; empty as long as there is none.
   */
  OptionalLong firstAfter(long millis) {
    long before =
        steps.descendingMap().entrySet().stream()
            .filter(entry -> entry.getValue() <= millis)
            .findFirst()
            .map(Map.Entry::getKey)
            .orElse(0L);
    Map.Entry<Long, Long> first = steps.higherEntry(before);
    return first == null ? OptionalLong.empty() : OptionalLong.of(first.getValue());
  }

  /** What single steps took, of those beyond {@code from} up to {@code to}. */
  List<Double> seconds(long from, long to) {
    return List.copyOf(seconds.subMap(from, false, to, true).values());
  }

  private void read() {
    while (!closed.get()) {
      consumer.poll(POLL).forEach(this::note);
    }
    consumer.close();
  }

  /** A repetition after a crash does not change when a step was told of first. */
  private void note(ConsumerRecord<byte[], byte[]> message) {
    MetricRecord metric = FRAMING.read(message.value());
    if (metric.getLineage().equals(lineage)) {
      steps.putIfAbsent(metric.getStep(), message.timestamp());
      if (metric.getMetric().equals(TrainMetric.STEP_SECONDS.word())) {
        seconds.putIfAbsent(metric.getStep(), metric.getValue());
      }
    }
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
