package io.scstream.jobs.operator;

import java.time.Duration;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.TimestampAssignerSupplier;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * Event time is when chunks were produced. The watermark follows every chunk and no clock, so that
 * the same chunks always close the same batches; a record that cannot be read does not move it.
 */
public final class ProducedAt implements WatermarkStrategy<Decoded> {
  private static final long serialVersionUID = 1L;

  private final Duration outOfOrderness;

  /** A chunk may be so far behind the newest one without being late. */
  public ProducedAt(Duration outOfOrderness) {
    this.outOfOrderness = outOfOrderness;
  }

  @Override
  public TimestampAssigner<Decoded> createTimestampAssigner(
      TimestampAssignerSupplier.Context context) {
    return (decoded, before) ->
        decoded.chunk().map(placed -> placed.chunk().getProducedAt().toEpochMilli()).orElse(before);
  }

  @Override
  public WatermarkGenerator<Decoded> createWatermarkGenerator(
      WatermarkGeneratorSupplier.Context context) {
    return generator();
  }

  /** Begins without having seen anything. */
  WatermarkGenerator<Decoded> generator() {
    long behind = outOfOrderness.toMillis() + 1;
    return new WatermarkGenerator<>() {
      private long newest = Long.MIN_VALUE + behind;

      @Override
      public void onEvent(Decoded decoded, long producedAt, WatermarkOutput output) {
        if (decoded.chunk().isPresent()) {
          newest = Math.max(newest, producedAt);
          output.emitWatermark(new Watermark(newest - behind));
        }
      }

      @Override
      public void onPeriodicEmit(WatermarkOutput output) {
        // Every chunk has moved the watermark already.
      }
    };
  }
}
