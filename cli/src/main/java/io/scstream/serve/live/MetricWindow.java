package io.scstream.serve.live;

import io.scstream.schema.MetricRecord;
import io.scstream.schema.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The last values of every metric, at most so many of at most so many series. */
public final class MetricWindow {
  /** Values of a series that are kept. */
  public static final int VALUES = 2048;

  private static final int SERIES = 1024;

  private final SortedMap<Key, Ring> rings = new TreeMap<>();
  private final TreeSet<String> leftOut = new TreeSet<>();

  /** A metric of a model, of one role or of both. */
  private record Key(String lineage, String metric, String role) implements Comparable<Key> {
    static Key of(MetricRecord record) {
      Role role = record.getRole();
      return new Key(
          record.getLineage(),
          record.getMetric(),
          role == null ? "" : role.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public int compareTo(Key other) {
      int lineages = lineage.compareTo(other.lineage);
      int metrics = lineages != 0 ? lineages : metric.compareTo(other.metric);
      return metrics != 0 ? metrics : role.compareTo(other.role);
    }
  }

  /** Values of a metric, oldest first, as columns. */
  public record Series(
      String metric,
      @Nullable String role,
      List<Long> timesMs,
      List<Long> steps,
      List<Double> values,
      List<Long> cells) {}

  /** One value. */
  public record Value(
      String lineage,
      String metric,
      @Nullable String role,
      long timeMs,
      long step,
      double value,
      long cells) {
    static Value of(MetricRecord record) {
      Role role = record.getRole();
      return new Value(
          record.getLineage(),
          record.getMetric(),
          role == null ? null : role.name().toLowerCase(Locale.ROOT),
          record.getMeasuredAt().toEpochMilli(),
          record.getStep(),
          record.getValue(),
          record.getCells());
    }
  }

  /** Takes a value in. */
  public synchronized Value add(MetricRecord record) {
    Value value = Value.of(record);
    Key key = Key.of(record);
    Ring ring = rings.get(key);
    if (ring == null && rings.size() < SERIES) {
      ring = new Ring();
      rings.put(key, ring);
    }
    if (ring != null) {
      ring.add(value);
    } else if (leftOut.size() < SERIES) {
      leftOut.add(key.toString());
    }
    return value;
  }

  /** The series of a model that are wanted, each with its last values. */
  public synchronized List<Series> series(String lineage, Predicate<String> isWanted, int most) {
    List<Series> series = new ArrayList<>();
    rings
        .tailMap(new Key(lineage, "", ""))
        .forEach(
            (key, ring) -> {
              if (key.lineage.equals(lineage) && isWanted.test(key.metric)) {
                series.add(ring.series(key, most));
              }
            });
    return series;
  }

  /** Models of which there is a value. */
  public synchronized SortedSet<String> lineages() {
    SortedSet<String> lineages = new TreeSet<>();
    rings.keySet().forEach(key -> lineages.add(key.lineage));
    return lineages;
  }

  /** How many series a model has. */
  public synchronized int size(String lineage) {
    return (int) rings.keySet().stream().filter(key -> key.lineage.equals(lineage)).count();
  }

  /** How many series there are. */
  public synchronized int size() {
    return rings.size();
  }

  /** How many series had no room; counted up to a bound. */
  public synchronized int leftOut() {
    return leftOut.size();
  }

  private static final class Ring {
    private static final int FIRST = 64;

    private long[] times = new long[FIRST];
    private long[] steps = new long[FIRST];
    private double[] values = new double[FIRST];
    private long[] cells = new long[FIRST];
    private int next;
    private int size;

    void add(Value value) {
      if (size == times.length && size < VALUES) {
        grow();
      }
      times[next] = value.timeMs;
      steps[next] = value.step;
      values[next] = value.value;
      cells[next] = value.cells;
      next = (next + 1) % times.length;
      size = Math.min(size + 1, times.length);
    }

    // Before the first value falls out they lie in order.
    private void grow() {
      next = size;
      int length = Math.min(VALUES, 2 * size);
      times = Arrays.copyOf(times, length);
      steps = Arrays.copyOf(steps, length);
      values = Arrays.copyOf(values, length);
      cells = Arrays.copyOf(cells, length);
    }

    Series series(Key key, int most) {
      int count = Math.min(size, most);
      List<Long> timesMs = new ArrayList<>(count);
      List<Long> stepsThen = new ArrayList<>(count);
      List<Double> valuesThen = new ArrayList<>(count);
      List<Long> cellsThen = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        int at = Math.floorMod(next - count + i, times.length);
        timesMs.add(times[at]);
        stepsThen.add(steps[at]);
        valuesThen.add(values[at]);
        cellsThen.add(cells[at]);
      }
      return new Series(
          key.metric,
          key.role.isEmpty() ? null : key.role,
          timesMs,
          stepsThen,
          valuesThen,
          cellsThen);
    }
  }
}
