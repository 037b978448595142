package io.scstream.jobs.connect;

import io.scstream.config.ScstreamConfig;
import io.scstream.schema.GeneSpaceRecord;
import io.scstream.schema.framing.Framing;
import io.scstream.schema.framing.SingleObjectFraming;
import io.scstream.schema.framing.UndecodableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gene spaces on their compacted topic, read through from its beginning when one is asked for. */
public final class KafkaGeneSpaces implements GeneSpaces {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(KafkaGeneSpaces.class);
  private static final Framing<GeneSpaceRecord> FRAMING =
      SingleObjectFraming.of(GeneSpaceRecord.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final ScstreamConfig.Kafka kafka;
  private final String topic;

  /** Looks on the topic of the settings. */
  public KafkaGeneSpaces(ScstreamConfig config) {
    this.kafka = config.kafka();
    this.topic = config.topics().geneSpaces();
  }

  @Override
  public Optional<GeneSpaceRecord> find(String id) {
    byte[] key = id.getBytes(StandardCharsets.UTF_8);
    Optional<GeneSpaceRecord> found = Optional.empty();
    Properties properties = KafkaStreams.clientProperties(kafka);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (Arrays.equals(key, record.key()) && record.value() != null) {
            found = decode(record);
          }
        }
      }
    }
    return found;
  }

  private static Optional<GeneSpaceRecord> decode(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Optional.of(FRAMING.read(record.value()));
    } catch (UndecodableException e) {
      LOG.warn("Ignored an undecodable gene space at offset {}", record.offset(), e);
      return Optional.empty();
    }
  }
}
