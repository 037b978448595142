package io.scstream.jobs;

import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.operator.Decoded;
import io.scstream.jobs.operator.ProducedAt;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/** The time that goes with records: of cells, when their chunk was produced. */
final class EventTime {
  private static final Duration IDLE = Duration.ofMinutes(1);

  private EventTime() {}

  /**
   * Chunks may come out of order by {@code input.batches.out-of-orderness}. A subtask without any,
   * because there are fewer partitions than subtasks, does not hold back the others.
   */
  static WatermarkStrategy<Decoded> ofChunks(ScstreamConfig config) {
    return new ProducedAt(config.input().batches().outOfOrderness()).withIdleness(IDLE);
  }

  /**
   * Of a stream that is joined to cells and has no say in how far these have come. It is idle from
   * the first moment on; a watermark at the end of time would be the only one that counts whenever
   * the cells are idle for a while.
   */
  static <T> WatermarkStrategy<T> ofNoMatter() {
    return WatermarkStrategy.forGenerator(context -> new Idle<>());
  }

  private static final class Idle<T> implements WatermarkGenerator<T> {
    @Override
    public void onEvent(T event, long timestamp, WatermarkOutput output) {
      output.markIdle();
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      output.markIdle();
    }
  }
}
