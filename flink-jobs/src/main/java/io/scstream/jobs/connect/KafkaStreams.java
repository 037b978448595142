package io.scstream.jobs.connect;

import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.state.CodecTypeInfo;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/** The Kafka ends of every job. */
public final class KafkaStreams {
  private KafkaStreams() {}

  /** What client code outside of Flink's connector needs to reach the broker. */
  public static Properties clientProperties(ScstreamConfig.Kafka kafka) {
    Properties properties = new Properties();
    properties.putAll(kafka.properties());
    properties.setProperty("bootstrap.servers", kafka.bootstrap());
    return properties;
  }

  /** All chunks from the first one on, for ever. */
  public static KafkaSource<RawRecord> cells(ScstreamConfig config, String group) {
    return source(config, group).setProperty("partition.discovery.interval.ms", "60000").build();
  }

  /** All chunks from the first one on, up to what the topic holds at the start of the job. */
  public static KafkaSource<RawRecord> cellsToTheEnd(ScstreamConfig config, String group) {
    return source(config, group)
        .setProperty("partition.discovery.interval.ms", "-1")
        .setBounded(OffsetsInitializer.latest())
        .build();
  }

  private static KafkaSourceBuilder<RawRecord> source(ScstreamConfig config, String group) {
    return KafkaSource.<RawRecord>builder()
        .setBootstrapServers(config.kafka().bootstrap())
        .setProperties(clientProperties(config.kafka()))
        .setTopics(config.topics().cells())
        .setGroupId(group)
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setDeserializer(new KeepEverything());
  }

  /** Messages to the topics that they name, at least once: keys and payloads bear repetition. */
  public static KafkaSink<Message> messages(ScstreamConfig config) {
    return KafkaSink.<Message>builder()
        .setBootstrapServers(config.kafka().bootstrap())
        .setKafkaProducerConfig(producerProperties(config.kafka()))
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setRecordSerializer(new AsTheyAre())
        .build();
  }

  private static Properties producerProperties(ScstreamConfig.Kafka kafka) {
    Properties properties = clientProperties(kafka);
    Map.of(
            ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4",
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG, "8388608")
        .forEach(properties::putIfAbsent);
    return properties;
  }

  /** Never fails: a record that cannot be decoded must not stop the source for ever. */
  private static final class KeepEverything implements KafkaRecordDeserializationSchema<RawRecord> {
    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RawRecord> out) {
      Header attempt = record.headers().lastHeader(RawRecord.ATTEMPT_HEADER);
      out.collect(
          RawRecord.of(
                  new RawRecord.Position(record.topic(), record.partition(), record.offset()),
                  record.key(),
                  record.value())
              .after(RawRecord.attempts(attempt == null ? null : attempt.value())));
    }

    @Override
    public TypeInformation<RawRecord> getProducedType() {
      return CodecTypeInfo.of(new RawRecordCodec());
    }
  }

  private static final class AsTheyAre implements KafkaRecordSerializationSchema<Message> {
    private static final long serialVersionUID = 1L;

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        Message message, KafkaSinkContext context, Long timestamp) {
      return new ProducerRecord<>(message.topic(), message.key(), message.value());
    }
  }
}
