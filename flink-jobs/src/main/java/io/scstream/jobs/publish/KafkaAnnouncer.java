package io.scstream.jobs.publish;

import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.connect.KafkaStreams;
import io.scstream.schema.ModelStatus;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelVersion;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Announces on the topic of model events. */
public final class KafkaAnnouncer implements Announcer {
  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;

  private KafkaAnnouncer(ScstreamConfig config) {
    Properties properties = KafkaStreams.clientProperties(config.kafka());
    properties.setProperty("acks", "all");
    this.topic = config.topics().modelEvents();
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Announcers on the topic of the settings. */
  public static AnnouncerFactory factory(ScstreamConfig config) {
    return () -> new KafkaAnnouncer(config);
  }

  /** An announcer on the topic of the settings. */
  public static KafkaAnnouncer open(ScstreamConfig config) {
    return new KafkaAnnouncer(config);
  }

  @Override
  public void announce(ModelManifest manifest) {
    announce(
        manifest,
        Promotion.isPassed(manifest) ? ModelStatus.PROMOTED : ModelStatus.CANDIDATE,
        Optional.empty());
  }

  /**
   * Says that somebody chose a version.
   *
   * @param activateAt event time from which it is to be used; empty for at once
   */
  public void announce(ModelManifest manifest, ModelStatus status, Optional<Instant> activateAt) {
    ModelVersion version = manifest.version();
    byte[] key = version.lineage().getBytes(StandardCharsets.UTF_8);
    try {
      producer
          .send(new ProducerRecord<>(topic, key, VersionEvents.write(manifest, status, activateAt)))
          .get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("Interrupted while announcing " + version, e);
    } catch (ExecutionException e) {
      throw new KafkaException("Could not announce " + version, e.getCause());
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
