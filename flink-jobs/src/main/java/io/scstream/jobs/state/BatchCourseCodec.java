package io.scstream.jobs.state;

import io.scstream.models.stream.BatchCourse;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which batches are open and which are over. */
public final class BatchCourseCodec implements Codec<BatchCourse> {
  private static final long serialVersionUID = 1L;

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<BatchCourse> type() {
    return BatchCourse.class;
  }

  @Override
  public void write(BatchCourse value, DataOutput out) throws IOException {
    out.writeLong(value.chunks());
    Bytes.writeVarint(value.open().size(), out);
    for (Map.Entry<String, BatchCourse.Track> it : value.open().entrySet()) {
      Bytes.writeText(it.getKey(), out);
      out.writeLong(it.getValue().seen());
      out.writeLong(it.getValue().expected());
      out.writeLong(it.getValue().lastAt());
    }
    Bytes.writeVarint(value.closed().size(), out);
    for (String batch : value.closed()) {
      Bytes.writeText(batch, out);
    }
    out.writeLong(value.totals().taken());
    out.writeLong(value.totals().leftOut());
    out.writeLong(value.totals().late());
  }

  @Override
  public BatchCourse read(int version, DataInput in) throws IOException {
    long chunks = in.readLong();
    SortedMap<String, BatchCourse.Track> open = new TreeMap<>();
    for (int left = Bytes.readVarint(in); left > 0; left--) {
      open.put(
          Bytes.readText(in), new BatchCourse.Track(in.readLong(), in.readLong(), in.readLong()));
    }
    List<String> closed = new ArrayList<>();
    for (int left = Bytes.readVarint(in); left > 0; left--) {
      closed.add(Bytes.readText(in));
    }
    return new BatchCourse(
        chunks, open, closed, new BatchCourse.Totals(in.readLong(), in.readLong(), in.readLong()));
  }
}
