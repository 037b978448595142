package io.scstream.demo;

import io.scstream.embedded.EmbeddedFlink;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.cells.CellContent;
import io.scstream.schema.cells.ChunkBuilder;
import io.scstream.serve.DemoControls;
import io.scstream.serve.http.Refused;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A demo that goes on: what can be broken in it, and what its cells can be made to do. */
public final class LiveDemo implements DemoControls {
  private static final String CRASH = "crash";
  private static final String GARBAGE = "garbage";
  private static final String CONFLICT = "conflict";

  private final Map<String, Object> client;
  private final String topic;
  private final Clock clock;
  private volatile @Nullable Running running;

  /** Its parts once they run. */
  private record Running(EmbeddedFlink flink, FurtherBatches further) {}

  /** Nothing runs yet. */
  public LiveDemo(Map<String, Object> client, String topic, Clock clock) {
    this.client = Map.copyOf(client);
    this.topic = topic;
    this.clock = clock;
  }

  /** The demo runs: cells go on coming until what is returned is closed. */
  FurtherBatches begin(EmbeddedFlink flink) {
    FurtherBatches further = FurtherBatches.start(client, topic, clock);
    running = new Running(flink, further);
    return further;
  }

  private Running running() {
    Running now = running;
    if (now == null) {
      throw Refused.notNow("The demo has not begun yet; expected in some seconds");
    }
    return now;
  }

  @Override
  public List<String> faults() {
    return List.of(CRASH, GARBAGE, CONFLICT);
  }

  @Override
  public List<String> drifts() {
    return Arrays.stream(Change.values()).map(Change::word).toList();
  }

  @Override
  public String fault(String kind) {
    Running now = running();
    switch (kind) {
      case CRASH -> {
        now.flink().crash();
        return "The TaskManager died and another one starts. Both jobs go on from their last"
            + " checkpoint; the versions are those of a run without a crash.";
      }
      case GARBAGE -> {
        sendGarbage();
        return "A message that is no chunk is on " + topic + ". It becomes a dead letter.";
      }
      default -> {
        now.further().send(contradiction(now.further().original()));
        return "A chunk that contradicts one taken before is on "
            + topic
            + ". It becomes a dead letter, with an alert.";
      }
    }
  }

  private void sendGarbage() {
    byte[] text = "this is no chunk".getBytes(StandardCharsets.UTF_8);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, text)).get();
    } catch (ExecutionException e) {
      throw Refused.unavailable("The broker does not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refused.unavailable("The server is ending");
    }
  }

  /** The same chunk with one count more in its first cell. */
  private CellChunkRecord contradiction(CellChunkRecord chunk) {
    ChunkBuilder builder =
        ChunkBuilder.of(
            chunk.getDataset(), chunk.getBatch(), chunk.getGeneSpace(), chunk.getGeneCount());
    List<CellContent> cells = ChunkBuilder.cellsOf(chunk);
    cells.get(0).counts()[0]++;
    cells.forEach(builder::add);
    return builder.build(chunk.getChunkSeq(), chunk.getEndOfBatch(), clock.instant());
  }

  @Override
  public String drift(String kind, int batches) {
    Change change =
        Change.of(kind).orElseThrow(() -> Refused.malformed("Invalid kind; expected " + drifts()));
    if (!running().further().change(change, batches)) {
      throw Refused.notNow("Batches that were changed before still come; expected to wait");
    }
    return "The next "
        + batches
        + " batches come with "
        + change.words()
        + ". Evidence of drift is told of as each batch is over, some seconds after.";
  }
}
