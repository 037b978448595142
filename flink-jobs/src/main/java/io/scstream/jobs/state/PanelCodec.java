package io.scstream.jobs.state;

import io.scstream.models.data.Cell;
import io.scstream.models.gauge.Gauge;
import io.scstream.models.gauge.Panel;
import io.scstream.models.gauge.PanelCodes;
import io.scstream.models.gauge.Rotation;
import io.scstream.models.memory.RememberedCell;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The cells that versions are aligned by, and where the last one published them. */
public final class PanelCodec implements Codec<Panel> {
  private static final long serialVersionUID = 1L;
  private static final RememberedCellCodec CELLS = new RememberedCellCodec();
  private static final String NO_STRATUM = "";

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<Panel> type() {
    return Panel.class;
  }

  @Override
  public void write(Panel value, DataOutput out) throws IOException {
    out.writeLong(value.gauge().number());
    writeRotation(value.gauge().background(), out);
    writeRotation(value.gauge().salient(), out);
    out.writeInt(CELLS.version());
    Bytes.writeVarint(value.cells().size(), out);
    for (Cell cell : value.cells()) {
      CELLS.write(new RememberedCell(cell, NO_STRATUM), out);
    }
    for (float[] code : value.published().background()) {
      writeFloats(code, out);
    }
    for (float[] code : value.published().salient()) {
      writeFloats(code, out);
    }
  }

  @Override
  public Panel read(int version, DataInput in) throws IOException {
    Gauge gauge = new Gauge(in.readLong(), readRotation(in), readRotation(in));
    int form = in.readInt();
    List<Cell> cells = new ArrayList<>();
    for (int left = Bytes.readVarint(in); left > 0; left--) {
      cells.add(CELLS.read(form, in).cell());
    }
    float[][] background = readCodes(cells.size(), gauge.background().size(), in);
    float[][] salient = readCodes(Panel.targets(cells), gauge.salient().size(), in);
    return new Panel(cells, PanelCodes.of(background, salient), gauge);
  }

  private static void writeRotation(Rotation rotation, DataOutput out) throws IOException {
    Bytes.writeVarint(rotation.size(), out);
    writeFloats(rotation.toArray(), out);
  }

  private static Rotation readRotation(DataInput in) throws IOException {
    int size = Bytes.readVarint(in);
    return Rotation.of(size, readFloats(size * size, in));
  }

  private static float[][] readCodes(int rows, int size, DataInput in) throws IOException {
    float[][] codes = new float[rows][];
    for (int row = 0; row < rows; row++) {
      codes[row] = readFloats(size, in);
    }
    return codes;
  }

  private static void writeFloats(float[] values, DataOutput out) throws IOException {
    for (float value : values) {
      out.writeFloat(value);
    }
  }

  private static float[] readFloats(int size, DataInput in) throws IOException {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = in.readFloat();
    }
    return values;
  }
}
