package io.scstream.embedded;

import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.catalogue.TrainMetric;
import io.scstream.schema.MetricRecord;
import io.scstream.schema.framing.Framing;
import io.scstream.schema.framing.SingleObjectFraming;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Tells on a terminal how a training job fares, from the metrics that it publishes. */
public final class TrainingProgress implements AutoCloseable {
  private static final Framing<MetricRecord> FRAMING = SingleObjectFraming.of(MetricRecord.class);

  /** Numbers of a line; partitions are read one by one, so they do not come together. */
  private static final List<TrainMetric> SHOWN =
      List.of(TrainMetric.ELBO_PREQUENTIAL, TrainMetric.STEP_SECONDS, TrainMetric.CELLS_PER_SECOND);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String lineage;
  private final PrintStream out;
  private final Map<String, Double> newest = new HashMap<>();
  private long step;
  private long shown;

  private TrainingProgress(
      KafkaConsumer<byte[], byte[]> consumer, ScstreamConfig config, PrintStream out) {
    this.consumer = consumer;
    this.lineage = config.lineage().name();
    this.out = out;
    String topic = config.topics().metrics();
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position); // Otherwise the end is that of the first poll.
  }

  /** Follows the metrics from now on. */
  public static TrainingProgress onStandardError(
      Map<String, Object> client, ScstreamConfig config) {
    return new TrainingProgress(
        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
        config,
        System.err);
  }

  /** Prints a line if there was a step since the last one, and all its numbers are known. */
  public void look() {
    for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ZERO)) {
      MetricRecord metric = FRAMING.read(message.value());
      if (metric.getLineage().equals(lineage) && metric.getRole() == null) {
        newest.put(metric.getMetric(), metric.getValue());
        step = Math.max(step, metric.getStep());
      }
    }
    if (step > shown && SHOWN.stream().allMatch(it -> newest.containsKey(it.word()))) {
      shown = step;
      out.printf(
          "%s: step %,d, ELBO of new cells %.2f nats per cell, %.0f ms a step, %,.0f cells/s%n",
          lineage,
          step,
          known(TrainMetric.ELBO_PREQUENTIAL),
          1000 * known(TrainMetric.STEP_SECONDS),
          known(TrainMetric.CELLS_PER_SECOND));
      out.flush();
    }
  }

  private double known(TrainMetric metric) {
    return newest.getOrDefault(metric.word(), Double.NaN);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
