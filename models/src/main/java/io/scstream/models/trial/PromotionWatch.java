package io.scstream.models.trial;

import io.scstream.models.drift.AlarmReport;
import io.scstream.models.drift.CellReader;
import io.scstream.models.drift.ClosedBatch;
import io.scstream.models.drift.DriftMonitor;
import io.scstream.models.drift.MonitorOptions;
import io.scstream.models.drift.MonitorState;
import io.scstream.models.drift.SignalReport;
import io.scstream.models.trial.PromotionAlarmTrial.Course;
import io.scstream.models.trial.PromotionAlarmTrial.Ranks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A monitor on a stream without change, and what it has said. Of each alarm it asks whether the
 * model's updates have a part in it: the batches since the change that the alarm tells of are
 * judged once more, from what was known before them, by the one version that was in use then.
 */
final class PromotionWatch {
  /** Signals with less of the evidence have no say in since when. */
  private static final double LEAST_SHARE = 0.1;

  private final MonitorOptions options;
  private final DriftMonitor monitor;
  private final List<Judged> judged = new ArrayList<>();
  private final SortedMap<String, Ranks> ranks = new TreeMap<>();
  private int alarms;
  private int ofUpdates;
  private int under;
  private OptionalInt first = OptionalInt.empty();
  private Optional<String> leader = Optional.empty();

  /** What a batch was judged by. */
  private record Judged(MonitorState before, ClosedBatch batch, CellReader reader) {}

  PromotionWatch(MonitorOptions options) {
    this.options = options;
    this.monitor = DriftMonitor.start(options);
  }

  /**
   * Judges a batch.
   *
   * @param reader stays open as long as this is used
   */
  void accept(ClosedBatch batch, CellReader reader) {
    if (monitor.isJudging()) {
      judged.add(new Judged(monitor.state(), batch, reader));
    }
    monitor.accept(batch, reader).alarm().ifPresent(this::note);
  }

  /** All sketches are read by another version. */
  void promote(CellReader reader) {
    monitor.promote(reader);
  }

  private void note(AlarmReport report) {
    for (SignalReport signal : report.signals()) {
      if (signal.name().matches("(latent|leakage|model)/.*") && !Double.isNaN(signal.p())) {
        ranks.merge(signal.name(), new Ranks(1, signal.p()), Ranks::plus);
      }
    }
    if (report.stage() == AlarmReport.Stage.BEGINS) {
      alarms++;
      ofUpdates += isRaisedWithoutUpdates(report) ? 0 : 1;
    }
    under += report.isAlarm() ? 1 : 0;
    if (report.isAlarm() && first.isEmpty()) {
      first = OptionalInt.of(judged.size());
      leader = Optional.of(report.signals().get(0).name());
    }
  }

  private boolean isRaisedWithoutUpdates(AlarmReport report) {
    long since =
        report.signals().stream()
            .filter(signal -> signal.share() >= LEAST_SHARE && signal.move().since() > 0)
            .mapToLong(signal -> signal.move().since())
            .min()
            .orElse(report.batch());
    List<Judged> again = judged.subList((int) since - 1, judged.size());
    DriftMonitor twin = DriftMonitor.restore(options, again.get(0).before());
    return again.stream()
        .map(it -> twin.accept(it.batch(), again.get(0).reader()).isAlarm())
        .reduce(false, Boolean::logicalOr);
  }

  Course course() {
    return new Course(alarms, ofUpdates, first, leader, under, ranks);
  }
}
