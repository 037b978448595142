package io.scstream.serve.live;

import io.scstream.schema.framing.UndecodableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows topics for ever, beginning with the last messages that they hold now. Nothing is
 * remembered on the broker. A broker that does not answer is asked again; a topic that does not
 * exist yet is waited for.
 */
public final class TopicFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicFeed.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final Map<String, Subscription> topics;
  private final Thread thread;
  private final Map<TopicPartition, Long> liveFrom = new HashMap<>();
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final CountDownLatch caughtUp = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private long looked = Long.MIN_VALUE;

  /**
   * A topic to follow.
   *
   * @param tail how many messages of each partition to begin with, at most
   */
  public record Subscription(String topic, long tail, Reader reader, State state) {
    /** Follows a topic. */
    public Subscription(String topic, long tail, Reader reader) {
      this(topic, tail, reader, new State());
    }
  }

  /** Takes messages in. */
  public interface Reader {
    /**
     * A message.
     *
     * @param isLive whether it came after this server had begun to follow
     * @throws UndecodableException if it is none of ours
     */
    void read(ConsumerRecord<byte[], byte[]> message, boolean isLive);

    /** Some messages have been read. */
    default void pause() {}
  }

  /** How far a topic was read. */
  public static final class State {
    private final AtomicLong undecodable = new AtomicLong();
    private volatile long behind;
    private volatile boolean isThere;

    /** Messages that were none of ours. */
    public long undecodable() {
      return undecodable.get();
    }

    /** Messages that are not read yet. */
    public long behind() {
      return behind;
    }

    /** Whether the broker has the topic. */
    public boolean isThere() {
      return isThere;
    }
  }

  private TopicFeed(Map<String, Object> client, List<Subscription> subscriptions, String name) {
    this.topics = new HashMap<>();
    subscriptions.forEach(subscription -> topics.put(subscription.topic, subscription));
    this.consumer =
        new KafkaConsumer<>(
            settings(client), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.thread = new Thread(this::run, "serve-" + name);
    this.thread.setDaemon(true);
  }

  /** Begins to follow. */
  public static TopicFeed start(
      Map<String, Object> client, List<Subscription> subscriptions, String name) {
    TopicFeed feed = new TopicFeed(client, subscriptions, name);
    feed.thread.start();
    return feed;
  }

  /** Waits until what the topics held at the start has been read, but no longer than this. */
  public boolean awaitStart(Duration patience) {
    try {
      return caughtUp.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Map<String, Object> settings(Map<String, Object> client) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 << 20);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2000);
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
    settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    return settings;
  }

  private void run() {
    try {
      while (closed.getCount() > 0) {
        try {
          lookForPartitions();
          read(consumer.poll(POLL));
        } catch (WakeupException e) {
          LOG.debug("Woken up");
        } catch (KafkaException e) {
          LOG.warn("Cannot read {}: {}; trying again", topics.keySet(), e.getMessage());
          pause();
        }
      }
    } finally {
      consumer.close();
    }
  }

  // Kafka's own timeouts pace this as a rule; a refusal at once must not make it spin.
  private void pause() {
    try {
      var unused = closed.await(POLL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed.countDown();
    }
  }

  /** Takes up partitions that are new. */
  private void lookForPartitions() {
    if (looked != Long.MIN_VALUE && System.nanoTime() - looked < LOOK.toNanos()) {
      return;
    }
    looked = System.nanoTime();
    List<TopicPartition> found = new ArrayList<>(consumer.assignment());
    List<TopicPartition> fresh = new ArrayList<>();
    consumer
        .listTopics()
        .forEach(
            (topic, partitions) -> {
              Subscription subscription = topics.get(topic);
              if (subscription != null) {
                subscription.state.isThere = true;
                partitions.stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .filter(partition -> !found.contains(partition))
                    .forEach(fresh::add);
              }
            });
    if (!fresh.isEmpty()) {
      found.addAll(fresh);
      consumer.assign(found);
      seek(fresh);
    }
  }

  private void seek(List<TopicPartition> partitions) {
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    for (TopicPartition partition : partitions) {
      long end = ends.getOrDefault(partition, 0L);
      long tail = subscription(partition.topic()).tail;
      liveFrom.put(partition, end);
      consumer.seek(partition, Math.max(begins.getOrDefault(partition, 0L), end - tail));
    }
  }

  private Subscription subscription(String topic) {
    Subscription subscription = topics.get(topic);
    if (subscription == null) {
      throw new IllegalStateException("Not followed: " + topic);
    }
    return subscription;
  }

  private void read(ConsumerRecords<byte[], byte[]> messages) {
    for (ConsumerRecord<byte[], byte[]> message : messages) {
      Subscription subscription = subscription(message.topic());
      long live =
          liveFrom.getOrDefault(new TopicPartition(message.topic(), message.partition()), 0L);
      try {
        subscription.reader.read(message, message.offset() >= live);
      } catch (UndecodableException e) {
        subscription.state.undecodable.incrementAndGet();
      }
    }
    if (!messages.isEmpty()) {
      topics.values().forEach(subscription -> subscription.reader.pause());
    }
    tellLag();
    if (liveFrom.entrySet().stream()
        .allMatch(start -> consumer.position(start.getKey()) >= start.getValue())) {
      caughtUp.countDown();
    }
  }

  private void tellLag() {
    Map<String, Long> behind = new HashMap<>();
    for (TopicPartition partition : consumer.assignment()) {
      consumer
          .currentLag(partition)
          .ifPresent(lag -> behind.merge(partition.topic(), lag, Long::sum));
    }
    behind.forEach((topic, lag) -> subscription(topic).state.behind = lag);
  }

  @Override
  public void close() {
    closed.countDown();
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
