package io.scstream.models.trial;

import static io.scstream.models.ModelException.checkConfig;

import io.scstream.models.ModelException;
import io.scstream.models.drift.AlarmOptions;
import io.scstream.models.drift.AlarmReport;
import io.scstream.models.drift.DriftAlarm;
import io.scstream.models.drift.Signal;
import io.scstream.models.drift.SignalReport;
import io.scstream.models.drift.signal.EnergyDistance;
import io.scstream.models.drift.signal.PrincipalSide;
import io.scstream.models.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Batches of cells of one law, to see how long the drift alarm is silent, and batches that move, to
 * see how soon it is not. A cell's value for a signal is its batch's effect plus noise of its own,
 * of variances icc and 1 − icc. A batch is read by its sketch, a uniform choice of 64 among its
 * cells; these are independent given the batch's effect, so the others need not be drawn, and the
 * mean of a sketch can be drawn at once.
 */
public final class AlarmTrial {
  private static final int SKETCH = 64;
  private static final int REFERENCE_BATCHES = 5;

  private final Law law;
  private final AlarmOptions options;

  /** What is read of a sketch. */
  public enum Reading {
    /** The mean, as of a model's residuals: strange if large. */
    MEAN,
    /**
     * The energy distance to the sketches of five batches before the first one, followed as codes
     * are: by itself, and to either side.
     */
    ENERGY;

    private List<String> followed() {
      return this == ENERGY ? List.of("", "/up", "/down") : List.of("");
    }

    /** The reading of this name, in small letters. */
    public static Reading named(String name) {
      for (Reading reading : values()) {
        if (reading.label().equals(name)) {
          return reading;
        }
      }
      throw new ModelException(
          ModelException.Category.BAD_CONFIG,
          "Invalid reading: %s; expected mean or energy".formatted(name));
    }

    /** Its name in small letters. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What cells are like, and what is read of them.
   *
   * @param icc intraclass correlation, from 0 to below 1
   * @param signals 1 or more
   * @param correlation of the signals' batch effects, from 0 to 1
   */
  public record Law(Reading reading, double icc, int signals, double correlation) {
    /** Checks. */
    public Law {
      checkConfig(icc >= 0 && icc < 1, "Invalid icc: %s; expected a number from 0 to below 1", icc);
      checkConfig(signals >= 1, "Invalid signals: %d; expected a positive number", signals);
      checkConfig(
          correlation >= 0 && correlation <= 1,
          "Invalid correlation: %s; expected a number from 0 to 1",
          correlation);
    }

    /** Of the mean of a sketch, over batches. */
    double deviation() {
      return Math.sqrt(icc + (1 - icc) / SKETCH);
    }
  }

  /**
   * A change of the first signal.
   *
   * @param deviations by how many standard deviations of a sketch's mean
   * @param clean batches before it
   */
  public record Shift(double deviations, int clean) {}

  /**
   * Batches until alarms.
   *
   * @param mean a run that reached the cap counts with it
   * @param standardError of the mean
   * @param capped runs that reached the cap
   */
  public record RunLength(double mean, double standardError, int capped) {}

  /**
   * Batches from a change to its alarm.
   *
   * @param median the cap if most changes were not found
   * @param found the share of changes that were found before the cap
   * @param attributed the share of the found ones that were ascribed to the signal that moved
   */
  public record Delay(double median, double found, double attributed) {}

  /**
   * Single batches that are called strange.
   *
   * @param runLength batches without change for each that was called so; infinite if none was
   * @param called how many of them were
   * @param found the share of batches that moved alone and were called so
   * @param attributed the share of the found ones that were ascribed to the signal that moved
   */
  public record Strange(double runLength, int called, double found, double attributed) {}

  /** Trials of this law. */
  public AlarmTrial(Law law, AlarmOptions options) {
    this.law = law;
    this.options = options;
  }

  /**
   * How long the alarm is silent while nothing changes.
   *
   * @param replications 2 or more; they run on all processors, the result is the same on any number
   * @param cap batches after which a run is over
   * @param progress is told the number of each run that is over
   */
  public RunLength runLength(int replications, int cap, IntConsumer progress) {
    checkConfig(replications >= 2, "Invalid replications: %d; expected 2 or more", replications);
    int[] lengths =
        IntStream.range(0, replications)
            .parallel()
            .map(
                replication -> {
                  int length = new Run(replication).untilAlarm(cap).orElse(cap);
                  progress.accept(replication);
                  return length;
                })
            .toArray();
    double mean = Arrays.stream(lengths).average().orElseThrow();
    double squares = Arrays.stream(lengths).mapToDouble(it -> (it - mean) * (it - mean)).sum();
    return new RunLength(
        mean,
        Math.sqrt(squares / (replications - 1) / replications),
        (int) Arrays.stream(lengths).filter(it -> it == cap).count());
  }

  /** How soon a change is found; runs with an alarm before it are drawn anew. */
  public Delay delay(Shift shift, int replications, int cap, IntConsumer progress) {
    checkConfig(replications >= 2, "Invalid replications: %d; expected 2 or more", replications);
    List<Found> all =
        IntStream.range(0, replications)
            .parallel()
            .mapToObj(
                replication -> {
                  Found found = find(replication, shift, cap);
                  progress.accept(replication);
                  return found;
                })
            .toList();
    int[] delays = all.stream().mapToInt(found -> found.delay().orElse(cap)).sorted().toArray();
    int middle = delays.length / 2;
    long found = all.stream().filter(it -> it.delay().isPresent()).count();
    return new Delay(
        delays.length % 2 == 1 ? delays[middle] : (delays[middle - 1] + delays[middle]) / 2.0,
        (double) found / all.size(),
        found == 0 ? Double.NaN : (double) all.stream().filter(Found::isRight).count() / found);
  }

  private record Found(OptionalInt delay, boolean isRight) {}

  /** How often one batch is called strange that is not, and one that moved alone. */
  public Strange strange(Shift shift, int replications, IntConsumer progress) {
    checkConfig(replications >= 1, "Invalid replications: %d; expected 1 or more", replications);
    List<Lone> all =
        IntStream.range(0, replications)
            .parallel()
            .mapToObj(
                replication -> {
                  Lone lone = new Run(replication).untilOneMoves(shift);
                  progress.accept(replication);
                  return lone;
                })
            .toList();
    int called = all.stream().mapToInt(Lone::called).sum();
    long found = all.stream().filter(it -> it.leader().isPresent()).count();
    return new Strange(
        (double) shift.clean() * replications / called,
        called,
        (double) found / replications,
        found == 0 ? Double.NaN : (double) all.stream().filter(Lone::isRight).count() / found);
  }

  private record Lone(int called, Optional<String> leader, boolean isRight) {}

  private Found find(int replication, Shift shift, int cap) {
    for (int attempt = 1; ; attempt++) {
      // Beyond the numbers of runs without change, and different for each attempt.
      Run run = new Run(((long) attempt << 32) + replication);
      if (run.untilAlarm(shift.clean()).isEmpty()) {
        run.shift = shift.deviations() * law.deviation();
        OptionalInt delay = run.untilAlarm(cap);
        return new Found(delay, delay.isPresent() && run.leads(name(0)));
      }
    }
  }

  /** One stream of batches. */
  private final class Run {
    private final DriftAlarm alarm;
    private final CounterRandom chance;
    private final List<EnergyDistance> distances = new ArrayList<>();
    private final List<PrincipalSide> sides = new ArrayList<>();
    private double shift;
    private String leader = "";

    Run(long number) {
      this.chance = CounterRandom.of(options.seed(), number, "trial/alarm");
      AlarmOptions own =
          new AlarmOptions(
              options.runLength(), options.minBatches(), options.cleanBatches(), chance.nextLong());
      this.alarm =
          DriftAlarm.start(
              own,
              IntStream.range(0, law.signals())
                  .boxed()
                  .flatMap(
                      i ->
                          law.reading().followed().stream()
                              .map(side -> new Signal(name(i) + side, Signal.SKETCHED)))
                  .toList());
      if (law.reading() == Reading.ENERGY) {
        drawReference();
      }
    }

    private void drawReference() {
      double[][][] cells = new double[law.signals()][REFERENCE_BATCHES * SKETCH][];
      for (int batch = 0; batch < REFERENCE_BATCHES; batch++) {
        double[] effects = effects();
        for (int signal = 0; signal < law.signals(); signal++) {
          System.arraycopy(sketch(effects[signal]), 0, cells[signal], batch * SKETCH, SKETCH);
        }
      }
      for (double[][] reference : cells) {
        distances.add(EnergyDistance.to(reference));
        sides.add(PrincipalSide.of(reference, Collections.nCopies(reference.length, "")));
      }
    }

    /** The next batch. */
    AlarmReport next() {
      double[] effects = effects();
      effects[0] += shift;
      Map<String, Double> readings = new HashMap<>();
      for (int signal = 0; signal < effects.length; signal++) {
        readings.putAll(read(signal, effects[signal]));
      }
      return alarm.accept(readings);
    }

    /** Alarms are passed over: how many batches were called strange, and whether the last was. */
    Lone untilOneMoves(Shift moves) {
      int called = 0;
      for (int batch = 1; batch <= moves.clean(); batch++) {
        called += next().strange().isEmpty() ? 0 : 1;
      }
      shift = moves.deviations() * law.deviation();
      Optional<String> leading = next().strange().stream().map(SignalReport::name).findFirst();
      leading.ifPresent(name -> leader = name);
      return new Lone(called, leading, leading.isPresent() && leads(name(0)));
    }

    OptionalInt untilAlarm(int cap) {
      for (int batch = 1; batch <= cap; batch++) {
        AlarmReport report = next();
        if (report.isAlarm()) {
          leader = report.signals().get(0).name();
          return OptionalInt.of(batch);
        }
      }
      return OptionalInt.empty();
    }

    /** Whether the leading signal is this one, or to one side of it. */
    boolean leads(String name) {
      return law.reading().followed().stream().anyMatch(side -> leader.equals(name + side));
    }

    private Map<String, Double> read(int signal, double effect) {
      if (law.reading() == Reading.MEAN) {
        double noise = Math.sqrt((1 - law.icc()) / SKETCH);
        return Map.of(name(signal), effect + noise * chance.nextGaussian());
      }
      double[][] sketch = sketch(effect);
      double distance = EnergyDistance.root(distances.get(signal).of(sketch));
      double side =
          Math.signum(sides.get(signal).displacement(sketch, Collections.nCopies(SKETCH, "")));
      return Map.of(
          name(signal),
          distance,
          name(signal) + "/up",
          side * distance,
          name(signal) + "/down",
          -side * distance);
    }

    private double[] effects() {
      double shared = Math.sqrt(law.icc() * law.correlation()) * chance.nextGaussian();
      double own = Math.sqrt(law.icc() * (1 - law.correlation()));
      double[] effects = new double[law.signals()];
      for (int signal = 0; signal < effects.length; signal++) {
        effects[signal] = shared + own * chance.nextGaussian();
      }
      return effects;
    }

    private double[][] sketch(double effect) {
      double noise = Math.sqrt(1 - law.icc());
      double[][] cells = new double[SKETCH][1];
      for (double[] cell : cells) {
        cell[0] = effect + noise * chance.nextGaussian();
      }
      return cells;
    }
  }

  private static String name(int signal) {
    return "signal/" + signal;
  }
}
