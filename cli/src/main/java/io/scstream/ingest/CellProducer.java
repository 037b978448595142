package io.scstream.ingest;

import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.GeneSpaceRecord;
import io.scstream.schema.Role;
import io.scstream.schema.cells.ChunkId;
import io.scstream.schema.framing.Framing;
import io.scstream.schema.framing.SingleObjectFraming;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends chunks in order, each once, and counts those that the broker has acknowledged. */
public final class CellProducer implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;
  private final Framing<CellChunkRecord> framing = SingleObjectFraming.of(CellChunkRecord.class);
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final Acknowledged acknowledged = new Acknowledged();

  private CellProducer(KafkaProducer<byte[], byte[]> producer, String topic) {
    this.producer = producer;
    this.topic = topic;
  }

  /** Opens one that writes to a topic of cells. */
  public static CellProducer open(Map<String, Object> client, String topic) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.GENE_SPACE_BYTES);
    try {
      return new CellProducer(
          new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()),
          topic);
    } catch (KafkaException e) {
      throw IngestException.kafka("Cannot write to Kafka", e);
    }
  }

  /** Returns when the broker has it. */
  void publish(GeneSpaceRecord genes) {
    byte[] message = SingleObjectFraming.of(GeneSpaceRecord.class).write(genes);
    try {
      producer.send(new ProducerRecord<>(Topics.GENE_SPACES, bytes(genes.getId()), message)).get();
    } catch (ExecutionException | KafkaException e) {
      throw IngestException.kafka("Cannot write gene space " + genes.getId(), e);
    } catch (InterruptedException e) {
      throw IngestException.interrupted("Writing gene space " + genes.getId(), e);
    }
  }

  /** Waits while the producer's buffer is full. */
  public void send(CellChunkRecord chunk) {
    requireNoFailure();
    ChunkId id = ChunkId.of(chunk);
    byte[] message = framing.write(chunk);
    List<Header> headers = ChunkHeaders.of(chunk);
    long cells = chunk.getCellIds().size();
    long background = chunk.getRole().stream().filter(Role.BACKGROUND::equals).count();
    try {
      // The answer comes to the callback.
      Future<RecordMetadata> unused =
          producer.send(
              new ProducerRecord<>(topic, null, bytes(id.messageKey()), message, headers),
              (metadata, problem) -> {
                if (problem == null) {
                  acknowledged.add(cells, background, message.length);
                } else {
                  failure.compareAndSet(null, problem);
                }
              });
    } catch (KafkaException e) {
      throw IngestException.kafka("Cannot send chunk " + id, e);
    }
  }

  /** Waits for the broker, and fails if it refused any chunk. */
  public Acknowledged finish() {
    producer.flush();
    requireNoFailure();
    return acknowledged;
  }

  @Override
  public void close() {
    producer.close();
  }

  private void requireNoFailure() {
    Exception problem = failure.get();
    if (problem != null) {
      throw IngestException.kafka("Cannot write to topic " + topic, problem);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Sums over the acknowledged chunks. The producer's own thread adds to them. */
  public static final class Acknowledged {
    private long chunks;
    private long cells;
    private long background;
    private long bytes;

    private synchronized void add(long moreCells, long moreBackground, long moreBytes) {
      chunks++;
      cells += moreCells;
      background += moreBackground;
      bytes += moreBytes;
    }

    synchronized long chunks() {
      return chunks;
    }

    synchronized long cells() {
      return cells;
    }

    synchronized long background() {
      return background;
    }

    synchronized long bytes() {
      return bytes;
    }
  }
}
