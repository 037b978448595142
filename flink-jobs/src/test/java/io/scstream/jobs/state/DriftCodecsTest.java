package io.scstream.jobs.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.drift.AlarmState;
import io.scstream.models.drift.BatchSketch;
import io.scstream.models.drift.MonitorState;
import io.scstream.models.drift.OpenBatchState;
import io.scstream.models.drift.Signal;
import io.scstream.models.drift.SignalState;
import io.scstream.models.drift.detect.DetectorState;
import io.scstream.models.memory.RememberedCell;
import io.scstream.models.stream.BatchCourse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Bytes as the first version wrote them: a state from then must stay readable. */
class DriftCodecsTest {
  private static final String DETECTOR_V1 = "05616477696e01103ff00000000000003fe0000000000000";

  private static final String CELL = "01730163013ff000000000000001" + "0103" + "00";

  private static final String SKETCH_V1 = "0162" + "01" + CELL + "01" + "0173" + "ac02";

  private static final String ALARM_V1 =
      "0000000000000009"
          + "01"
          + "00"
          + "00000002"
          + "01"
          + "0161"
          + "c801"
          + "fff0000000000000"
          + "3ff8000000000000"
          + "0000000000000007"
          + "03"
          + "10"
          + "3ff0000000000000"
          + "4000000000000000";

  private static final RememberedCell REMEMBERED =
      new RememberedCell(Cell.of("c", Role.TARGET, 1, new int[] {0}, new int[] {3}), "s");

  private static final BatchSketch SKETCH =
      new BatchSketch("b", List.of(REMEMBERED), new TreeMap<>(Map.of("s", 300)));

  private static final AlarmState ALARM =
      new AlarmState(
          9,
          true,
          false,
          2,
          List.of(
              SignalState.of(
                  new Signal("a", 200),
                  Double.NEGATIVE_INFINITY,
                  new SignalState.Suspicion(1.5, 7, 3),
                  new double[] {1, 2})));

  @Test
  void aDetectorHasTheBytesOfItsFirstVersion() throws IOException {
    DetectorState state = DetectorState.of("adwin", 1, 1, 0.5);
    assertThat(write(new DetectorStateCodec(), state)).isEqualTo(DETECTOR_V1);
    assertThat(read(new DetectorStateCodec(), DETECTOR_V1)).isEqualTo(state);
  }

  @Test
  void aSketchHasTheBytesOfItsFirstVersion() throws IOException {
    assertThat(write(new BatchSketchCodec(), SKETCH)).isEqualTo(SKETCH_V1);
    BatchSketch back = read(new BatchSketchCodec(), SKETCH_V1);
    assertThat(back.batch()).isEqualTo("b");
    assertThat(back.strata()).isEqualTo(Map.of("s", 300));
    assertThat(back.cells().get(0).cell().count(0)).isEqualTo(3);
  }

  @Test
  void anAlarmHasTheBytesOfItsFirstVersion() throws IOException {
    assertThat(write(new AlarmStateCodec(), ALARM)).isEqualTo(ALARM_V1);
    assertThat(read(new AlarmStateCodec(), ALARM_V1)).isEqualTo(ALARM);
  }

  @Test
  void anOpenBatchHasTheBytesOfItsFirstVersion() throws IOException {
    String bytes =
        "0162"
            + "01"
            + CELL
            + "01"
            + "0173"
            + "05"
            + "08"
            + "3ff0000000000000"
            + "0000000000000005";
    OpenBatchState state =
        OpenBatchState.of(
            "b", List.of(REMEMBERED), new TreeMap<>(Map.of("s", 5)), new double[] {1}, 5);
    assertThat(write(new OpenBatchStateCodec(), state)).isEqualTo(bytes);
    OpenBatchState back = read(new OpenBatchStateCodec(), bytes);
    assertThat(back.librarySizes()).containsExactly(1);
    assertThat(back.cells()).isEqualTo(5);
    assertThat(write(new OpenBatchStateCodec(), back)).isEqualTo(bytes);
  }

  @Test
  void aMonitorHasTheBytesOfItsSecondVersion() throws IOException {
    String bytes =
        ALARM_V1 + "01" + SKETCH_V1 + "02" + SKETCH_V1 + SKETCH_V1 + "01" + "0178" + DETECTOR_V1;
    MonitorState state =
        new MonitorState(
            ALARM,
            List.of(SKETCH),
            List.of(SKETCH, SKETCH),
            new TreeMap<>(Map.of("x", DetectorState.of("adwin", 1, 1, 0.5))));
    assertThat(write(new MonitorStateCodec(), state)).isEqualTo(bytes);
    MonitorState back = read(new MonitorStateCodec(), bytes);
    assertThat(back.alarm()).isEqualTo(ALARM);
    assertThat(back.recent()).hasSize(2);
    assertThat(write(new MonitorStateCodec(), back)).isEqualTo(bytes);
  }

  /** Squares of distances are read as distances, and sizes of scores as their improbability. */
  @Test
  void aMonitorOfTheFirstVersionHadOtherReadings() throws IOException {
    AlarmState squares =
        new AlarmState(
            9,
            false,
            false,
            9,
            Stream.of("composition", "latent/salient/down", "model/residual", "input/x")
                .map(
                    name ->
                        SignalState.of(
                            new Signal(name, 200),
                            0.5,
                            new SignalState.Suspicion(0, 0, 0),
                            new double[] {4, -9}))
                .toList());
    String bytes =
        write(new AlarmStateCodec(), squares)
            + "00"
            + "00"
            + "01"
            + "07696e7075742f78"
            + DETECTOR_V1;
    MonitorState back =
        new MonitorStateCodec()
            .read(1, new DataInputStream(new ByteArrayInputStream(HexFormat.of().parseHex(bytes))));
    assertThat(back.alarm().signals())
        .extracting(SignalState::history)
        .startsWith(new double[] {2, -3}, new double[] {2, -3}, new double[] {4, -9});
    // 2 Φ(−4) = 6.334e-5.
    assertThat(back.alarm().signals().get(3).history()[0]).isCloseTo(9.667, within(1e-3));
    assertThat(back.alarm().batches()).isEqualTo(9);
    assertThat(back.alarm().signals().get(0).logEvidence()).isEqualTo(0.5);
  }

  @Test
  void theCourseOfBatchesHasTheBytesOfItsFirstVersion() throws IOException {
    String bytes =
        "0000000000000009"
            + "01"
            + "0162"
            + "0000000000000002"
            + "0000000000000005"
            + "0000000000000008"
            + "02"
            + "0163"
            + "0161"
            + "0000000000000003"
            + "0000000000000001"
            + "0000000000000004";
    BatchCourse course =
        new BatchCourse(
            9,
            new TreeMap<>(Map.of("b", new BatchCourse.Track(2, 5, 8))),
            List.of("c", "a"),
            new BatchCourse.Totals(3, 1, 4));
    assertThat(write(new BatchCourseCodec(), course)).isEqualTo(bytes);
    assertThat(read(new BatchCourseCodec(), bytes)).isEqualTo(course);
  }

  private static <T> String write(Codec<T> codec, T value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    codec.write(value, new DataOutputStream(bytes));
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  private static <T> T read(Codec<T> codec, String hex) throws IOException {
    return codec.read(
        codec.version(),
        new DataInputStream(new ByteArrayInputStream(HexFormat.of().parseHex(hex))));
  }
}
