package io.scstream.serve;

import io.scstream.schema.AlertRecord;
import io.scstream.schema.DeadLetterRecord;
import io.scstream.schema.EmbeddingRecord;
import io.scstream.schema.MetricRecord;
import io.scstream.schema.Role;
import io.scstream.schema.Severity;
import io.scstream.schema.Treatment;
import io.scstream.schema.framing.SingleObjectFraming;
import io.scstream.serve.live.TopicFeed;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Messages as topics would bring them. */
public final class Told {
  private static final Instant TIME = Instant.parse("2026-11-30T12:00:00Z");

  private final Live live;
  private long offset;

  Told(Live live) {
    this.live = live;
  }

  void metric(String metric, long step, double value) {
    read("sc.metrics.v1", value(metric, step, value));
  }

  /** A value of a metric. */
  static MetricRecord value(String metric, long step, double value) {
    return MetricRecord.newBuilder()
        .setLineage("screen")
        .setMetric(metric)
        .setValue(value)
        .setStep(step)
        .setCells(64)
        .setRole(null)
        .setMeasuredAt(TIME.plusSeconds(step))
        .build();
  }

  void alert(String message) {
    read(
        "sc.alerts.v1",
        AlertRecord.newBuilder()
            .setLineage("screen")
            .setSeverity(Severity.WARN)
            .setKind("drift")
            .setMessage(message)
            .setAction("none")
            .setEvidence(Map.of("p", 0.01, "share", Double.NaN))
            .setRaisedAt(TIME)
            .build());
  }

  void deadLetter(String reason) {
    read(
        "sc.dlq.v1",
        DeadLetterRecord.newBuilder()
            .setStage("decode")
            .setReason(reason)
            .setDetail("not a chunk")
            .setSourceTopic("sc.cells.v1")
            .setSourcePartition(0)
            .setSourceOffset(7)
            .setPayload(ByteBuffer.wrap(new byte[] {1}))
            .setRejectedAt(TIME)
            .build());
  }

  void cells(EmbeddingRecord... records) {
    for (EmbeddingRecord record : records) {
      read("sc.embeddings.v1", record);
    }
    live.cells().reader().pause();
  }

  /** A cell whose codes are these numbers, and twice as many in the salient block. */
  public static EmbeddingRecord cell(String id, long version, float... code) {
    List<Float> codes = floats(code);
    return EmbeddingRecord.newBuilder()
        .setDataset("d")
        .setBatch("b")
        .setCellId(id)
        .setRole(Role.TARGET)
        .setLineage("screen")
        .setVersion(version)
        .setModelSha256("00")
        .setGauge(1)
        .setBackgroundMean(codes)
        .setBackgroundLogVariance(codes)
        .setSalientMean(codes)
        .setSalientLogVariance(codes)
        .setCovariates(Map.of("line", "A"))
        .setTreatments(List.of(Treatment.newBuilder().setName("drug").build()))
        .build();
  }

  private static List<Float> floats(float... numbers) {
    Float[] boxed = new Float[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      boxed[i] = numbers[i];
    }
    return List.of(boxed);
  }

  /** A record as it travels. */
  static <T extends SpecificRecordBase> byte[] message(T record) {
    @SuppressWarnings("unchecked")
    Class<T> type = (Class<T>) record.getClass();
    return SingleObjectFraming.of(type).write(record);
  }

  private <T extends SpecificRecordBase> void read(String topic, T record) {
    byte[] message = message(record);
    TopicFeed.Subscription subscription =
        live.topics().stream().filter(each -> each.topic().equals(topic)).findFirst().orElseThrow();
    subscription
        .reader()
        .read(new ConsumerRecord<>(topic, 0, offset++, new byte[0], message), true);
  }
}
