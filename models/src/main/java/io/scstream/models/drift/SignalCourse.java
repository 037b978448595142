package io.scstream.models.drift;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.random.CounterRandom;
import java.util.Arrays;

/**
 * One signal's history and the evidence against it being exchangeable. The p-value is the rank of a
 * reading among those before it (Vovk et al. 2005), e = ½ p^(−1/2) bets on small ones, and R ← (R +
 * 1) e sums the bets that began at each batch (Shin, Ramdas and Rinaldo 2022). Logarithms, since R
 * has no bound after a change.
 */
final class SignalCourse {
  private final Signal signal;
  private final double[] history;
  private int size;
  private double logEvidence;
  private SignalState.Suspicion suspicion;
  private double value = Double.NaN;
  private double p = Double.NaN;
  private SignalReport.Apart apart = SignalReport.Apart.UNKNOWN;

  private SignalCourse(SignalState state) {
    this.signal = state.signal();
    this.history = new double[signal.historyLimit()];
    this.logEvidence = state.logEvidence();
    this.suspicion = state.suspicion();
    replaceHistory(state.history());
  }

  static SignalCourse start(Signal signal) {
    return restore(
        SignalState.of(
            signal, Double.NEGATIVE_INFINITY, SignalState.Suspicion.NONE, new double[0]));
  }

  static SignalCourse restore(SignalState state) {
    return new SignalCourse(state);
  }

  /** The batch has no reading: the evidence stays. */
  void skip() {
    value = Double.NaN;
    p = Double.NaN;
    apart = SignalReport.Apart.UNKNOWN;
  }

  /** Judges a reading by those before it and adds it to them, whatever the judgement. */
  void take(double reading, long batch, AlarmOptions options) {
    value = reading;
    p = conformal(reading, tieBreak(batch, options.seed()));
    apart = apart(reading);
    if (size >= options.minBatches()) {
      judge(Math.log(0.5) - 0.5 * Math.log(p), batch);
    }
    append(reading);
  }

  private void judge(double logE, long batch) {
    logEvidence = Numbers.logAdd(logEvidence, 0) + logE;
    suspicion =
        suspicion.logEvidence() > 0
            ? new SignalState.Suspicion(
                suspicion.logEvidence() + logE,
                suspicion.since(),
                Math.min(suspicion.readings() + 1, history.length))
            : new SignalState.Suspicion(logE, batch, 1);
  }

  /** From above 0 to 1. */
  private double tieBreak(long batch, long seed) {
    return 1 - CounterRandom.of(seed, batch, "drift/tie/" + signal.name()).nextDouble();
  }

  private double conformal(double reading, double u) {
    int above = 0;
    int equal = 0;
    for (int i = 0; i < size; i++) {
      if (history[i] > reading) {
        above++;
      } else if (history[i] == reading) {
        equal++;
      }
    }
    return (above + u * (equal + 1)) / (size + 1);
  }

  /** Most readings are well within the others, and nothing is to be known of them but that. */
  private SignalReport.Apart apart(double reading) {
    boolean isInTail = p * (size + 1) <= TailChance.tail(size) + 1;
    double[] earlier = isInTail ? Arrays.copyOf(history, size) : new double[0];
    double chance = TailChance.of(reading, earlier, p);
    if (chance * (size + 1) >= 1) {
      return new SignalReport.Apart(chance, Double.NaN, Double.NaN);
    }
    double usual = Numbers.median(earlier);
    double spread = Numbers.spread(earlier);
    return new SignalReport.Apart(
        chance, usual, spread > 0 ? (reading - usual) / spread : Double.NaN);
  }

  private void append(double reading) {
    if (size == history.length) {
      System.arraycopy(history, 1, history, 0, --size);
    }
    history[size++] = reading;
  }

  /** The same batches seen by another model: the evidence stays. */
  void replaceHistory(double[] readings) {
    checkInput(
        readings.length <= history.length && Arrays.stream(readings).allMatch(Double::isFinite),
        "Invalid readings of signal %s: %d; expected at most %d finite ones",
        signal.name(),
        readings.length,
        history.length);
    System.arraycopy(readings, 0, history, 0, readings.length);
    size = readings.length;
  }

  String name() {
    return signal.name();
  }

  double logEvidence() {
    return logEvidence;
  }

  /**
   * The present standing.
   *
   * @param logSum log of the sum of all signals' statistics
   */
  SignalReport report(double logSum) {
    double share = logSum == Double.NEGATIVE_INFINITY ? 0 : Math.exp(logEvidence - logSum);
    return new SignalReport(signal.name(), value, p, logEvidence, share, move(), apart);
  }

  private SignalReport.Move move() {
    if (suspicion.logEvidence() <= 0) {
      return SignalReport.Move.NONE;
    }
    int inside = Math.min(suspicion.readings(), size);
    double[] earlier = Arrays.copyOf(history, size - inside);
    double before = Numbers.median(earlier);
    double now = Numbers.median(Arrays.copyOfRange(history, size - inside, size));
    double spread = Numbers.spread(earlier);
    return new SignalReport.Move(
        suspicion.since(),
        suspicion.readings(),
        before,
        now,
        spread > 0 ? (now - before) / spread : Double.NaN);
  }

  SignalState state() {
    return SignalState.of(signal, logEvidence, suspicion, Arrays.copyOf(history, size));
  }
}
