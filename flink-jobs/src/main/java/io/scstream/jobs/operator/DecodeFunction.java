package io.scstream.jobs.operator;

import io.scstream.jobs.connect.Message;
import io.scstream.jobs.connect.PlacedChunk;
import io.scstream.jobs.connect.RawRecord;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.framing.Framing;
import io.scstream.schema.framing.SingleObjectFraming;
import io.scstream.schema.framing.UndecodableException;
import io.scstream.schema.framing.UnknownSchemaException;
import java.time.Instant;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Turns records into chunks; what cannot be read goes to the dead letters. */
public final class DecodeFunction extends ProcessFunction<RawRecord, PlacedChunk> {
  private static final long serialVersionUID = 1L;
  private static final Framing<CellChunkRecord> FRAMING =
      SingleObjectFraming.of(CellChunkRecord.class);

  private final DeadLetters letters;

  /** Rejects into these letters. */
  public DecodeFunction(DeadLetters letters) {
    this.letters = letters;
  }

  @Override
  public void processElement(RawRecord raw, Context context, Collector<PlacedChunk> out) {
    try {
      out.collect(new PlacedChunk(raw, FRAMING.read(raw.value())));
    } catch (UnknownSchemaException e) {
      context.output(
          SideOutputs.MESSAGES, letter(raw, DeadLetters.Reason.UNKNOWN_SCHEMA, e, context));
    } catch (UndecodableException e) {
      context.output(SideOutputs.MESSAGES, letter(raw, DeadLetters.Reason.UNDECODABLE, e, context));
    }
  }

  private Message letter(
      RawRecord raw, DeadLetters.Reason reason, UndecodableException e, Context context) {
    return letters.unreadable(
        raw,
        reason,
        String.valueOf(e.getMessage()),
        Instant.ofEpochMilli(context.timerService().currentProcessingTime()));
  }
}
