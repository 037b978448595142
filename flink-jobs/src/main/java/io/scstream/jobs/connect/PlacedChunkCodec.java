package io.scstream.jobs.connect;

import io.scstream.jobs.state.Codec;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.framing.Framing;
import io.scstream.schema.framing.SingleObjectFraming;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A chunk as the record that it was, in the same form; it is decoded again on the other side. */
public final class PlacedChunkCodec implements Codec<PlacedChunk> {
  private static final long serialVersionUID = 1L;
  private static final RawRecordCodec RECORDS = new RawRecordCodec();
  private static final Framing<CellChunkRecord> FRAMING =
      SingleObjectFraming.of(CellChunkRecord.class);

  @Override
  public int version() {
    return RECORDS.version();
  }

  @Override
  public Class<PlacedChunk> type() {
    return PlacedChunk.class;
  }

  @Override
  public void write(PlacedChunk value, DataOutput out) throws IOException {
    RECORDS.write(value.raw(), out);
  }

  @Override
  public PlacedChunk read(int version, DataInput in) throws IOException {
    RawRecord raw = RECORDS.read(version, in);
    return new PlacedChunk(raw, FRAMING.read(raw.value()));
  }
}
