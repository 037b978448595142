package io.scstream.models.drift;

import java.util.Comparator;
import java.util.List;

/**
 * What the alarm says after a batch.
 *
 * @param batch its number, from 1
 * @param logEvidence log of the mean statistic over signals; −∞ before the first judgement
 * @param alarmAt the log evidence that raises the alarm
 * @param stage whether there is an alarm
 * @param signals those with the largest share of the evidence first
 */
public record AlarmReport(
    long batch, double logEvidence, double alarmAt, Stage stage, List<SignalReport> signals) {

  /** Where the alarm stands. */
  public enum Stage {
    /** No alarm, or one that is over. */
    QUIET,
    /** The alarm was raised by this batch. */
    BEGINS,
    /** The alarm was raised before, and the evidence still is as high. */
    GOES_ON,
    /** The evidence has fallen, but nobody has acknowledged the alarm. */
    HELD
  }

  /** Copies. */
  public AlarmReport {
    signals = List.copyOf(signals);
  }

  /** Whether the evidence is high enough for an alarm. */
  public boolean isAlarm() {
    return stage == Stage.BEGINS || stage == Stage.GOES_ON;
  }

  /**
   * The signals by which this batch alone is strange, the least probable first. A signal is one if
   * the chance of its reading is below 1 in the run length asked for, shared out among all signals:
   * while batches are exchangeable, and tails fall like exponential ones, one batch in that many is
   * called strange at most (Bonferroni). Says nothing of the other batches.
   */
  public List<SignalReport> strange() {
    double limit = Math.exp(-alarmAt) / signals.size();
    return signals.stream()
        .filter(signal -> signal.apart().chance() <= limit)
        .sorted(Comparator.comparingDouble(signal -> signal.apart().chance()))
        .toList();
  }

  /** What the most suspected signal did, by how much and since when, in one sentence. */
  public String text() {
    return signals.get(0).text();
  }
}
