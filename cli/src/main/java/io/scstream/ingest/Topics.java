package io.scstream.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics of a deployment and how they are laid out. */
public final class Topics {
  public static final String CELLS = "sc.cells.v1";
  public static final String CONTROL = "sc.control.v1";
  public static final String GENE_SPACES = "sc.gene-spaces.v1";
  public static final String MODEL_EVENTS = "sc.model-events.v1";
  public static final String EMBEDDINGS = "sc.embeddings.v1";
  public static final String METRICS = "sc.metrics.v1";
  public static final String ALERTS = "sc.alerts.v1";
  public static final String DEAD_LETTERS = "sc.dlq.v1";

  /** A message of cells may be this long. */
  static final int CELL_MESSAGE_BYTES = 2 << 20;

  // A dead letter carries the message that it is about.
  private static final int DEAD_LETTER_BYTES = 2 * CELL_MESSAGE_BYTES;

  /** A gene space of a million genes, named by id and symbol, must fit. */
  static final int GENE_SPACE_BYTES = 32 << 20;

  private static final String FOR_EVER = "-1";
  private static final Duration CONTROL_DAYS = Duration.ofDays(14);

  // It is the first to ask the broker: a wrong address should be told in seconds.
  private static final int PATIENCE_MILLIS = 20_000;

  private Topics() {}

  /** Makes the topics that do not exist yet; those that do are left as they are. */
  public static void ensure(Map<String, Object> client) {
    ensure(client, CELLS);
  }

  /** Like {@link #ensure(Map)}, with cells on a topic of another name. */
  public static void ensure(Map<String, Object> client, String cells) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.putIfAbsent("default.api.timeout.ms", PATIENCE_MILLIS);
    settings.putIfAbsent("request.timeout.ms", PATIENCE_MILLIS);
    try (Admin admin = Admin.create(settings)) {
      Set<String> existing = admin.listTopics().names().get();
      List<NewTopic> missing = new ArrayList<>(layout(cells));
      missing.removeIf(topic -> existing.contains(topic.name()));
      for (NewTopic topic : missing) {
        create(admin, topic);
      }
    } catch (ExecutionException e) {
      throw IngestException.kafka(
          "Cannot make the topics on " + client.get("bootstrap.servers"), e);
    } catch (InterruptedException e) {
      throw IngestException.interrupted("Making the topics", e);
    }
  }

  private static void create(Admin admin, NewTopic topic)
      throws ExecutionException, InterruptedException {
    try {
      admin.createTopics(List.of(topic)).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  /** The broker's default replication everywhere; one partition where order matters. */
  static List<NewTopic> layout(String cells) {
    return List.of(
        topic(cells, 1, kept(Duration.ofDays(14), CELL_MESSAGE_BYTES)),
        // Not compacted: a command must not erase an earlier one that a stopped job is to read.
        topic(CONTROL, 1, Map.of("retention.ms", String.valueOf(CONTROL_DAYS.toMillis()))),
        topic(
            GENE_SPACES,
            1,
            Map.of(
                "cleanup.policy",
                "compact",
                "max.message.bytes",
                String.valueOf(GENE_SPACE_BYTES))),
        topic(
            MODEL_EVENTS, 1, Map.of("cleanup.policy", "compact,delete", "retention.ms", FOR_EVER)),
        topic(EMBEDDINGS, 1, Map.of()),
        topic(METRICS, 3, Map.of()),
        topic(ALERTS, 1, Map.of()),
        topic(DEAD_LETTERS, 3, kept(Duration.ofDays(30), DEAD_LETTER_BYTES)));
  }

  private static NewTopic topic(String name, int partitions, Map<String, String> settings) {
    return new NewTopic(name, Optional.of(partitions), Optional.<Short>empty()).configs(settings);
  }

  private static Map<String, String> kept(Duration retention, int messageBytes) {
    return Map.of(
        "retention.ms",
        String.valueOf(retention.toMillis()),
        "max.message.bytes",
        String.valueOf(messageBytes));
  }
}
