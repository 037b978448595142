package io.scstream.jobs.operator;

import io.scstream.jobs.state.CodecTypeInfo;
import io.scstream.jobs.state.RememberedCellCodec;
import io.scstream.jobs.state.RunMeta;
import io.scstream.jobs.state.RunMetaCodec;
import io.scstream.models.learner.LearnerSnapshot;
import io.scstream.models.memory.RememberedCell;
import io.scstream.models.stream.MemoryWatcher;
import io.scstream.models.stream.StreamState;
import io.scstream.store.RunOrigin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * A run in Flink's keyed state. The slots of the memories are written as they change; the weights,
 * the optimizer and the counts at the barrier of a checkpoint only.
 */
final class RunState implements MemoryWatcher {
  private static final String WEIGHTS = "weights";
  private static final String OPTIMIZER = "optimizer";

  private final MapState<String, byte[]> tensors;
  private final ValueState<RunMeta> meta;
  private final MapState<Integer, RememberedCell> replay;
  private final MapState<Integer, RememberedCell> holdOut;
  private final MapState<Integer, RememberedCell> reference;
  private final ValueState<String> run;

  RunState(RuntimeContext context) {
    tensors =
        context.getMapState(
            new MapStateDescriptor<>(
                "tensors", Types.STRING, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    meta =
        context.getState(new ValueStateDescriptor<>("meta", CodecTypeInfo.of(new RunMetaCodec())));
    replay = context.getMapState(cells("replay"));
    holdOut = context.getMapState(cells("hold-out"));
    reference = context.getMapState(cells("reference"));
    run = context.getState(new ValueStateDescriptor<>("run", Types.STRING));
  }

  private static MapStateDescriptor<Integer, RememberedCell> cells(String name) {
    return new MapStateDescriptor<>(name, Types.INT, CodecTypeInfo.of(new RememberedCellCodec()));
  }

  /** Which run this is: made when it is first asked for, and the same ever after. */
  RunOrigin origin() {
    try {
      if (run.value() == null) {
        run.update(UUID.randomUUID().toString());
      }
      return RunOrigin.of(run.value());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot reach the state", e);
    }
  }

  /** The small part, or nothing for a run that has not begun. */
  Optional<RunMeta> meta() throws Exception {
    return Optional.ofNullable(meta.value());
  }

  /** The whole of a run that has begun. */
  StreamState read(RunMeta from) throws Exception {
    Optional<LearnerSnapshot> learner = Optional.empty();
    byte[] weights = tensors.get(WEIGHTS);
    if (weights != null) {
      learner =
          Optional.of(LearnerSnapshot.of(weights, Objects.requireNonNull(tensors.get(OPTIMIZER))));
    }
    return new StreamState(
        learner,
        from.counts(),
        from.carry(),
        new StreamState.Memory(slots(replay), from.replaySeen()),
        new StreamState.Memory(slots(holdOut), from.holdOutSeen()),
        new StreamState.Memory(slots(reference), from.referenceSeen()),
        from.guard());
  }

  /** What never changes in a run. */
  record Frame(String geneSpace, int genes, String holdOutRule) {}

  /** Writes all but the slots. */
  void write(StreamState state, Frame frame, SortedMap<String, Long> through) throws Exception {
    if (state.learner().isPresent()) {
      tensors.put(WEIGHTS, state.learner().get().weightsSafetensors());
      tensors.put(OPTIMIZER, state.learner().get().optimizerSafetensors());
    }
    meta.update(
        new RunMeta(
            state.counts(),
            frame.geneSpace(),
            frame.genes(),
            through,
            new TreeMap<>(state.replay().seen()),
            new TreeMap<>(state.holdOut().seen()),
            new TreeMap<>(state.reference().seen()),
            state.carry(),
            state.guard(),
            frame.holdOutRule()));
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
      throw new IllegalStateException("Cannot remove slot " + slot + " of the state", e);
    }
  }

  private MapState<Integer, RememberedCell> slots(Which memory) {
    return switch (memory) {
      case REPLAY -> replay;
      case HOLD_OUT -> holdOut;
      case REFERENCE -> reference;
    };
  }

  private static SortedMap<Integer, RememberedCell> slots(MapState<Integer, RememberedCell> state)
      throws Exception {
    SortedMap<Integer, RememberedCell> slots = new TreeMap<>();
    for (var entry : state.entries()) {
      slots.put(entry.getKey(), entry.getValue());
    }
    return slots;
  }
}
