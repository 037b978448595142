package io.scstream.jobs.operator;

import io.scstream.jobs.connect.RawRecord;
import org.apache.flink.api.common.functions.MapFunction;

/**
 * Reads records. Those that cannot be read go on with the others, so that all verdicts on a
 * partition are given in its order.
 */
public final class DecodeFunction implements MapFunction<RawRecord, Decoded> {
  private static final long serialVersionUID = 1L;

  @Override
  public Decoded map(RawRecord raw) {
    return Decoded.of(raw);
  }
}
