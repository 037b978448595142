package io.scstream.letters;

import io.scstream.ingest.TopicScan;
import io.scstream.schema.DeadLetterRecord;
import io.scstream.schema.framing.Framing;
import io.scstream.schema.framing.SingleObjectFraming;
import io.scstream.schema.framing.UndecodableException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topic of dead letters, read from its beginning each time. */
public final class LetterBox {
  private static final Logger LOG = LoggerFactory.getLogger(LetterBox.class);

  private final Framing<DeadLetterRecord> framing = SingleObjectFraming.of(DeadLetterRecord.class);
  private final Map<String, Object> client;
  private final String topic;

  /** Reads through this client. */
  public LetterBox(Map<String, Object> client, String topic) {
    this.client = Map.copyOf(client);
    this.topic = topic;
  }

  /** A letter without its payload. */
  public record Line(
      String id,
      String reason,
      String stage,
      String source,
      int cells,
      int attempt,
      String rejectedAt,
      String detail) {
    static Line of(Letter letter) {
      DeadLetterRecord record = letter.record();
      return new Line(
          letter.id().toString(),
          record.getReason(),
          record.getStage(),
          record.getSourceTopic()
              + "-"
              + record.getSourcePartition()
              + "@"
              + record.getSourceOffset(),
          record.getCells(),
          record.getAttempt(),
          record.getRejectedAt().toString(),
          record.getDetail());
    }
  }

  /**
   * What the topic holds.
   *
   * @param reasons how many letters there are of each reason
   * @param lines the last of them in the order of the scan, partition by partition
   */
  public record Listing(SortedMap<String, Integer> reasons, List<Line> lines) {}

  /** Counts the wanted letters and shows the last ones, at most {@code limit}. */
  public Listing list(Predicate<Letter> isWanted, int limit) {
    SortedMap<String, Integer> reasons = new TreeMap<>();
    Deque<Line> lines = new ArrayDeque<>();
    each(
        isWanted,
        letter -> {
          reasons.merge(letter.record().getReason(), 1, Integer::sum);
          lines.add(Line.of(letter));
          if (lines.size() > limit) {
            lines.removeFirst();
          }
        });
    return new Listing(reasons, List.copyOf(lines));
  }

  /**
   * One letter.
   *
   * @throws LetterException if there is none
   */
  public Letter find(LetterId id) {
    AtomicReference<@Nullable Letter> found = new AtomicReference<>();
    each(letter -> letter.id().equals(id), found::set);
    Letter letter = found.get();
    if (letter == null) {
      throw new LetterException("Unknown letter: " + id + "; expected one that is on " + topic);
    }
    return letter;
  }

  /** Shows every wanted letter, those of one partition in their order. */
  public void each(Predicate<Letter> isWanted, Consumer<Letter> use) {
    TopicScan.read(
        client,
        topic,
        message -> {
          Letter letter = read(message);
          if (letter != null && isWanted.test(letter)) {
            use.accept(letter);
          }
        });
  }

  private @Nullable Letter read(ConsumerRecord<byte[], byte[]> message) {
    LetterId id = new LetterId(message.partition(), message.offset());
    try {
      return new Letter(id, framing.read(message.value()));
    } catch (UndecodableException e) {
      LOG.warn("Ignored {} on {}, which is no dead letter", id, topic, e);
      return null;
    }
  }
}
