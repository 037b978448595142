package io.scstream.jobs.state;

import io.scstream.models.leakage.LeakageState;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What is known of leakage, in full precision: a run must go on with the very same numbers. */
public final class LeakageStateCodec implements Codec<LeakageState> {
  private static final long serialVersionUID = 1L;

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<LeakageState> type() {
    return LeakageState.class;
  }

  @Override
  public void write(LeakageState value, DataOutput out) throws IOException {
    Bytes.writeVarint(value.labels().size(), out);
    for (String label : value.labels()) {
      Bytes.writeText(label, out);
    }
    List<double[]> blocks = value.blocks();
    Bytes.writeVarint(blocks.size(), out);
    for (double[] block : blocks) {
      // In one piece: half a million single bytes are slow through Flink's streams.
      ByteBuffer bytes = ByteBuffer.allocate(block.length * Double.BYTES);
      bytes.asDoubleBuffer().put(block);
      Bytes.write(bytes.array(), out);
    }
  }

  @Override
  public LeakageState read(int version, DataInput in) throws IOException {
    List<String> labels = new ArrayList<>();
    for (int left = Bytes.readVarint(in); left > 0; left--) {
      labels.add(Bytes.readText(in));
    }
    List<double[]> blocks = new ArrayList<>();
    for (int left = Bytes.readVarint(in); left > 0; left--) {
      byte[] bytes = Bytes.read(in);
      double[] block = new double[bytes.length / Double.BYTES];
      ByteBuffer.wrap(bytes).asDoubleBuffer().get(block);
      blocks.add(block);
    }
    return LeakageState.of(labels, blocks);
  }
}
