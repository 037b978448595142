package io.scstream.serve.live;

import io.scstream.config.ScstreamConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the broker every few seconds how far jobs have read the topic of cells. */
public final class LagProbe implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LagProbe.class);
  private static final Duration PACE = Duration.ofSeconds(5);

  /** Names of the consumer groups of jobs begin so; the lineage's name follows. */
  private static final Map<String, String> GROUPS =
      Map.of("scstream-train-", "train", "scstream-embed-", "embed");

  private final Admin admin;
  private final ScstreamConfig.Topics topics;
  private final Clock clock;
  private final ScheduledExecutorService pace =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "serve-lag");
            thread.setDaemon(true);
            return thread;
          });
  private volatile Optional<Lag> newest = Optional.empty();

  private LagProbe(Admin admin, ScstreamConfig.Topics topics, Clock clock) {
    this.admin = admin;
    this.topics = topics;
    this.clock = clock;
  }

  /** Begins to ask. */
  public static LagProbe start(
      Map<String, Object> client, ScstreamConfig.Topics topics, Clock clock) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.putIfAbsent("default.api.timeout.ms", 10_000);
    settings.putIfAbsent("request.timeout.ms", 5_000);
    LagProbe probe = new LagProbe(Admin.create(settings), topics, clock);
    var unused =
        probe.pace.scheduleWithFixedDelay(probe::look, 0, PACE.toMillis(), TimeUnit.MILLISECONDS);
    return probe;
  }

  /** The last answer; empty before the first one. */
  public Optional<Lag> newest() {
    return newest;
  }

  private void look() {
    try {
      newest = Optional.of(ask());
    } catch (ExecutionException | KafkaException e) {
      LOG.debug("No lag now", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Lag ask() throws ExecutionException, InterruptedException {
    Map<TopicPartition, Long> cells = ends(topics.cells());
    List<Lag.Job> jobs = new ArrayList<>();
    for (Map.Entry<String, Lag.Job> group : groups().entrySet()) {
      Map<TopicPartition, OffsetAndMetadata> read =
          admin.listConsumerGroupOffsets(group.getKey()).partitionsToOffsetAndMetadata().get();
      Lag.Job job = group.getValue();
      jobs.add(new Lag.Job(job.group(), job.lineage(), behind(cells, read)));
    }
    return new Lag(
        clock.instant(), jobs, sum(cells.values()), sum(ends(topics.deadLetters()).values()));
  }

  private Map<String, Lag.Job> groups() throws ExecutionException, InterruptedException {
    Map<String, Lag.Job> found = new TreeMap<>();
    for (var group : admin.listGroups().all().get()) {
      GROUPS.forEach(
          (prefix, word) -> {
            String id = group.groupId();
            if (id.startsWith(prefix) && !id.endsWith("-control")) {
              found.put(id, new Lag.Job(word, id.substring(prefix.length()), null));
            }
          });
    }
    return found;
  }

  private static @Nullable Long behind(
      Map<TopicPartition, Long> ends, Map<TopicPartition, OffsetAndMetadata> read) {
    Set<TopicPartition> known = ends.keySet();
    if (read.keySet().stream().noneMatch(known::contains)) {
      return null;
    }
    long behind = 0;
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      OffsetAndMetadata at = read.get(end.getKey());
      behind += Math.max(0, end.getValue() - (at == null ? 0 : at.offset()));
    }
    return behind;
  }

  private Map<TopicPartition, Long> ends(String topic)
      throws ExecutionException, InterruptedException {
    if (!admin.listTopics().names().get().contains(topic)) {
      return Map.of();
    }
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    admin
        .describeTopics(List.of(topic))
        .allTopicNames()
        .get()
        .forEach(
            (name, description) ->
                description
                    .partitions()
                    .forEach(
                        info ->
                            latest.put(
                                new TopicPartition(name, info.partition()), OffsetSpec.latest())));
    Map<TopicPartition, Long> ends = new HashMap<>();
    admin.listOffsets(latest).all().get().forEach((place, end) -> ends.put(place, end.offset()));
    return ends;
  }

  private static long sum(Collection<Long> numbers) {
    return numbers.stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public void close() {
    pace.shutdownNow();
    admin.close(Duration.ofSeconds(2));
  }
}
