package io.scstream.serve.live;

import io.scstream.config.ScstreamConfig;
import io.scstream.schema.AlertRecord;
import io.scstream.schema.ControlRecord;
import io.scstream.schema.DeadLetterRecord;
import io.scstream.schema.MetricRecord;
import io.scstream.schema.ModelVersionRecord;
import io.scstream.schema.framing.Framing;
import io.scstream.schema.framing.SingleObjectFraming;
import io.scstream.serve.http.JsonText;
import io.scstream.serve.live.TopicFeed.Reader;
import io.scstream.serve.live.TopicFeed.Subscription;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the topics of metrics, alerts, dead letters, model events and commands have told lately.
 * What they held before the server began fills the windows; what comes later is an event too.
 */
public final class LiveStream {
  /** Events that a client may miss and still be given. */
  public static final int EVENTS = 16_384;

  /** Alerts and dead letters that are kept. */
  public static final int KEPT = 1000;

  private static final int REASONS = 64;
  private static final long METRICS_TAIL = 100_000;

  private final EventLog events;
  private final MetricWindow metrics = new MetricWindow();
  private final LastOnes<Alert> alerts = new LastOnes<>(KEPT);
  private final LastOnes<DeadLetter> letters = new LastOnes<>(KEPT);
  private final SortedMap<String, Integer> reasons = new TreeMap<>();

  /** A stream whose events bear the epoch of this run of the server. */
  public LiveStream(String epoch) {
    this.events = new EventLog(epoch, EVENTS);
  }

  /** What there is to follow. */
  public List<Subscription> subscriptions(ScstreamConfig.Topics topics) {
    return List.of(
        new Subscription(topics.metrics(), METRICS_TAIL, of(MetricRecord.class, this::metric)),
        new Subscription(topics.alerts(), KEPT, of(AlertRecord.class, this::alert)),
        new Subscription(topics.deadLetters(), KEPT, of(DeadLetterRecord.class, this::letter)),
        new Subscription(topics.modelEvents(), 0, of(ModelVersionRecord.class, this::version)),
        new Subscription(topics.control(), 0, of(ControlRecord.class, this::command)));
  }

  /** Takes a decoded message in. */
  private interface Taker<T> {
    void take(String id, T record, boolean isLive);
  }

  private static <T extends SpecificRecordBase> Reader of(Class<T> type, Taker<T> taker) {
    Framing<T> framing = SingleObjectFraming.of(type);
    return (ConsumerRecord<byte[], byte[]> message, boolean isLive) -> {
      if (message.value() != null) { // A compacted topic has messages that only delete.
        String id = message.partition() + "-" + message.offset();
        taker.take(id, framing.read(message.value()), isLive);
      }
    };
  }

  private void metric(String id, MetricRecord record, boolean isLive) {
    synchronized (metrics) {
      MetricWindow.Value value = metrics.add(record);
      if (isLive) {
        events.append("metric", value.lineage(), JsonText.write(value));
      }
    }
  }

  private void alert(String id, AlertRecord record, boolean isLive) {
    Alert alert = Alert.of(id, record);
    alerts.add(alert);
    if (isLive) {
      events.append("alert", "", JsonText.write(alert));
    }
  }

  private void letter(String id, DeadLetterRecord record, boolean isLive) {
    DeadLetter letter = DeadLetter.of(id, record);
    letters.add(letter);
    synchronized (reasons) {
      if (reasons.size() < REASONS || reasons.containsKey(letter.reason())) {
        reasons.merge(letter.reason(), 1, Integer::sum);
      }
    }
    if (isLive) {
      events.append("dead-letter", "", JsonText.write(letter));
    }
  }

  private void version(String id, ModelVersionRecord record, boolean isLive) {
    if (isLive) {
      var published = Happenings.Published.of(record);
      events.append("version", published.lineage(), JsonText.write(published));
    }
  }

  private void command(String id, ControlRecord record, boolean isLive) {
    if (isLive) {
      events.append("command", "", JsonText.write(Happenings.Commanded.of(record)));
    }
  }

  public EventLog events() {
    return events;
  }

  public MetricWindow metrics() {
    return metrics;
  }

  public LastOnes<Alert> alerts() {
    return alerts;
  }

  public LastOnes<DeadLetter> letters() {
    return letters;
  }

  /** How many dead letters of each reason have come, since {@link #KEPT} before the start. */
  public SortedMap<String, Integer> reasons() {
    synchronized (reasons) {
      return new TreeMap<>(reasons);
    }
  }

  /**
   * Series, and where the events stood when they were read: later events are in none of them.
   *
   * @param lastEventId what to give as Last-Event-ID
   */
  public record Metrics(String lineage, String lastEventId, List<MetricWindow.Series> series) {}

  /** The series of a model that are wanted. */
  public Metrics metrics(String lineage, Predicate<String> isWanted, int most) {
    synchronized (metrics) {
      return new Metrics(lineage, events.end().toString(), metrics.series(lineage, isWanted, most));
    }
  }
}
