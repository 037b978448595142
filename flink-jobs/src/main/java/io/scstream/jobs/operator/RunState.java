package io.scstream.jobs.operator;

import io.scstream.jobs.connect.PlacedChunk;
import io.scstream.jobs.connect.PlacedChunkCodec;
import io.scstream.jobs.state.CodecTypeInfo;
import io.scstream.jobs.state.LeakageStateCodec;
import io.scstream.jobs.state.OversightStateCodec;
import io.scstream.jobs.state.PanelCodec;
import io.scstream.jobs.state.RememberedCellCodec;
import io.scstream.jobs.state.RunMeta;
import io.scstream.jobs.state.RunMetaCodec;
import io.scstream.models.gauge.Panel;
import io.scstream.models.leakage.LeakageState;
import io.scstream.models.learner.LearnerSnapshot;
import io.scstream.models.memory.RememberedCell;
import io.scstream.models.stream.DriftWatch;
import io.scstream.models.stream.MemoryWatcher;
import io.scstream.models.stream.OversightState;
import io.scstream.models.stream.StreamState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/**
 * A run in Flink's keyed state. The slots of the memories, the chunks held back and what a person
 * or the guard decided are written as they change; the weights, the optimizer and the counts at the
 * barrier of a checkpoint only.
 */
final class RunState implements MemoryWatcher {
  /** The name of the state that says whether a run has begun. */
  static final String META = "meta";

  private static final Duration QUARANTINE = Duration.ofDays(30);

  private final MapState<String, byte[]> tensor;
  private final ValueState<RunMeta> meta;
  private final ValueState<Panel> panel;
  private final ValueState<LeakageState> leakage;
  private final ValueState<OversightState> oversight;
  private final MapState<Integer, RememberedCell> replay;
  private final MapState<Integer, RememberedCell> holdOut;
  private final MapState<Integer, RememberedCell> reference;
  private final MapState<String, String> quarantine;
  private final MapState<Long, PlacedChunk> held;
  private final ValueState<Boolean> paused;
  private final ValueState<byte[]> donors;
  private final ValueState<String> withheldTold;
  private final DriftState drift;
  private @Nullable Panel writtenPanel;

  RunState(RuntimeContext context) {
    tensor =
        context.getMapState(
            new MapStateDescriptor<>(
                "tensor", Types.STRING, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    meta = context.getState(new ValueStateDescriptor<>(META, CodecTypeInfo.of(new RunMetaCodec())));
    panel =
        context.getState(new ValueStateDescriptor<>("panel", CodecTypeInfo.of(new PanelCodec())));
    leakage =
        context.getState(
            new ValueStateDescriptor<>("leakage", CodecTypeInfo.of(new LeakageStateCodec())));
    oversight =
        context.getState(
            new ValueStateDescriptor<>("oversight", CodecTypeInfo.of(new OversightStateCodec())));
    replay = context.getMapState(cells("replay"));
    holdOut = context.getMapState(cells("hold-out"));
    reference = context.getMapState(cells("reference"));
    MapStateDescriptor<String, String> reasons =
        new MapStateDescriptor<>("quarantine", Types.STRING, Types.STRING);
    reasons.enableTimeToLive(StateTtlConfig.newBuilder(QUARANTINE).build());
    quarantine = context.getMapState(reasons);
    held =
        context.getMapState(
            new MapStateDescriptor<>("held", Types.LONG, CodecTypeInfo.of(new PlacedChunkCodec())));
    paused = context.getState(new ValueStateDescriptor<>("paused", Types.BOOLEAN));
    donors =
        context.getState(
            new ValueStateDescriptor<>(
                "donors", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    withheldTold =
        context.getState(new ValueStateDescriptor<>("encoder-withheld-told", Types.STRING));
    drift = new DriftState(context);
  }

  private static MapStateDescriptor<Integer, RememberedCell> cells(String name) {
    return new MapStateDescriptor<>(name, Types.INT, CodecTypeInfo.of(new RememberedCellCodec()));
  }

  /** A run that has begun. */
  record Begun(RunMeta meta, StreamState stream) {}

  /**
   * Everything that was saved.
   *
   * @param quarantine chunk to reason
   * @param held chunks that came while training was halted, in order
   * @param donors the register of donors, if it was kept
   * @param withheldTold digest of why versions go without encoder, if that was told
   * @param drift of the watch over batches
   */
  record Saved(
      Optional<Begun> begun,
      boolean isPaused,
      Map<String, String> quarantine,
      List<PlacedChunk> held,
      Optional<byte[]> donors,
      Optional<String> withheldTold,
      DriftWatch.Saved drift) {}

  /** Reads all of it. */
  Saved read() throws Exception {
    RunMeta about = meta.value();
    return new Saved(
        about == null ? Optional.empty() : Optional.of(new Begun(about, stream(about))),
        Boolean.TRUE.equals(paused.value()),
        Map.copyOf(entries(quarantine)),
        List.copyOf(entries(held).values()),
        Optional.ofNullable(donors.value()),
        Optional.ofNullable(withheldTold.value()),
        drift.read());
  }

  /** Where the watch over batches writes. */
  DriftState drift() {
    return drift;
  }

  private StreamState stream(RunMeta about) throws Exception {
    SortedMap<String, byte[]> parts = entries(tensor);
    return new StreamState(
        parts.isEmpty() ? Optional.empty() : Optional.of(LearnerSnapshot.ofParts(parts)),
        about.counts(),
        about.carry(),
        new StreamState.Memory(entries(replay), about.seen().replay()),
        new StreamState.Memory(entries(holdOut), about.seen().holdOut()),
        new StreamState.Memory(entries(reference), about.seen().reference()),
        about.guard(),
        Optional.ofNullable(panel.value()),
        Optional.ofNullable(leakage.value()),
        Optional.ofNullable(oversight.value()).orElse(OversightState.NONE));
  }

  /** Writes what changes at every chunk, and the panel if it changed. */
  void write(RunMeta about, StreamState now) throws Exception {
    if (now.learner().isPresent()) {
      tensor.putAll(now.learner().get().parts());
    }
    meta.update(about);
    if (now.leakage().isPresent()) {
      leakage.update(now.leakage().get());
    } else {
      leakage.clear();
    }
    oversight.update(now.oversight());
    Panel aligned = now.panel().orElse(null);
    if (aligned == null) {
      panel.clear();
    } else if (!aligned.equals(writtenPanel)) {
      panel.update(aligned);
    }
    writtenPanel = aligned;
  }

  /** Remembers the register of donors, or that it is not known. */
  void donors(Optional<byte[]> register) throws Exception {
    if (register.isPresent()) {
      donors.update(register.get());
    } else {
      donors.clear();
    }
  }

  /** Remembers the digest of why versions go without encoder, which was told. */
  void withheldTold(String digest) throws Exception {
    withheldTold.update(digest);
  }

  /** Remembers that a person asked for a pause, or for its end. */
  void pause(boolean isPaused) throws Exception {
    paused.update(isPaused);
  }

  /** Remembers that the chunk must not be trained on. */
  void quarantine(String chunk, String reason) throws Exception {
    quarantine.put(chunk, reason);
  }

  /** Why the chunk must not be trained on, if so. */
  Optional<String> quarantined(String chunk) throws Exception {
    return Optional.ofNullable(quarantine.get(chunk));
  }

  /** Keeps a chunk that came while training was halted, after all others. */
  int hold(PlacedChunk chunk) throws Exception {
    long last = -1;
    int before = 0;
    for (long place : held.keys()) {
      last = Math.max(last, place);
      before++;
    }
    held.put(last + 1, chunk);
    return before + 1;
  }

  /** Gives back the chunks that were kept, in order, and keeps them no longer. */
  List<PlacedChunk> release() throws Exception {
    List<PlacedChunk> chunks = new ArrayList<>(entries(held).values());
    held.clear();
    return chunks;
  }

  @Override
  public void stored(Which memory, int slot, RememberedCell cell) {
    try {
      slots(memory).put(slot, cell);
    } catch (Exception e) {
      throw new IllegalStateException("Cannot write slot " + slot + " of the state", e);
    }
  }

  @Override
  public void removed(Which memory, int slot) {
    try {
      slots(memory).remove(slot);
    } catch (Exception e) {
      throw new IllegalStateException("Cannot clear slot " + slot + " of the state", e);
    }
  }

  private MapState<Integer, RememberedCell> slots(Which memory) {
    return switch (memory) {
      case REPLAY -> replay;
      case HOLD_OUT -> holdOut;
      case REFERENCE -> reference;
    };
  }

  private static <K extends Comparable<K>, V> SortedMap<K, V> entries(MapState<K, V> state)
      throws Exception {
    Map<K, V> entries = new HashMap<>();
    for (var entry : state.entries()) {
      entries.put(entry.getKey(), entry.getValue());
    }
    return new TreeMap<>(entries);
  }
}
