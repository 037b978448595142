package io.scstream.models.drift;

import static io.scstream.models.ModelException.checkInput;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** What is known of one signal. Immutable. */
public final class SignalState {
  private final Signal signal;
  private final double logEvidence;
  private final Suspicion suspicion;
  private final double[] history;

  /**
   * The stretch of batches that speaks most for a change.
   *
   * @param logEvidence log of the product of e-values over the stretch; 0 or less where none is
   *     suspected
   * @param since the number of its first batch; 0 where no batch was ever judged
   * @param readings of this signal in it
   */
  public record Suspicion(double logEvidence, long since, int readings) {
    static final Suspicion NONE = new Suspicion(0, 0, 0);
  }

  private SignalState(Signal signal, double logEvidence, Suspicion suspicion, double[] history) {
    this.signal = signal;
    this.logEvidence = logEvidence;
    this.suspicion = suspicion;
    this.history = history;
  }

  /**
   * Copies.
   *
   * @param logEvidence log R; −∞ at the start
   * @param history readings, oldest first
   */
  public static SignalState of(
      Signal signal, double logEvidence, Suspicion suspicion, double[] history) {
    checkInput(
        history.length <= signal.historyLimit()
            && Arrays.stream(history).allMatch(Double::isFinite),
        "Invalid state of signal %s: %d readings; expected at most %d finite ones",
        signal.name(),
        history.length,
        signal.historyLimit());
    checkInput(
        !Double.isNaN(logEvidence) && !Double.isNaN(suspicion.logEvidence()),
        "Invalid state of signal %s: evidence is not a number",
        signal.name());
    return new SignalState(signal, logEvidence, suspicion, history.clone());
  }

  /** The same with other readings. */
  SignalState of(DoubleUnaryOperator reading) {
    return of(signal, logEvidence, suspicion, Arrays.stream(history).map(reading).toArray());
  }

  public Signal signal() {
    return signal;
  }

  public double logEvidence() {
    return logEvidence;
  }

  public Suspicion suspicion() {
    return suspicion;
  }

  /** Copies. */
  public double[] history() {
    return history.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignalState state
        && signal.equals(state.signal)
        && Double.compare(logEvidence, state.logEvidence) == 0
        && suspicion.equals(state.suspicion)
        && Arrays.equals(history, state.history);
  }

  @Override
  public int hashCode() {
    return 31 * signal.hashCode() + Arrays.hashCode(history);
  }
}
