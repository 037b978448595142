package io.scstream.models.trial;

import static io.scstream.models.ModelException.checkConfig;

import io.scstream.models.data.Cell;
import io.scstream.models.drift.AlarmOptions;
import io.scstream.models.drift.CellReader;
import io.scstream.models.drift.CellReading;
import io.scstream.models.drift.ClosedBatch;
import io.scstream.models.drift.DriftMonitor;
import io.scstream.models.drift.DriftReport;
import io.scstream.models.drift.MonitorOptions;
import io.scstream.models.drift.OpenBatch;
import io.scstream.models.drift.SignalReport;
import io.scstream.models.drift.signal.ExpressionProfiles;
import io.scstream.models.drift.signal.InputQuality;
import io.scstream.models.memory.RememberedCell;
import io.scstream.models.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Real batches in random orders, in which nothing changes but by chance, and with the last ones
 * changed. Codes are principal components of cells of all batches, which favour no order.
 */
public final class BatchSeriesTrial {
  /** Principal components that play a model's code. */
  private static final int DIMENSIONS = 10;

  private static final int CELLS_OF_COMPONENTS = 500;

  private final MonitorOptions options;
  private final CellReader reader;
  private final List<ClosedBatch> batches;
  private final long seed;

  /**
   * The cells of one batch.
   *
   * @param cells with the strata that they are compared within
   */
  public record Batch(String name, List<RememberedCell> cells) {
    /** Copies. */
    public Batch {
      cells = List.copyOf(cells);
    }

    /** What is known of it once it is closed. */
    private ClosedBatch closed(long seed) {
      OpenBatch open = OpenBatch.start(name, seed);
      cells.forEach(open::add);
      return open.close();
    }
  }

  /**
   * Alarms without change.
   *
   * @param orders how many
   * @param alarms orders with an alarm
   * @param strange in how many orders each batch was called so, up to the order's first alarm; with
   *     the name of the least probable signal behind a blank
   * @param promised alarms at most, in expectation, and strange batches likewise: judged batches
   *     over the run length asked for, for each order
   */
  public record Silence(
      int orders, int alarms, SortedMap<String, Integer> strange, double promised) {

    /** Batches called strange, each counted in every order in which it was. */
    public int strangeBatches() {
      return strange.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  /**
   * Alarms after a change.
   *
   * @param found the share of orders with an alarm, of those without one before
   * @param medianDelay in batches, of the orders with an alarm; NaN if there are none
   * @param leaders how often each signal had the largest share of the evidence
   * @param alone one changed batch after all the others
   */
  public record Detection(
      double found, double medianDelay, SortedMap<String, Integer> leaders, Alone alone) {}

  /**
   * A single batch that is changed.
   *
   * @param found the share of orders in which it was called strange
   * @param leaders how often each signal was the least probable one
   */
  public record Alone(double found, SortedMap<String, Integer> leaders) {}

  private record Outcome(OptionalInt alarm, Optional<String> leader, List<String> strange) {}

  /**
   * A trial.
   *
   * @param genes that all cells are on
   * @param runLength batches without a false alarm that are asked for
   */
  public BatchSeriesTrial(List<Batch> batches, int genes, double runLength, long seed) {
    checkConfig(batches.size() >= 20, "Invalid batches: %d; expected 20 or more", batches.size());
    this.seed = seed;
    this.batches = batches.stream().map(batch -> batch.closed(seed)).toList();
    this.options =
        new MonitorOptions(
            new AlarmOptions(runLength, 5, 20, seed),
            5,
            5,
            InputQuality.of(genes),
            List.of("pca"),
            Optional.empty(),
            false,
            List.of());
    List<RememberedCell> all = batches.stream().flatMap(batch -> batch.cells().stream()).toList();
    int[] order = CounterRandom.of(seed, 0, "trial/components").permutation(all.size());
    ExpressionProfiles components =
        ExpressionProfiles.of(
            IntStream.range(0, Math.min(CELLS_OF_COMPONENTS, order.length))
                .mapToObj(i -> all.get(order[i]))
                .toList(),
            genes,
            DIMENSIONS,
            1);
    this.reader = cells -> read(cells, components);
  }

  private static CellReading read(List<Cell> cells, ExpressionProfiles components) {
    SortedMap<String, double[][]> blocks = new TreeMap<>();
    blocks.put("pca", cells.stream().map(components::project).toArray(double[][]::new));
    return CellReading.of(blocks);
  }

  /** Random orders without a change. */
  public Silence silence(int orders, IntConsumer progress) {
    List<Outcome> outcomes =
        IntStream.range(0, orders)
            .parallel()
            .mapToObj(
                order -> {
                  Outcome outcome = run(shuffled(order, batches));
                  progress.accept(order);
                  return outcome;
                })
            .toList();
    SortedMap<String, Integer> strange = new TreeMap<>();
    outcomes.forEach(it -> it.strange().forEach(name -> strange.merge(name, 1, Integer::sum)));
    double judged = batches.size() - options.referenceBatches();
    return new Silence(
        orders,
        (int) outcomes.stream().filter(outcome -> outcome.alarm().isPresent()).count(),
        strange,
        orders * judged / options.alarm().runLength());
  }

  /**
   * Random orders that change.
   *
   * @param changed batches that replace the last ones, in random order
   * @param size of them in each order, less than there are unchanged ones
   */
  public Detection detection(List<Batch> changed, int size, int orders, IntConsumer progress) {
    int clean = batches.size() - size;
    checkConfig(
        size >= 1 && clean > options.referenceBatches() && size <= changed.size(),
        "Invalid changed batches: %d; expected 1 to %d",
        size,
        Math.min(changed.size(), batches.size() - options.referenceBatches() - 1));
    List<ClosedBatch> others = changed.stream().map(batch -> batch.closed(seed)).toList();
    List<Outcome> outcomes =
        IntStream.range(0, orders)
            .parallel()
            .mapToObj(
                order -> {
                  List<ClosedBatch> series = new ArrayList<>(shuffled(order, batches));
                  List<ClosedBatch> tail = shuffled(order, others).subList(0, size);
                  series.subList(clean, series.size()).clear();
                  series.addAll(tail);
                  Outcome outcome = run(series);
                  progress.accept(order);
                  return outcome;
                })
            .filter(outcome -> outcome.alarm().orElse(clean) >= clean)
            .toList();
    SortedMap<String, Integer> leaders = new TreeMap<>();
    outcomes.forEach(it -> it.leader().ifPresent(name -> leaders.merge(name, 1, Integer::sum)));
    int[] delays =
        outcomes.stream()
            .filter(outcome -> outcome.alarm().isPresent())
            .mapToInt(outcome -> outcome.alarm().orElseThrow() - clean + 1)
            .sorted()
            .toArray();
    return new Detection(
        outcomes.isEmpty() ? Double.NaN : (double) delays.length / outcomes.size(),
        delays.length == 0 ? Double.NaN : delays[delays.length / 2],
        leaders,
        alone(others, orders));
  }

  private Alone alone(List<ClosedBatch> changed, int orders) {
    List<Optional<String>> leading =
        IntStream.range(0, orders)
            .parallel()
            .mapToObj(order -> leadingIn(changed.get(order % changed.size()), order))
            .toList();
    SortedMap<String, Integer> leaders = new TreeMap<>();
    leading.forEach(it -> it.ifPresent(name -> leaders.merge(name, 1, Integer::sum)));
    return new Alone(
        (double) leading.stream().filter(Optional::isPresent).count() / orders, leaders);
  }

  /** The least probable signal of a strange batch that comes after the others. */
  private Optional<String> leadingIn(ClosedBatch changed, int order) {
    DriftMonitor monitor = DriftMonitor.start(options);
    shuffled(order, batches).stream()
        .filter(batch -> !batch.sketch().batch().equals(changed.sketch().batch()))
        .forEach(batch -> monitor.accept(batch, reader));
    return monitor.accept(changed, reader).strange().stream().map(SignalReport::name).findFirst();
  }

  private List<ClosedBatch> shuffled(int order, List<ClosedBatch> all) {
    int[] places =
        CounterRandom.of(seed, order, "trial/order/" + all.size()).permutation(all.size());
    return Arrays.stream(places).mapToObj(all::get).toList();
  }

  /** Until the first alarm. */
  private Outcome run(List<ClosedBatch> series) {
    DriftMonitor monitor = DriftMonitor.start(options);
    List<String> strange = new ArrayList<>();
    for (int at = 0; at < series.size(); at++) {
      DriftReport report = monitor.accept(series.get(at), reader);
      String batch = series.get(at).sketch().batch();
      report.strange().stream().findFirst().ifPresent(it -> strange.add(batch + " " + it.name()));
      if (report.isAlarm()) {
        Optional<String> leader = report.alarm().map(alarm -> alarm.signals().get(0).name());
        return new Outcome(OptionalInt.of(at), leader, strange);
      }
    }
    return new Outcome(OptionalInt.empty(), Optional.empty(), strange);
  }
}
