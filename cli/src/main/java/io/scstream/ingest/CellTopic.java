package io.scstream.ingest;

import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.framing.Framing;
import io.scstream.schema.framing.SingleObjectFraming;
import io.scstream.schema.framing.UndecodableException;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads the chunks on a topic of cells, up to where it ends now. */
public final class CellTopic {
  private CellTopic() {}

  /** Shows every chunk and, apart, every message that is none. */
  public static void read(
      Map<String, Object> client,
      String topic,
      Consumer<CellChunkRecord> chunks,
      Consumer<ConsumerRecord<byte[], byte[]>> undecodable) {
    Framing<CellChunkRecord> framing = SingleObjectFraming.of(CellChunkRecord.class);
    TopicScan.read(
        client,
        topic,
        message -> {
          CellChunkRecord chunk;
          try {
            chunk = framing.read(message.value() == null ? new byte[0] : message.value());
          } catch (UndecodableException e) {
            undecodable.accept(message);
            return;
          }
          chunks.accept(chunk);
        });
  }
}
