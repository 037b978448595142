package io.scstream.ingest;

import io.scstream.schema.ControlRecord;
import io.scstream.schema.framing.SingleObjectFraming;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes commands to running jobs. */
public final class ControlTopic {
  private ControlTopic() {}

  /** Returns the offset of the command once the broker has it. */
  public static long send(Map<String, Object> client, String topic, ControlRecord command) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("acks", "all");
    byte[] key = command.getLineage().getBytes(StandardCharsets.UTF_8);
    byte[] value = SingleObjectFraming.of(ControlRecord.class).write(command);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      return producer.send(new ProducerRecord<>(topic, key, value)).get().offset();
    } catch (ExecutionException e) {
      throw IngestException.kafka("Cannot write to " + topic, e);
    } catch (InterruptedException e) {
      throw IngestException.interrupted("Writing to " + topic, e);
    }
  }
}
