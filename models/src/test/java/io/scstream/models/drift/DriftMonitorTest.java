package io.scstream.models.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("acceptance-11")
class DriftMonitorTest {
  private static final CellReader READER = Batches.reader(1);

  private static DriftReport feed(
      DriftMonitor monitor, int from, int to, Batches.Change change, CellReader reader) {
    Optional<DriftReport> last = Optional.empty();
    for (int number = from; number < to; number++) {
      last = Optional.of(monitor.accept(Batches.closed(number, change), reader));
    }
    return last.orElseThrow();
  }

  /**
   * Each change is found within ten batches, and the signal that it is a change of has moved;
   * others may have moved with it, as codes do with depth.
   */
  @ParameterizedTest
  @CsvSource({
    "CODE,latent/code",
    "DEPTH,input/library-size",
    "STRATA,composition",
    "MODEL,model/residual"
  })
  void findsAChangeAndNamesTheSignal(Batches.Change change, String signal) {
    DriftMonitor monitor = DriftMonitor.start(Batches.OPTIONS);
    assertThat(feed(monitor, 0, 45, Batches.Change.NONE, READER).isAlarm()).isFalse();
    DriftReport report = feed(monitor, 45, 46, change, READER);
    for (int number = 46; !report.isAlarm(); number++) {
      assertThat(number).isLessThan(55);
      report = feed(monitor, number, number + 1, change, READER);
    }
    SignalReport moved =
        report.alarm().orElseThrow().signals().stream()
            .filter(it -> it.name().equals(signal))
            .findFirst()
            .orElseThrow();
    assertThat(moved.logEvidence()).isGreaterThan(1);
    // Roots of squares that are near 0 by chance lie wide.
    assertThat(moved.move().deviations()).isGreaterThan(0.5);
    assertThat(report.text()).startsWith("batch batch-").contains("% of the evidence");
    assertThat(report.since().orElseThrow()).matches("batch-(3[5-9]|4[0-9])");
    assertThat(monitor.isHeld()).isTrue();
    monitor.acknowledge();
    assertThat(monitor.isHeld()).isFalse();
  }

  @Test
  void theFirstBatchesAreTheReference() {
    DriftMonitor monitor = DriftMonitor.start(Batches.OPTIONS);
    DriftReport fifth = feed(monitor, 0, 5, Batches.Change.NONE, READER);
    assertThat(fifth.alarm()).isEmpty();
    assertThat(fifth.text()).isEqualTo("batch batch-4: in the reference");
    DriftReport sixth = feed(monitor, 5, 6, Batches.Change.NONE, READER);
    assertThat(sixth.alarm().orElseThrow().signals())
        .extracting(SignalReport::name)
        .containsExactlyInAnyOrder(
            "input/detected-genes",
            "input/doublet-share",
            "input/library-size",
            "input/zero-fraction",
            "leakage/domain",
            "composition",
            "expression",
            "expression/spread",
            "latent/code",
            "latent/code/up",
            "latent/code/down",
            "model/residual");
    assertThat(sixth.text()).isEqualTo("batch batch-5: no drift");
  }

  /** Other codes of the same cells: evidence and ranks are those of a run that knew only them. */
  @Test
  void aPromotionIsNoDrift() {
    DriftMonitor promoted = DriftMonitor.start(Batches.OPTIONS);
    DriftMonitor other = DriftMonitor.start(Batches.OPTIONS);
    feed(promoted, 0, 30, Batches.Change.NONE, READER);
    feed(other, 0, 30, Batches.Change.NONE, Batches.reader(8));
    promoted.promote(Batches.reader(8));
    assertThat(promoted.state().alarm().signals())
        .allSatisfy(
            signal ->
                assertThat(signal.history())
                    .isEqualTo(
                        other.state().alarm().signals().stream()
                            .filter(it -> it.signal().equals(signal.signal()))
                            .findFirst()
                            .orElseThrow()
                            .history()));
    DriftReport report = feed(promoted, 30, 60, Batches.Change.NONE, Batches.reader(8));
    assertThat(report.alarm().orElseThrow().stage()).isEqualTo(AlarmReport.Stage.QUIET);
  }

  /** The same without re-reading the sketches is found at once: the test above can fail. */
  @Test
  void anotherModelWithoutPromotionIsDrift() {
    DriftMonitor monitor = DriftMonitor.start(Batches.OPTIONS);
    feed(monitor, 0, 60, Batches.Change.NONE, READER);
    boolean isFound = false;
    for (int number = 60; number < 75; number++) {
      isFound |=
          feed(monitor, number, number + 1, Batches.Change.NONE, Batches.reader(8)).isAlarm();
    }
    assertThat(isFound).isTrue();
  }

  @Test
  void goesOnFromItsState() {
    DriftMonitor whole = DriftMonitor.start(Batches.OPTIONS);
    DriftMonitor part = DriftMonitor.start(Batches.OPTIONS);
    List<DriftReport> expected = new ArrayList<>();
    List<DriftReport> actual = new ArrayList<>();
    for (int number = 0; number < 24; number++) {
      Batches.Change change = number < 16 ? Batches.Change.NONE : Batches.Change.CODE;
      expected.add(whole.accept(Batches.closed(number, change), READER));
      actual.add(part.accept(Batches.closed(number, change), READER));
      if (number % 5 == 2) {
        part = DriftMonitor.restore(Batches.OPTIONS, part.state());
      }
    }
    assertThat(actual).isEqualTo(expected);
    assertThat(part.state().alarm()).isEqualTo(whole.state().alarm());
    assertThat(part.state().scalars()).isEqualTo(whole.state().scalars());
    assertThat(part.state().recent())
        .extracting(BatchSketch::batch)
        .isEqualTo(whole.state().recent().stream().map(BatchSketch::batch).toList());
  }

  /** A state from before a signal was followed: it begins now, and the others go on. */
  @Test
  void followsWhatItsStateDidNotKnow() {
    DriftMonitor monitor = DriftMonitor.start(Batches.OPTIONS);
    feed(monitor, 0, 20, Batches.Change.NONE, READER);
    MonitorState state = monitor.state();
    AlarmState alarm = state.alarm();
    AlarmState older =
        new AlarmState(
            alarm.batches(),
            alarm.isRaised(),
            alarm.isHeld(),
            alarm.cleanBatches(),
            alarm.signals().stream()
                .filter(it -> !it.signal().name().equals("expression/spread"))
                .toList());
    DriftMonitor restored =
        DriftMonitor.restore(
            Batches.OPTIONS,
            new MonitorState(older, state.reference(), state.recent(), new TreeMap<>()));
    feed(restored, 20, 26, Batches.Change.NONE, READER);
    List<SignalState> signals = restored.state().alarm().signals();
    assertThat(signals).hasSameSizeAs(alarm.signals());
    assertThat(signals.get(signals.size() - 1).signal().name()).isEqualTo("expression/spread");
    assertThat(signals.get(signals.size() - 1).history()).hasSize(4);
    assertThat(signals)
        .filteredOn(it -> it.signal().name().equals("composition"))
        .allSatisfy(it -> assertThat(it.history()).hasSize(21))
        .hasSize(1);
  }

  @Test
  void anAcceptedDriftIsTheNewNormal() {
    DriftMonitor monitor = DriftMonitor.start(Batches.OPTIONS);
    feed(monitor, 0, 30, Batches.Change.NONE, READER);
    monitor.acceptDrift();
    assertThat(monitor.isHeld()).isFalse();
    assertThat(feed(monitor, 30, 35, Batches.Change.CODE, READER).alarm()).isEmpty();
    assertThat(feed(monitor, 35, 60, Batches.Change.CODE, READER).isAlarm()).isFalse();
  }

  /** Half of the counts is far beyond what batches vary by. */
  @Test
  void tellsOfImpossibleInput() {
    DriftMonitor monitor = DriftMonitor.start(Batches.OPTIONS);
    assertThat(feed(monitor, 0, 20, Batches.Change.NONE, READER).isBeyondLimits()).isFalse();
    DriftReport report = feed(monitor, 20, 21, Batches.Change.DEPTH, READER);
    assertThat(report.limits()).containsKey("input/library-size");
    assertThat(report.text()).contains("; input/library-size is -");
  }

  @Test
  void keepsNoMoreThanItsBounds() {
    DriftMonitor monitor = DriftMonitor.start(Batches.OPTIONS);
    feed(monitor, 0, 212, Batches.Change.NONE, READER);
    MonitorState state = monitor.state();
    assertThat(state.reference()).hasSize(5);
    assertThat(state.recent()).hasSize(200);
    assertThat(state.recent().get(0).batch()).isEqualTo("batch-12");
    assertThat(state.recent()).allSatisfy(sketch -> assertThat(sketch.cells()).hasSize(64));
    assertThat(state.alarm().signals())
        .allSatisfy(it -> assertThat(it.history()).hasSizeLessThanOrEqualTo(207));
  }

  @Test
  void refusesAReaderWithoutItsBlocks() {
    DriftMonitor monitor = DriftMonitor.start(Batches.OPTIONS);
    feed(monitor, 0, 5, Batches.Change.NONE, READER);
    assertThatThrownBy(
            () ->
                feed(monitor, 5, 6, Batches.Change.NONE, cells -> CellReading.of(new TreeMap<>())))
        .hasMessage("Invalid reading of cells: no code; expected it beside []");
  }
}
