package io.scstream.jobs.operator;

import io.scstream.jobs.connect.PlacedChunk;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.cells.ChunkId;
import io.scstream.schema.cells.ChunkRules;
import io.scstream.schema.cells.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Lets every valid chunk through once. Keyed by {@code dataset|batch}; remembers the digest of each
 * chunk for a while, so that a repetition is dropped and a contradiction is kept as a dead letter.
 */
public final class AdmitFunction extends KeyedProcessFunction<String, PlacedChunk, PlacedChunk> {
  private static final long serialVersionUID = 1L;

  private final DeadLetters letters;
  private final Alerts alerts;
  private final Duration memory;
  private transient @Nullable MapState<Long, byte[]> digests;

  /** Remembers chunks for so long. */
  public AdmitFunction(DeadLetters letters, Alerts alerts, Duration memory) {
    this.letters = letters;
    this.alerts = alerts;
    this.memory = memory;
  }

  @Override
  public void open(OpenContext context) {
    MapStateDescriptor<Long, byte[]> descriptor =
        new MapStateDescriptor<>(
            "chunk-digests", Types.LONG, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(memory).build());
    digests = getRuntimeContext().getMapState(descriptor);
  }

  @Override
  public void processElement(PlacedChunk placed, Context context, Collector<PlacedChunk> out)
      throws Exception {
    CellChunkRecord chunk = placed.chunk();
    Instant now = Instant.ofEpochMilli(context.timerService().currentProcessingTime());
    Optional<Violation> violation = ChunkRules.check(chunk);
    if (violation.isPresent()) {
      context.output(
          SideOutputs.MESSAGES,
          letters.rejected(
              placed.raw(),
              DeadLetters.Reason.INVALID_CONTENT,
              violation.get().toString(),
              chunk.getCellIds(),
              now));
      return;
    }
    MapState<Long, byte[]> known = Objects.requireNonNull(digests);
    byte[] digest = chunk.getSha256().bytes();
    byte[] before = known.get(chunk.getChunkSeq());
    if (before == null) {
      known.put(chunk.getChunkSeq(), digest);
      rejectEmptyCells(placed, context, now);
      out.collect(placed);
    } else if (!Arrays.equals(before, digest)) {
      reject(placed, before, context, now);
    }
  }

  private void reject(PlacedChunk placed, byte[] before, Context context, Instant now) {
    CellChunkRecord chunk = placed.chunk();
    String detail =
        "Invalid sha256 of chunk "
            + ChunkId.of(chunk)
            + ": "
            + HexFormat.of().formatHex(chunk.getSha256().bytes())
            + "; expected "
            + HexFormat.of().formatHex(before)
            + " as in the chunk taken before";
    context.output(
        SideOutputs.MESSAGES,
        letters.rejected(
            placed.raw(),
            DeadLetters.Reason.CONFLICTING_DUPLICATE,
            detail,
            chunk.getCellIds(),
            now));
    context.output(
        SideOutputs.MESSAGES, alerts.warn("conflicting-duplicate", detail, "dead-lettered", now));
  }

  private void rejectEmptyCells(PlacedChunk placed, Context context, Instant now) {
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
  }
}
