package io.scstream.jobs.state;

import io.scstream.models.drift.BatchSketch;
import io.scstream.models.drift.MonitorState;
import io.scstream.models.drift.detect.DetectorState;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The drift monitor: alarm, sketches of the reference and of the last batches, scalars. In version
 * 1 readings were squares of distances, and sizes of scores.
 */
public final class MonitorStateCodec implements Codec<MonitorState> {
  private static final long serialVersionUID = 1L;
  private static final AlarmStateCodec ALARM = new AlarmStateCodec();
  private static final BatchSketchCodec SKETCH = new BatchSketchCodec();
  private static final DetectorStateCodec SCALAR = new DetectorStateCodec();

  @Override
  public int version() {
    return 2;
  }

  @Override
  public Class<MonitorState> type() {
    return MonitorState.class;
  }

  @Override
  public void write(MonitorState value, DataOutput out) throws IOException {
    ALARM.write(value.alarm(), out);
    writeSketches(value.reference(), out);
    writeSketches(value.recent(), out);
    Bytes.writeVarint(value.scalars().size(), out);
    for (Map.Entry<String, DetectorState> scalar : value.scalars().entrySet()) {
      Bytes.writeText(scalar.getKey(), out);
      SCALAR.write(scalar.getValue(), out);
    }
  }

  private static void writeSketches(List<BatchSketch> sketches, DataOutput out) throws IOException {
    Bytes.writeVarint(sketches.size(), out);
    for (BatchSketch sketch : sketches) {
      SKETCH.write(sketch, out);
    }
  }

  /** Of the first forms of all parts: a change of one is a new version here. */
  @Override
  public MonitorState read(int version, DataInput in) throws IOException {
    var alarm = ALARM.read(1, in);
    List<BatchSketch> reference = readSketches(in);
    List<BatchSketch> recent = readSketches(in);
    SortedMap<String, DetectorState> scalars = new TreeMap<>();
    for (int left = Bytes.readVarint(in); left > 0; left--) {
      scalars.put(Bytes.readText(in), SCALAR.read(1, in));
    }
    return version == 1
        ? MonitorState.ofFirstVersion(alarm, reference, recent, scalars)
        : new MonitorState(alarm, reference, recent, scalars);
  }

  private static List<BatchSketch> readSketches(DataInput in) throws IOException {
    List<BatchSketch> sketches = new ArrayList<>();
    for (int left = Bytes.readVarint(in); left > 0; left--) {
      sketches.add(SKETCH.read(1, in));
    }
    return sketches;
  }
}
