package io.scstream.models.drift;

import io.scstream.models.drift.MonitorOptions.Scalar;
import io.scstream.models.drift.MonitorOptions.Sides;
import io.scstream.models.drift.detect.DetectorState;
import io.scstream.models.drift.signal.Composition;
import io.scstream.models.drift.signal.ExpressionProfiles;
import io.scstream.models.drift.signal.InputQuality;
import io.scstream.models.memory.RememberedCell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Follows the batches of a stream: input values, composition, expression, codes and likelihood, one
 * alarm for all. Cells of a batch share its effect, so each is a number or none for each signal,
 * and only batches are tested.
 *
 * <p>The first batches are the reference. Codes and likelihood are read off sketches, by the model
 * that is in use; when another takes over, {@link #promote} reads the kept sketches again, so that
 * the model's change is no drift. Nothing here is random but by the seed, and nothing is learned
 * from the readings. Not thread-safe.
 */
public final class DriftMonitor {
  static final String COMPOSITION = "composition";
  static final String EXPRESSION = "expression";
  static final String SPREAD = "expression/spread";
  static final String LATENT = "latent/";
  static final String UP = "/up";
  static final String DOWN = "/down";
  static final String LEAKAGE = "leakage/role";
  static final String RESIDUAL = "model/residual";

  private static final int COMPONENTS = 20;

  /** Robust spreads from the usual, beyond which a value is impossible. */
  private static final double LIMIT = 6;

  private final MonitorOptions options;
  private final List<Scalar> scalars;
  private final DriftAlarm alarm;
  private final List<BatchSketch> reference = new ArrayList<>();
  private final List<BatchSketch> recent = new ArrayList<>();
  private final SortedMap<String, ScalarCourse> courses = new TreeMap<>();

  /** What follows from reference and sketches; made when it is needed. */
  private @Nullable Measured measured;

  /** What follows from these and the model. */
  private @Nullable Coded coded;

  private record Measured(
      Composition composition,
      ExpressionProfiles expression,
      List<SortedMap<String, double[]>> profiles) {}

  /** With the mean codes of the recent sketches, oldest first. */
  private record Coded(
      ModelSignals signals, List<SortedMap<String, double[]>> means, LongMemory memory) {}

  private DriftMonitor(MonitorOptions options, DriftAlarm alarm) {
    this.options = options;
    this.scalars = scalars(options);
    this.alarm = alarm;
    scalars.forEach(scalar -> courses.put(scalar.name(), ScalarCourse.empty()));
  }

  private static List<Scalar> scalars(MonitorOptions options) {
    List<Scalar> all = new ArrayList<>();
    options.quality().names().forEach(name -> all.add(new Scalar(name, Sides.BOTH)));
    all.addAll(options.scalars());
    return all;
  }

  /** A monitor that has seen nothing. */
  public static DriftMonitor start(MonitorOptions options) {
    return new DriftMonitor(options, DriftAlarm.start(options.alarm(), signals(options)));
  }

  private static List<Signal> signals(MonitorOptions options) {
    List<Signal> signals = new ArrayList<>();
    scalars(options).forEach(scalar -> signals.add(new Signal(scalar.name(), Signal.OF_INPUT)));
    signals.add(new Signal(SPREAD, Signal.OF_INPUT));
    signals.add(new Signal(COMPOSITION, Signal.OF_INPUT));
    signals.add(new Signal(EXPRESSION, Signal.SKETCHED));
    ofModel(options).forEach(name -> signals.add(new Signal(name, Signal.SKETCHED)));
    return signals;
  }

  /**
   * What is read by a model: the distance of each block's codes, whichever way, to the one side,
   * and to the other; what the shared block tells of roles; and the residual.
   */
  private static List<String> ofModel(MonitorOptions options) {
    List<String> names = new ArrayList<>();
    options
        .blocks()
        .forEach(block -> Stream.of("", UP, DOWN).forEach(it -> names.add(LATENT + block + it)));
    options.shared().ifPresent(block -> names.add(LEAKAGE));
    if (options.isScored()) {
      names.add(RESIDUAL);
    }
    return names;
  }

  /**
   * The monitor that had this state, with the same options but for the alarm's. Signals that it did
   * not follow then begin now.
   */
  public static DriftMonitor restore(MonitorOptions options, MonitorState state) {
    DriftMonitor monitor =
        new DriftMonitor(
            options, DriftAlarm.restore(options.alarm(), state.alarm().with(signals(options))));
    monitor.reference.addAll(state.reference());
    monitor.recent.addAll(state.recent());
    state
        .scalars()
        .forEach((name, scalar) -> monitor.courses.put(name, ScalarCourse.restore(scalar)));
    return monitor;
  }

  /**
   * Judges the next batch.
   *
   * @param reader the model in use; the same one until {@link #promote} is told of another
   */
  public DriftReport accept(ClosedBatch batch, CellReader reader) {
    SortedMap<String, Double> values = new TreeMap<>(batch.scalars());
    values.putAll(options.quality().measure(batch.sample()));
    SortedMap<String, Double> limits = limits(values);
    SortedMap<String, Double> readings = new TreeMap<>();
    boolean isReference = reference.size() < options.referenceBatches();
    if (!isReference) {
      // First, as nothing is changed yet if the model fails.
      readings.putAll(sketched(batch.sketch(), reader));
    }
    readings.putAll(scores(values));
    Optional<AlarmReport> report = Optional.empty();
    Optional<LastingShift> lasting = Optional.empty();
    if (isReference) {
      reference.add(batch.sketch());
    } else {
      AlarmReport judged = alarm.accept(readings);
      report = Optional.of(judged);
      lasting = lasting(judged.batch(), coded(reader));
    }
    return new DriftReport(
        batch.sketch().batch(),
        report,
        report.flatMap(this::since),
        limits,
        batch.acquisitionCuts(),
        lasting);
  }

  private Optional<LastingShift> lasting(long judged, Coded now) {
    SortedMap<String, Double> moved = now.memory().accept(now.means(), judged);
    return moved.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new LastingShift(recent.get(recent.size() - LongMemory.WINDOW).batch(), moved));
  }

  /** Only of what was measured on the input, not of what a model says, nor of what is counted. */
  private SortedMap<String, Double> limits(SortedMap<String, Double> values) {
    SortedMap<String, Double> limits = new TreeMap<>();
    for (Scalar scalar : scalars) {
      Double value = values.get(scalar.name());
      boolean isMeasured =
          scalar.name().startsWith("input/")
              && !scalar.name().equals(InputQuality.DOUBLET_SHARE); // Of few cells, it jumps.
      if (value != null && isMeasured) {
        double score = course(scalar).robustScore(value);
        if (Math.abs(score) > LIMIT) {
          limits.put(scalar.name(), score);
        }
      }
    }
    return limits;
  }

  private SortedMap<String, Double> scores(SortedMap<String, Double> values) {
    SortedMap<String, Double> readings = new TreeMap<>();
    for (Scalar scalar : scalars) {
      Double value = values.get(scalar.name());
      if (value != null) {
        course(scalar)
            .accept(value)
            .ifPresent(q -> readings.put(scalar.name(), ScalarCourse.surprise(q, scalar.sides())));
      }
    }
    return readings;
  }

  private ScalarCourse course(Scalar scalar) {
    return course(scalar.name());
  }

  private ScalarCourse course(String name) {
    return courses.computeIfAbsent(name, ignored -> ScalarCourse.empty());
  }

  private SortedMap<String, Double> sketched(BatchSketch sketch, CellReader reader) {
    Measured known = measured();
    Coded now = coded(reader);
    CellReading reading = reader.read(sketch.bare());
    SortedMap<String, Double> readings = now.signals().read(sketch, reading);
    readings.put(COMPOSITION, Math.sqrt(known.composition().score(sketch.strata())));
    if (recent.size() == Signal.SKETCHED) {
      recent.remove(0);
      known.profiles().remove(0);
      now.means().remove(0);
    }
    recent.add(sketch);
    known.profiles().add(known.expression().measure(sketch.cells()));
    now.means().add(reading.means());
    double[] distances = known.expression().distances(known.profiles());
    Arrays.setAll(distances, i -> Math.sqrt(distances[i]));
    alarm.recompute(EXPRESSION, finite(distances, distances.length - 1));
    double last = distances[distances.length - 1];
    if (Double.isFinite(last)) {
      readings.put(EXPRESSION, last);
    }
    OptionalDouble spread = known.expression().spread(sketch.cells());
    if (spread.isPresent()) {
      course(SPREAD)
          .accept(spread.getAsDouble())
          .ifPresent(q -> readings.put(SPREAD, ScalarCourse.surprise(q, Sides.BOTH)));
    }
    return readings;
  }

  private static double[] finite(double[] values, int size) {
    return Arrays.stream(values, 0, size).filter(Double::isFinite).toArray();
  }

  private Measured measured() {
    if (measured == null) {
      int genes = options.quality().genes();
      ExpressionProfiles expression =
          ExpressionProfiles.of(referenceCells(), genes, COMPONENTS, options.stratumCells());
      List<SortedMap<String, double[]>> profiles = new ArrayList<>();
      recent.forEach(sketch -> profiles.add(expression.measure(sketch.cells())));
      measured =
          new Measured(
              Composition.of(
                  reference.stream().<Map<String, Integer>>map(BatchSketch::strata).toList()),
              expression,
              profiles);
    }
    return measured;
  }

  private Coded coded(CellReader reader) {
    if (coded == null) {
      ModelSignals signals = ModelSignals.of(options, reader, referenceCells());
      List<SortedMap<String, double[]>> means = new ArrayList<>();
      recent.forEach(sketch -> means.add(reader.read(sketch.bare()).means()));
      coded = new Coded(signals, means, memory(signals));
    }
    return coded;
  }

  private LongMemory memory(ModelSignals signals) {
    return new LongMemory(
        options.alarm().runLength(), signals.whitenings(), options.alarm().seed());
  }

  private List<RememberedCell> referenceCells() {
    return reference.stream().flatMap(sketch -> sketch.cells().stream()).toList();
  }

  private Optional<String> since(AlarmReport report) {
    long back = report.batch() - report.signals().get(0).move().since();
    return report.signals().get(0).move().since() > 0 && back < recent.size()
        ? Optional.of(recent.get((int) (recent.size() - 1 - back)).batch())
        : Optional.empty();
  }

  /**
   * Another model takes over: all that is kept is read by it. Evidence stays.
   *
   * @param reader the model in use from now on
   */
  public void promote(CellReader reader) {
    if (reference.size() < options.referenceBatches()) {
      return;
    }
    ModelSignals signals = ModelSignals.of(options, reader, referenceCells());
    List<SortedMap<String, double[]>> means = new ArrayList<>();
    SortedMap<String, List<Double>> histories = new TreeMap<>();
    ofModel(options).forEach(name -> histories.put(name, new ArrayList<>()));
    for (BatchSketch sketch : recent) {
      CellReading reading = reader.read(sketch.bare());
      means.add(reading.means());
      signals
          .read(sketch, reading)
          .forEach(
              (signal, value) ->
                  histories.computeIfAbsent(signal, ignored -> new ArrayList<>()).add(value));
    }
    // Last, as nothing is changed yet if the model fails.
    coded = new Coded(signals, means, memory(signals));
    histories.forEach(
        (signal, values) ->
            alarm.recompute(signal, values.stream().mapToDouble(value -> value).toArray()));
  }

  /** Drift was looked at: no alarm waits any longer. */
  public void acknowledge() {
    alarm.acknowledge();
  }

  /** The drift is the new normal: the next batches are the reference, and evidence begins anew. */
  public void acceptDrift() {
    alarm.reReference();
    reference.clear();
    recent.clear();
    courses.replaceAll((name, course) -> ScalarCourse.empty());
    measured = null;
    coded = null;
  }

  /** Whether an alarm waits to be acknowledged: no version should be promoted meanwhile. */
  public boolean isHeld() {
    return alarm.isHeld();
  }

  /** Whether the reference is complete, so that a model is asked about every further batch. */
  public boolean isJudging() {
    return reference.size() >= options.referenceBatches();
  }

  /** Everything but the options and the model. */
  public MonitorState state() {
    SortedMap<String, DetectorState> states = new TreeMap<>();
    courses.forEach((name, course) -> states.put(name, course.state()));
    return new MonitorState(alarm.state(), reference, recent, states);
  }
}
