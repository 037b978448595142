package io.scstream.jobs.operator;

import io.scstream.jobs.catalogue.AlertKind;
import io.scstream.jobs.catalogue.Metric;
import io.scstream.jobs.catalogue.Outlet;
import io.scstream.jobs.connect.Message;
import io.scstream.jobs.state.CodecTypeInfo;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Counts what becomes of the input, warns when rejections gather, and ends the job when there are
 * too many of them. Runs once in a job. What it does follows from the verdicts alone, and it goes
 * on from its checkpoint: a replay comes to the same totals and ends at the same record.
 */
public final class IntakeWatch extends ProcessFunction<Verdict, Message>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;
  private static final double WARN_SHARE = 0.01;

  private final Metrics metrics;
  private final Alerts alerts;
  private final double mostRejected;
  private transient @Nullable ListState<IntakeTally> saved;
  private transient IntakeTally tally = IntakeTally.NONE;

  /**
   * Watches the intake.
   *
   * @param mostRejected share of the last {@link IntakeTally#WINDOW} records that may be rejected,
   *     above 0, at most 1
   */
  public IntakeWatch(Metrics metrics, Alerts alerts, double mostRejected) {
    this.metrics = metrics;
    this.alerts = alerts;
    this.mostRejected = mostRejected;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    ListState<IntakeTally> state =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>(
                    "intake-tally", CodecTypeInfo.of(new IntakeTally.Form())));
    Iterator<IntakeTally> before = state.get().iterator();
    tally = before.hasNext() ? before.next() : IntakeTally.NONE;
    saved = state;
  }

  @Override
  public void open(OpenContext context) {
    register(getRuntimeContext().getMetricGroup(), name -> tally.totals().getOrDefault(name, 0L));
  }

  static void register(MetricGroup group, ToLongFunction<String> totals) {
    for (Metric metric : Metric.at(Outlet.WATCH)) {
      group.<Long, Gauge<Long>>gauge(metric.flinkWord(), () -> totals.applyAsLong(metric.word()));
    }
    for (DeadLetters.Reason reason : DeadLetters.Reason.values()) {
      if (reason.isOfIntake()) {
        MetricGroup own = group.addGroup(Outlet.WATCH_BY_REASON.label(), reason.word());
        for (Metric metric : Metric.at(Outlet.WATCH_BY_REASON)) {
          own.<Long, Gauge<Long>>gauge(
              metric.flinkWord(), () -> totals.applyAsLong(metric.word(reason.word())));
        }
      }
    }
  }

  @Override
  public void processElement(Verdict verdict, Context context, Collector<Message> out) {
    Instant now = Instant.ofEpochMilli(context.timerService().currentProcessingTime());
    int before = tally.rejected();
    tally = tally.after(verdict);
    for (String name : IntakeTally.counts(verdict).keySet()) {
      out.collect(metrics.total(name, tally.totals().getOrDefault(name, 0L), now));
    }
    int rejected = tally.rejected();
    if (isAbove(rejected, WARN_SHARE) && !isAbove(before, WARN_SHARE)) {
      out.collect(
          alerts.raise(
              AlertKind.DEAD_LETTERS_GROWING,
              told(rejected) + "; expected at most " + most(WARN_SHARE),
              "none",
              Map.of("rejected", (double) rejected, "of", (double) IntakeTally.WINDOW),
              now));
    }
    if (isAbove(rejected, mostRejected)) {
      throw new InputRejectedException(
          told(rejected)
              + ", the last one for "
              + verdict.reason()
              + "; expected at most "
              + most(mostRejected)
              + " (input.dead-letter-ratio)");
    }
  }

  private static boolean isAbove(int rejected, double share) {
    return (double) rejected / IntakeTally.WINDOW > share;
  }

  private static String told(int rejected) {
    return "Invalid input: "
        + rejected
        + " of the last "
        + IntakeTally.WINDOW
        + " chunks were rejected";
  }

  private static int most(double share) {
    int most = IntakeTally.WINDOW;
    while (isAbove(most, share)) {
      most--;
    }
    return most;
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    Objects.requireNonNull(saved).update(List.of(tally));
  }
}
