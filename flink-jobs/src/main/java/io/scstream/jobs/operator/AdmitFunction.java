package io.scstream.jobs.operator;

import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.catalogue.AlertKind;
import io.scstream.jobs.connect.PlacedChunk;
import io.scstream.jobs.state.CodecTypeInfo;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.cells.ChunkId;
import io.scstream.schema.cells.ChunkRules;
import io.scstream.schema.cells.Violation;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Lets every valid chunk through once. Keyed by {@code dataset|batch}; remembers the digest of each
 * chunk for a while, so that a repetition is dropped and a contradiction is kept as a dead letter.
 *
 * <p>Also tells when a batch was closed with chunks missing. Only these reports look at event time
 * and clock: which chunks go on, and in which order, does not depend on them.
 */
public final class AdmitFunction extends KeyedProcessFunction<String, Decoded, PlacedChunk> {
  private static final long serialVersionUID = 1L;

  private final DeadLetters letters;
  private final Alerts alerts;
  private final ScstreamConfig.Input input;
  private transient @Nullable MapState<Long, byte[]> digests;
  private transient @Nullable ValueState<BatchProgress> progress;

  /** Remembers chunks and closes batches as the settings say. */
  public AdmitFunction(DeadLetters letters, Alerts alerts, ScstreamConfig.Input input) {
    this.letters = letters;
    this.alerts = alerts;
    this.input = input;
  }

  @Override
  public void open(OpenContext context) {
    StateTtlConfig memory = StateTtlConfig.newBuilder(input.dedupTtl()).build();
    MapStateDescriptor<Long, byte[]> chunks =
        new MapStateDescriptor<>(
            "chunk-digests", Types.LONG, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    chunks.enableTimeToLive(memory);
    digests = getRuntimeContext().getMapState(chunks);
    ValueStateDescriptor<BatchProgress> batch =
        new ValueStateDescriptor<>("batch-progress", CodecTypeInfo.of(new BatchProgressCodec()));
    batch.enableTimeToLive(memory);
    progress = getRuntimeContext().getState(batch);
  }

  @Override
  public void processElement(Decoded decoded, Context context, Collector<PlacedChunk> out)
      throws Exception {
    Instant now = Instant.ofEpochMilli(context.timerService().currentProcessingTime());
    if (decoded.fault().isPresent()) {
      Decoded.Fault fault = decoded.fault().get();
      context.output(
          SideOutputs.MESSAGES,
          letters.unreadable(decoded.raw(), fault.reason(), fault.detail(), now));
      context.output(SideOutputs.VERDICTS, Verdict.rejected(fault.reason()));
      return;
    }
    PlacedChunk placed = decoded.chunk().orElseThrow();
    CellChunkRecord chunk = placed.chunk();
    Optional<Violation> violation = ChunkRules.check(chunk);
    if (violation.isPresent()) {
      reject(placed, DeadLetters.Reason.INVALID_CONTENT, violation.get().toString(), context, now);
      return;
    }
    MapState<Long, byte[]> known = Objects.requireNonNull(digests);
    byte[] digest = chunk.getSha256().bytes();
    byte[] before = known.get(chunk.getChunkSeq());
    if (before == null) {
      known.put(chunk.getChunkSeq(), digest);
      admit(placed, context, out, now);
    } else if (Arrays.equals(before, digest)) {
      context.output(SideOutputs.VERDICTS, Verdict.REPEATED);
    } else {
      rejectConflict(placed, before, context, now);
    }
  }

  private void admit(PlacedChunk placed, Context context, Collector<PlacedChunk> out, Instant now)
      throws Exception {
    boolean isLate = batch().isClosed();
    int empty = rejectEmptyCells(placed, context, now);
    out.collect(placed);
    context.output(
        SideOutputs.VERDICTS,
        new Verdict(isLate ? Verdict.Outcome.LATE : Verdict.Outcome.ADMITTED, "", empty));
    follow(placed.chunk(), context.timerService());
  }

  private void reject(
      PlacedChunk placed, DeadLetters.Reason reason, String detail, Context context, Instant now) {
    context.output(
        SideOutputs.MESSAGES,
        letters.rejected(placed.raw(), reason, detail, placed.chunk().getCellIds(), now));
    context.output(SideOutputs.VERDICTS, Verdict.rejected(reason));
  }

  private void rejectConflict(PlacedChunk placed, byte[] before, Context context, Instant now) {
    CellChunkRecord chunk = placed.chunk();
    String detail =
        "Invalid sha256 of chunk "
            + ChunkId.of(chunk)
            + ": "
            + HexFormat.of().formatHex(chunk.getSha256().bytes())
            + "; expected "
            + HexFormat.of().formatHex(before)
            + " as in the chunk taken before";
    reject(placed, DeadLetters.Reason.CONFLICTING_DUPLICATE, detail, context, now);
    context.output(
        SideOutputs.MESSAGES,
        alerts.raise(AlertKind.CONFLICTING_DUPLICATE, detail, "dead-lettered", now));
  }

  /** How many there are. */
  private int rejectEmptyCells(PlacedChunk placed, Context context, Instant now) {
    List<String> empty = ChunkCells.emptyCells(placed.chunk());
    if (!empty.isEmpty()) {
      context.output(
          SideOutputs.MESSAGES,
          letters.rejected(
              placed.raw(),
              DeadLetters.Reason.EMPTY_CELLS,
              "Invalid counts of " + empty.size() + " cells: none; expected at least one",
              empty,
              now));
    }
    return empty.size();
  }

  /** Puts off the end of the chunk's batch, or closes it if nothing is missing. */
  private void follow(CellChunkRecord chunk, TimerService timers) throws Exception {
    BatchProgress before = batch();
    BatchProgress after = before.with(chunk);
    cancel(before, timers);
    if (before.isClosed() || after.isComplete()) {
      update(after.close());
      return;
    }
    // A chunk that is far behind, as one sent again is, must not close its batch by being so.
    long newest =
        Math.max(
            chunk.getProducedAt().toEpochMilli(),
            timers.currentWatermark() + input.batches().outOfOrderness().toMillis());
    long silence = after.expected().isPresent() ? 0 : input.batches().closeEventTime().toMillis();
    BatchProgress open =
        after.open(
            newest + silence,
            timers.currentProcessingTime() + input.batches().closeIdle().toMillis());
    timers.registerEventTimeTimer(open.closeEventTime());
    timers.registerProcessingTimeTimer(open.closeClock());
    update(open);
  }

  private static void cancel(BatchProgress batch, TimerService timers) {
    if (batch.closeClock() != BatchProgress.UNKNOWN) {
      timers.deleteEventTimeTimer(batch.closeEventTime());
      timers.deleteProcessingTimeTimer(batch.closeClock());
    }
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<PlacedChunk> out)
      throws Exception {
    BatchProgress batch = batch();
    long due =
        context.timeDomain() == TimeDomain.EVENT_TIME ? batch.closeEventTime() : batch.closeClock();
    if (batch.closeClock() == BatchProgress.UNKNOWN || due != time) {
      return; // The memory of the batch has run out.
    }
    cancel(batch, context.timerService());
    update(batch.close());
    Map<String, Double> evidence = new HashMap<>(Map.of("seen", (double) batch.seen()));
    batch.expected().ifPresent(chunks -> evidence.put("expected", (double) chunks));
    Instant now = Instant.ofEpochMilli(context.timerService().currentProcessingTime());
    context.output(
        SideOutputs.MESSAGES,
        alerts.raise(
            AlertKind.BATCH_INCOMPLETE,
            "Invalid batch "
                + context.getCurrentKey()
                + ": closed after "
                + batch.seen()
                + " chunks; expected "
                + (batch.expected().isPresent()
                    ? String.valueOf(batch.expected().getAsLong())
                    : "its last one, which has not come"),
            "trained on what came",
            evidence,
            now));
    context.output(SideOutputs.VERDICTS, Verdict.INCOMPLETE);
  }

  private BatchProgress batch() throws Exception {
    return Objects.requireNonNullElse(Objects.requireNonNull(progress).value(), BatchProgress.NONE);
  }

  private void update(BatchProgress batch) throws Exception {
    Objects.requireNonNull(progress).update(batch);
  }
}
