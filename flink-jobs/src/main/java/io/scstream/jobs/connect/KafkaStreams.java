package io.scstream.jobs.connect;

import io.scstream.config.ScstreamConfig;
import io.scstream.config.TransactionTimeout;
import io.scstream.jobs.state.CodecTypeInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaSinkBuilder;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
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
    return source(config, config.topics().cells(), group)
        .setProperty("partition.discovery.interval.ms", "60000")
        .build();
  }

  /** All chunks from the first one on, up to what the topic holds at the start of the job. */
  public static KafkaSource<RawRecord> cellsToTheEnd(ScstreamConfig config, String group) {
    return source(config, config.topics().cells(), group)
        .setProperty("partition.discovery.interval.ms", "-1")
        .setBounded(OffsetsInitializer.latest())
        .build();
  }

  /** All model events from the first one on: for ever, or what the topic holds at the start. */
  public static KafkaSource<RawRecord> modelEvents(
      ScstreamConfig config, String group, boolean forEver) {
    KafkaSourceBuilder<RawRecord> events = source(config, config.topics().modelEvents(), group);
    return forEver
        ? events.setProperty("partition.discovery.interval.ms", "60000").build()
        : events
            .setProperty("partition.discovery.interval.ms", "-1")
            .setBounded(OffsetsInitializer.latest())
            .build();
  }

  /**
   * Commands to running jobs, for ever.
   *
   * @param since milliseconds since 1970 of the first submission; a job that goes on from a saved
   *     state goes on where that state stopped
   */
  public static KafkaSource<RawRecord> control(ScstreamConfig config, String group, long since) {
    return source(config, config.topics().control(), group)
        .setStartingOffsets(OffsetsInitializer.timestamp(since))
        .build();
  }

  /** How many partitions the topic of cells has now; 0 if it does not exist. */
  public static int cellPartitions(ScstreamConfig config) {
    try (Admin admin = Admin.create(clientProperties(config.kafka()))) {
      String topic = config.topics().cells();
      if (!admin.listTopics().names().get().contains(topic)) {
        return 0;
      }
      return admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
          .mapToInt(description -> description.partitions().size())
          .sum();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("Interrupted while asking for " + config.topics().cells(), e);
    } catch (ExecutionException e) {
      throw new KafkaException("Cannot ask for " + config.topics().cells(), e.getCause());
    }
  }

  private static KafkaSourceBuilder<RawRecord> source(
      ScstreamConfig config, String topic, String group) {
    return KafkaSource.<RawRecord>builder()
        .setBootstrapServers(config.kafka().bootstrap())
        .setProperties(clientProperties(config.kafka()))
        .setTopics(topic)
        .setGroupId(group)
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setDeserializer(new KeepEverything());
  }

  /** Messages to the topics that they name, at least once: keys and payloads bear repetition. */
  public static KafkaSink<Message> messages(ScstreamConfig config) {
    return sink(config).setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE).build();
  }

  /**
   * Like {@link #messages}, or each exactly once to whoever reads committed messages only. The
   * names of transactions begin with the lineage's, so that one job ends what another left open.
   */
  public static KafkaSink<Message> embeddings(ScstreamConfig config) {
    if (!config.embed().isExactlyOnce()) {
      return messages(config);
    }
    return sink(config)
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setTransactionalIdPrefix("scstream-embed-" + config.lineage().name())
        .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
        .setProperty(
            ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
            String.valueOf(TransactionTimeout.of(config).toMillis()))
        .build();
  }

  private static KafkaSinkBuilder<Message> sink(ScstreamConfig config) {
    return KafkaSink.<Message>builder()
        .setBootstrapServers(config.kafka().bootstrap())
        .setKafkaProducerConfig(producerProperties(config.kafka()))
        .setRecordSerializer(new AsTheyAre(config.topics()));
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

  /** The topics are those that transactions write to: pooled ones are looked for there. */
  private static final class AsTheyAre
      implements KafkaRecordSerializationSchema<Message>, KafkaDatasetFacetProvider {
    private static final long serialVersionUID = 1L;

    private final List<String> topics;

    AsTheyAre(ScstreamConfig.Topics topics) {
      this.topics = List.of(topics.embeddings(), topics.alerts());
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        Message message, KafkaSinkContext context, Long timestamp) {
      return new ProducerRecord<>(message.topic(), message.key(), message.value());
    }

    @Override
    public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
      return Optional.of(
          new DefaultKafkaDatasetFacet(DefaultKafkaDatasetIdentifier.ofTopics(topics)));
    }
  }
}
