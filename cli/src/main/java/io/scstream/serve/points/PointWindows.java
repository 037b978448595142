package io.scstream.serve.points;

import io.scstream.schema.EmbeddingRecord;
import io.scstream.schema.framing.Framing;
import io.scstream.schema.framing.SingleObjectFraming;
import io.scstream.serve.live.TopicFeed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A window for each model, of a bounded number of models: the first ones that are seen. */
public final class PointWindows implements TopicFeed.Reader {
  private static final int LINEAGES = 4;
  private static final int COUNTED = 1000;

  private final Framing<EmbeddingRecord> framing = SingleObjectFraming.of(EmbeddingRecord.class);
  private final String epoch;
  private final int capacity;
  private final SortedMap<String, PointWindow> windows = new TreeMap<>();
  private final TreeSet<String> leftOut = new TreeSet<>();
  private List<EmbeddingRecord> arrived = new ArrayList<>();

  /** Windows of so many points each. */
  public PointWindows(String epoch, int capacity) {
    this.epoch = epoch;
    this.capacity = capacity;
  }

  /** What to follow: the topic of embeddings, from so many messages before its end. */
  public TopicFeed.Subscription subscription(String topic) {
    return new TopicFeed.Subscription(topic, capacity, this);
  }

  @Override
  public void read(ConsumerRecord<byte[], byte[]> message, boolean isLive) {
    if (message.value() != null) { // A message may be there only to delete.
      arrived.add(framing.read(message.value()));
    }
  }

  @Override
  public void pause() {
    Map<String, List<EmbeddingRecord>> byLineage =
        arrived.stream().collect(Collectors.groupingBy(EmbeddingRecord::getLineage));
    arrived = new ArrayList<>();
    byLineage.forEach(
        (lineage, records) -> opened(lineage).ifPresent(window -> window.add(records)));
  }

  private synchronized Optional<PointWindow> opened(String lineage) {
    if (!windows.containsKey(lineage)) {
      if (windows.size() >= LINEAGES) {
        if (leftOut.size() < COUNTED) {
          leftOut.add(lineage);
        }
        return Optional.empty();
      }
      windows.put(lineage, new PointWindow(lineage, epoch, capacity));
    }
    return window(lineage);
  }

  /** The window of a model. */
  public synchronized Optional<PointWindow> window(String lineage) {
    return Optional.ofNullable(windows.get(lineage));
  }

  /** All windows, by model. */
  public synchronized SortedMap<String, PointWindow> all() {
    return new TreeMap<>(windows);
  }

  /** How many models had no room; counted up to a bound. */
  public synchronized int leftOut() {
    return leftOut.size();
  }

  public int capacity() {
    return capacity;
  }
}
