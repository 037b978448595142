package io.scstream.jobs.operator;

import io.scstream.jobs.state.BatchCourseCodec;
import io.scstream.jobs.state.CodecTypeInfo;
import io.scstream.jobs.state.MonitorStateCodec;
import io.scstream.jobs.state.OpenBatchStateCodec;
import io.scstream.models.drift.MonitorState;
import io.scstream.models.drift.OpenBatchState;
import io.scstream.models.stream.BatchCourse;
import io.scstream.models.stream.DriftStore;
import io.scstream.models.stream.DriftWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The drift watch in Flink's keyed state. The monitor and the weights, which are large, are written
 * when they have changed.
 */
final class DriftState implements DriftStore {
  private final ValueState<BatchCourse> course;
  private final ValueState<MonitorState> monitor;
  private final MapState<String, OpenBatchState> open;
  private final ValueState<byte[]> weights;

  DriftState(RuntimeContext context) {
    course =
        context.getState(
            new ValueStateDescriptor<>("drift-course", CodecTypeInfo.of(new BatchCourseCodec())));
    monitor =
        context.getState(
            new ValueStateDescriptor<>("drift-monitor", CodecTypeInfo.of(new MonitorStateCodec())));
    open =
        context.getMapState(
            new MapStateDescriptor<>(
                "drift-open", Types.STRING, CodecTypeInfo.of(new OpenBatchStateCodec())));
    weights =
        context.getState(
            new ValueStateDescriptor<>(
                "drift-weights", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
  }

  /** Everything; nothing in a state that was saved before batches were watched. */
  DriftWatch.Saved read() throws Exception {
    List<OpenBatchState> batches = new ArrayList<>();
    open.values().forEach(batches::add);
    return new DriftWatch.Saved(
        Optional.ofNullable(course.value()).orElse(BatchCourse.NONE),
        batches,
        Optional.ofNullable(monitor.value()),
        Optional.ofNullable(weights.value()));
  }

  @Override
  public void course(BatchCourse now) {
    write("drift-course", () -> course.update(now));
  }

  @Override
  public void monitor(MonitorState now) {
    write("drift-monitor", () -> monitor.update(now));
  }

  @Override
  public void open(OpenBatchState batch) {
    write("drift-open", () -> open.put(batch.batch(), batch));
  }

  @Override
  public void closed(String batch) {
    write("drift-open", () -> open.remove(batch));
  }

  @Override
  public void weights(byte[] safetensors) {
    write("drift-weights", () -> weights.update(safetensors));
  }

  private interface Writing {
    void run() throws Exception;
  }

  private static void write(String what, Writing writing) {
    try {
      writing.run();
    } catch (Exception e) {
      throw new IllegalStateException("Cannot write the state " + what, e);
    }
  }
}
