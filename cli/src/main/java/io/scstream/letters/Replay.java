package io.scstream.letters;

import io.scstream.jobs.connect.RawRecord;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends records again that were rejected, each as it was, with a header that tells of the attempts
 * made. Readers drop what they have taken meanwhile, so that sending twice does no harm.
 */
public final class Replay {
  private static final int MESSAGE_BYTES = 8 << 20;

  private final Map<String, Object> client;
  private final LetterBox letters;
  private final Optional<String> topic;

  /** Sends to this topic, or else to the one that each record came from. */
  public Replay(Map<String, Object> client, LetterBox letters, Optional<String> topic) {
    this.client = Map.copyOf(client);
    this.letters = letters;
    this.topic = topic;
  }

  /**
   * What was sent, or would be.
   *
   * @param letters letters that were chosen
   * @param records records that they are about: of one record there may be several letters
   * @param reasons records by the reason of their first letter
   * @param topics records by the topic that they go to
   */
  public record Report(
      int letters,
      int records,
      SortedMap<String, Integer> reasons,
      SortedMap<String, Integer> topics) {}

  /** Where a record goes. */
  private interface Post {
    void send(RawRecord record, String to);
  }

  /** What would be sent. */
  public Report preview(Predicate<Letter> isChosen) {
    return each(isChosen, (record, to) -> {});
  }

  /**
   * Sends; returns when the broker has everything.
   *
   * @throws LetterException if the broker refuses a record; others may have been sent
   */
  public Report send(Predicate<Letter> isChosen) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MESSAGE_BYTES);
    AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      Report report =
          each(
              isChosen,
              (record, to) -> {
                // The answer comes to the callback.
                Future<RecordMetadata> unused =
                    producer.send(
                        message(record, to),
                        (metadata, problem) -> {
                          if (problem != null) {
                            failure.compareAndSet(null, problem);
                          }
                        });
              });
      producer.flush();
      Exception problem = failure.get();
      if (problem != null) {
        throw new LetterException("Cannot send records again: " + problem.getMessage(), problem);
      }
      return report;
    } catch (KafkaException e) {
      throw new LetterException("Cannot send records again: " + e.getMessage(), e);
    }
  }

  private Report each(Predicate<Letter> isChosen, Post post) {
    Set<RawRecord.Position> sent = new HashSet<>();
    SortedMap<String, Integer> reasons = new TreeMap<>();
    SortedMap<String, Integer> topics = new TreeMap<>();
    int[] chosen = {0};
    letters.each(
        isChosen,
        letter -> {
          chosen[0]++;
          RawRecord record = letter.source();
          if (sent.add(record.position())) {
            String to = topic.orElse(record.position().topic());
            reasons.merge(letter.record().getReason(), 1, Integer::sum);
            topics.merge(to, 1, Integer::sum);
            post.send(record, to);
          }
        });
    return new Report(chosen[0], sent.size(), reasons, topics);
  }

  private static ProducerRecord<byte[], byte[]> message(RawRecord record, String to) {
    String attempts = String.valueOf(record.attempts());
    return new ProducerRecord<>(
        to,
        null,
        record.key(),
        record.value(),
        List.of(
            new RecordHeader(RawRecord.ATTEMPT_HEADER, attempts.getBytes(StandardCharsets.UTF_8))));
  }
}
