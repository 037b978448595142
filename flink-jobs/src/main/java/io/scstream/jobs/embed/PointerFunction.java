package io.scstream.jobs.embed;

import io.scstream.jobs.connect.RawRecord;
import io.scstream.schema.ModelVersionRecord;
import io.scstream.schema.framing.Framing;
import io.scstream.schema.framing.SingleObjectFraming;
import io.scstream.schema.framing.UndecodableException;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns model events of one lineage into pointers. What cannot be read is passed over: an event is
 * a hint, and the store tells the rest.
 */
public final class PointerFunction extends ProcessFunction<RawRecord, ModelPointer> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(PointerFunction.class);
  private static final Framing<ModelVersionRecord> FRAMING =
      SingleObjectFraming.of(ModelVersionRecord.class);

  private final String lineage;

  /** Events of this lineage only. */
  public PointerFunction(String lineage) {
    this.lineage = lineage;
  }

  @Override
  public void processElement(RawRecord raw, Context context, Collector<ModelPointer> out) {
    try {
      ModelVersionRecord event = FRAMING.read(raw.value());
      if (event.getLineage().equals(lineage)) {
        out.collect(ModelPointer.of(event));
      }
    } catch (UndecodableException e) {
      LOG.warn("Passed over a model event at {}", raw.position(), e);
    }
  }
}
