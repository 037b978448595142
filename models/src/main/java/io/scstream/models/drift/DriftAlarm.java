package io.scstream.models.drift;

import static io.scstream.models.ModelException.checkConfig;
import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.ModelException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One alarm over many signals with a promise: while batches are exchangeable, it is raised once in
 * {@link AlarmOptions#runLength} batches on average at most. It is raised when the mean of the
 * signals' Shiryaev–Roberts statistics, each less the number of batches a supermartingale, reaches
 * the run length (Shin, Ramdas and Rinaldo 2022, "E-detectors"). A mean of the e-values instead
 * would drown the one signal that moves.
 *
 * <p>Every reading joins the history, also those of suspicious batches: leaving them out would cut
 * off the upper tail that later readings are ranked in. Not thread-safe.
 */
public final class DriftAlarm {
  private final AlarmOptions options;
  private List<SignalCourse> courses;
  private long batches;
  private boolean isRaised;
  private boolean isHeld;
  private int cleanBatches;

  private DriftAlarm(AlarmOptions options, List<SignalCourse> courses) {
    checkConfig(!courses.isEmpty(), "Invalid signals of the drift alarm: none; expected 1 or more");
    Set<String> names = new HashSet<>();
    for (SignalCourse course : courses) {
      checkConfig(
          names.add(course.name()),
          "Invalid signals of the drift alarm: %s twice; expected different names",
          course.name());
    }
    this.options = options;
    this.courses = courses;
  }

  /** An alarm that has seen nothing. */
  public static DriftAlarm start(AlarmOptions options, Collection<Signal> signals) {
    return new DriftAlarm(options, signals.stream().map(SignalCourse::start).toList());
  }

  /** The alarm that had this state; the options may be others. */
  public static DriftAlarm restore(AlarmOptions options, AlarmState state) {
    DriftAlarm alarm =
        new DriftAlarm(options, state.signals().stream().map(SignalCourse::restore).toList());
    alarm.batches = state.batches();
    alarm.isRaised = state.isRaised();
    alarm.isHeld = state.isHeld();
    alarm.cleanBatches = state.cleanBatches();
    return alarm;
  }

  /**
   * Takes in the next batch.
   *
   * @param readings finite, by the names of signals; a signal without one keeps its evidence
   */
  public AlarmReport accept(Map<String, Double> readings) {
    checkReadings(readings);
    batches++;
    for (SignalCourse course : courses) {
      Double reading = readings.get(course.name());
      if (reading == null) {
        course.skip();
      } else {
        course.take(reading, batches, options);
      }
    }
    double logSum = logSum();
    double logMean = logSum - Math.log(courses.size());
    boolean raises = logMean >= Math.log(options.runLength());
    AlarmReport.Stage stage = advance(raises);
    return new AlarmReport(batches, logMean, Math.log(options.runLength()), stage, reports(logSum));
  }

  private void checkReadings(Map<String, Double> readings) {
    for (Map.Entry<String, Double> reading : readings.entrySet()) {
      checkInput(
          Double.isFinite(reading.getValue()),
          "Invalid reading of signal %s: %s; expected a finite number",
          reading.getKey(),
          reading.getValue());
      course(reading.getKey());
    }
  }

  private AlarmReport.Stage advance(boolean raises) {
    boolean begins = raises && !isRaised;
    isRaised = raises;
    cleanBatches = raises ? 0 : cleanBatches + 1;
    isHeld = begins || (isHeld && cleanBatches < options.cleanBatches());
    if (raises) {
      return begins ? AlarmReport.Stage.BEGINS : AlarmReport.Stage.GOES_ON;
    }
    return isHeld ? AlarmReport.Stage.HELD : AlarmReport.Stage.QUIET;
  }

  private double logSum() {
    double sum = Double.NEGATIVE_INFINITY;
    for (SignalCourse course : courses) {
      sum = Numbers.logAdd(sum, course.logEvidence());
    }
    return sum;
  }

  private List<SignalReport> reports(double logSum) {
    List<SignalReport> reports = new ArrayList<>();
    courses.forEach(course -> reports.add(course.report(logSum)));
    reports.sort(Comparator.comparingDouble(SignalReport::logEvidence).reversed());
    return reports;
  }

  /**
   * Puts other readings of the same batches in place of a signal's history: after a promotion those
   * by the new model, so that the promotion itself is no drift. The evidence stays.
   *
   * @param readings oldest first, at most as many as the history may have
   */
  public void recompute(String signal, double[] readings) {
    course(signal).replaceHistory(readings);
  }

  /** Drift was looked at: no alarm waits any longer. History and evidence stay. */
  public void acknowledge() {
    isHeld = false;
  }

  /** What comes from now on is the normal: the history and the evidence begin anew. */
  public void reReference() {
    courses = courses.stream().map(course -> SignalCourse.start(course.state().signal())).toList();
    isRaised = false;
    isHeld = false;
    cleanBatches = 0;
  }

  /** Whether an alarm has neither been acknowledged nor been followed by enough clean batches. */
  public boolean isHeld() {
    return isHeld;
  }

  private SignalCourse course(String name) {
    return courses.stream()
        .filter(course -> course.name().equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(name));
  }

  private ModelException unknown(String name) {
    return new ModelException(
        ModelException.Category.BAD_INPUT,
        "Invalid signal: %s; expected one of %s"
            .formatted(name, courses.stream().map(SignalCourse::name).toList()));
  }

  /** Everything but the options. */
  public AlarmState state() {
    return new AlarmState(
        batches,
        isRaised,
        isHeld,
        cleanBatches,
        courses.stream().map(SignalCourse::state).toList());
  }
}
