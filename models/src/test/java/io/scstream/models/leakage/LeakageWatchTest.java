package io.scstream.models.leakage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.data.Role;
import io.scstream.models.evaluate.ActiveUnits;
import io.scstream.models.evaluate.SalientSilence;
import io.scstream.models.simulate.Draw;
import io.scstream.models.simulate.Recipe;
import io.scstream.models.simulate.Simulation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeakageWatchTest {

  private static final int SIZE = 5;
  private static final int GENES = 3;
  private static final int CHUNK = 50;
  private static final LeakageSettings SETTINGS = settings(1000, 8);
  private static final Simulation CELLS = Recipe.R_SMALL_POISSON.simulate(0);
  private static final Draw BACKGROUND = CELLS.draw("leakage", Role.BACKGROUND, 2000);
  private static final Draw TARGET = CELLS.draw("leakage", Role.TARGET, 2000);

  private static LeakageSettings settings(int window, int labels) {
    return new LeakageSettings(
        new LeakageSettings.Sizes(GENES, SIZE, SIZE), window, 1000, 1, labels);
  }

  /** The true codes of one chunk of a role, with so much of the salient ones in the background. */
  private static CodedCells cells(Role role, int chunk, double leak) {
    Draw draw = role == Role.BACKGROUND ? BACKGROUND : TARGET;
    float[][] background = new float[CHUNK][];
    float[][] salient = new float[CHUNK][];
    List<Optional<String>> labels = new ArrayList<>();
    for (int row = 0; row < CHUNK; row++) {
      background[row] = draw.background(chunk * CHUNK + row);
      salient[row] = draw.salient(chunk * CHUNK + row);
      labels.add(Optional.of(salient[row][0] > 0 ? "up" : "down"));
      for (int i = 0; i < SIZE; i++) {
        background[row][i] += (float) (leak * salient[row][i]);
      }
    }
    return CodedCells.of(
        role,
        background,
        salient,
        decoded(background, salient),
        role == Role.BACKGROUND ? noLabels() : labels);
  }

  /** A gene of the shared variation, one of the salient one, and one of none. */
  private static float[] decoded(float[][] background, float[][] salient) {
    float[] decoded = new float[CHUNK * GENES];
    for (int row = 0; row < CHUNK; row++) {
      decoded[row * GENES] = background[row][0];
      decoded[row * GENES + 1] = salient[row][0];
      decoded[row * GENES + 2] = -7;
    }
    return decoded;
  }

  private static List<Optional<String>> noLabels() {
    return new ArrayList<>(java.util.Collections.nCopies(CHUNK, Optional.empty()));
  }

  private static List<CodedCells> chunk(int number, double leak) {
    return List.of(cells(Role.BACKGROUND, number, leak), cells(Role.TARGET, number, leak));
  }

  private static List<LeakageReport> run(LeakageWatch watch, int from, int to, double leak) {
    List<LeakageReport> reports = new ArrayList<>();
    for (int chunk = from; chunk < to; chunk++) {
      watch.take(chunk(chunk, leak)).ifPresent(reports::add);
    }
    return reports;
  }

  private static LeakageReport last(double leak) {
    List<LeakageReport> reports = run(LeakageWatch.empty(SETTINGS), 0, 40, leak);
    assertThat(reports).hasSize(4);
    assertThat(reports)
        .allSatisfy(it -> assertThat(it.cells()).isEqualTo(new LeakageReport.Cells(500, 500)));
    return reports.get(3);
  }

  @Test
  void independentCodesComeDownToTheFloor() {
    LeakageReport report = last(0);
    LeakageReport.Estimate dependence = report.dependence().orElseThrow();
    assertThat(dependence.value() / dependence.floor()).isBetween(0.7, 1.3);
    LeakageReport.Estimate match = report.match().orElseThrow();
    assertThat(match.value() / match.floor()).isBetween(0.3, 1.9);
    assertThat(report.domainAuc().orElseThrow()).isCloseTo(0.5, within(0.05));
    assertThat(report.labels().orElseThrow().background()).isCloseTo(0, within(0.1));
    assertThat(report.labels().orElseThrow().salient()).isGreaterThan(0.85);
    assertThat(report.labels().orElseThrow().labels()).isEqualTo(2);
    assertThat(report.decoded().orElseThrow().share()).isCloseTo(0, within(0.1));
    assertThat(report.decoded().orElseThrow().full()).isCloseTo(0.5, within(0.2));
  }

  @Test
  void leakingCodesShowInEveryMeasure() {
    LeakageReport report = last(1);
    LeakageReport.Estimate dependence = report.dependence().orElseThrow();
    assertThat(dependence.value()).isGreaterThan(5 * dependence.floor());
    LeakageReport.Estimate match = report.match().orElseThrow();
    assertThat(match.value()).isGreaterThan(5 * match.floor());
    assertThat(report.labels().orElseThrow().background()).isGreaterThan(0.3);
    assertThat(report.decoded().orElseThrow().share()).isGreaterThan(0.5);
    assertThat(last(4).decoded().orElseThrow().share()).isGreaterThan(0.9);
  }

  @Test
  void aShiftOfTheTargetsShowsInTheDomainProbe() {
    LeakageWatch watch = LeakageWatch.empty(SETTINGS);
    List<LeakageReport> reports = new ArrayList<>();
    for (int number = 0; number < 40; number++) {
      CodedCells targets = cells(Role.TARGET, number, 0);
      float[][] shifted = targets.background();
      for (float[] code : shifted) {
        code[1] += 3;
      }
      watch.take(List.of(cells(Role.BACKGROUND, number, 0), targets)).ifPresent(reports::add);
    }
    assertThat(reports.get(3).domainAuc().orElseThrow()).isGreaterThan(0.95);
  }

  @Test
  void silenceAndActiveUnitsAreThoseOfTheWindow() {
    LeakageWatch watch = LeakageWatch.empty(SETTINGS);
    run(watch, 0, 10, 0);
    List<LeakageReport> reports = new ArrayList<>();
    for (int number = 10; number < 20; number++) {
      CodedCells background = cells(Role.BACKGROUND, number, 0);
      for (float[] code : background.salient()) {
        Arrays.fill(code, 0.5f);
      }
      CodedCells target = cells(Role.TARGET, number, 0);
      for (float[] code : target.salient()) {
        code[3] = 0.75f;
      }
      watch.take(List.of(background, target)).ifPresent(reports::add);
    }
    float[][] loud = Arrays.copyOfRange(TARGET.salient(), 500, 1000);
    for (float[] code : loud) {
      code[3] = 0.75f;
    }
    float[][] quiet = new float[500][SIZE];
    for (float[] code : quiet) {
      Arrays.fill(code, 0.5f);
    }
    assertThat(reports).hasSize(1);
    assertThat(reports.get(0).silence().orElseThrow())
        .isCloseTo(SalientSilence.ratio(quiet, loud), within(1e-9));
    assertThat(reports.get(0).active().salient()).hasValue(ActiveUnits.count(loud));
    assertThat(reports.get(0).active().salient()).hasValue(4);
    assertThat(reports.get(0).active().background()).isEqualTo(5);
  }

  @Test
  void ofSeveralSalientSpacesSilenceIsTheMean() {
    assertThat(silence(2)).isCloseTo(silence(1), within(1e-12));
    assertThat(silence(3)).isCloseTo(silence(1), within(1e-12));
  }

  /** Of background cells that are equally loud in all spaces, and target cells in one in turn. */
  private static double silence(int groups) {
    LeakageSettings settings =
        new LeakageSettings(
            new LeakageSettings.Sizes(GENES, SIZE, groups * SIZE, groups), 2 * CHUNK, 1000, 1, 8);
    CodedCells background = cells(Role.BACKGROUND, 0, 0);
    CodedCells target = cells(Role.TARGET, 0, 0);
    float[][] quiet = new float[CHUNK][groups * SIZE];
    float[][] loud = new float[CHUNK][groups * SIZE];
    for (int row = 0; row < CHUNK; row++) {
      Arrays.fill(quiet[row], 0.5f);
      System.arraycopy(target.salient()[row], 0, loud[row], row % groups * SIZE, SIZE);
    }
    return LeakageWatch.empty(settings)
        .take(List.of(withSalient(background, quiet), withSalient(target, loud)))
        .orElseThrow()
        .silence()
        .orElseThrow();
  }

  private static CodedCells withSalient(CodedCells cells, float[][] salient) {
    return CodedCells.of(
        cells.role(), cells.background(), salient, cells.decoded(), cells.labels());
  }

  @Test
  void goesOnFromItsStateInTheMiddleOfAWindow() {
    LeakageWatch uninterrupted = LeakageWatch.empty(SETTINGS);
    List<LeakageReport> expected = run(uninterrupted, 0, 40, 0.3);
    LeakageWatch first = LeakageWatch.empty(SETTINGS);
    // So that a role waits for the other.
    List<LeakageReport> reports = new ArrayList<>(run(first, 0, 14, 0.3));
    first.take(List.of(cells(Role.BACKGROUND, 14, 0.3)));
    LeakageWatch second = LeakageWatch.restore(SETTINGS, first.state());
    assertThat(second.state()).isEqualTo(first.state()).hasSameHashCodeAs(first.state());
    second.take(List.of(cells(Role.TARGET, 14, 0.3)));
    reports.addAll(run(second, 15, 40, 0.3));
    assertThat(reports).isEqualTo(expected);
    assertThat(second.state()).isEqualTo(uninterrupted.state());
  }

  @Test
  void ofOneRoleAloneItSaysWhatItCan() {
    LeakageWatch watch = LeakageWatch.empty(settings(500, 8));
    List<LeakageReport> reports = new ArrayList<>();
    for (int number = 0; number < 10; number++) {
      watch.take(List.of(cells(Role.TARGET, number, 0))).ifPresent(reports::add);
    }
    LeakageReport report = reports.get(0);
    assertThat(report.cells()).isEqualTo(new LeakageReport.Cells(0, 500));
    assertThat(report.dependence()).isPresent();
    assertThat(report.labels()).isPresent();
    assertThat(report.match()).isEmpty();
    assertThat(report.domainAuc()).isEmpty();
    assertThat(report.silence()).isEmpty();
    assertThat(report.decoded()).isEmpty();
    reports.clear();
    for (int number = 0; number < 10; number++) {
      watch.take(List.of(cells(Role.BACKGROUND, number, 0))).ifPresent(reports::add);
    }
    assertThat(reports.get(0).dependence()).isEmpty();
    assertThat(reports.get(0).labels()).isEmpty();
    assertThat(reports.get(0).active().salient()).isEmpty();
    assertThat(reports.get(0).domainAuc()).as("of targets that had waited").isPresent();
  }

  @Test
  void oneLabelIsNoneAndLabelsBeyondTheLimitAreCounted() {
    LeakageWatch watch = LeakageWatch.empty(settings(CHUNK, 2));
    CodedCells few = cells(Role.TARGET, 0, 0);
    assertThat(watch.take(List.of(labelled(few, 1))).orElseThrow().labels()).isEmpty();
    watch.take(List.of(labelled(few, 5)));
    LeakageReport.LabelReading labels =
        watch.take(List.of(labelled(few, 5))).orElseThrow().labels().orElseThrow();
    assertThat(labels.labels()).isEqualTo(2);
    assertThat(labels.ignored()).isEqualTo(30);
    assertThat(watch.state().labels()).containsExactly("t0", "t1");
  }

  private static CodedCells labelled(CodedCells cells, int labels) {
    List<Optional<String>> names = new ArrayList<>();
    for (int row = 0; row < cells.size(); row++) {
      names.add(Optional.of("t" + row % labels));
    }
    return CodedCells.of(cells.role(), cells.background(), cells.salient(), cells.decoded(), names);
  }

  @Test
  void cellsThatAreNoNumbersArePassedOverAndFarOnesAreBounded() {
    LeakageWatch watch = LeakageWatch.empty(settings(5000, 8));
    LeakageState before = watch.state();
    CodedCells target = cells(Role.TARGET, 0, 0);
    target.salient()[7][2] = Float.NaN;
    watch.take(List.of(target));
    CodedCells sound = cells(Role.TARGET, 1, 0);
    float[] infinite = sound.decoded().clone();
    infinite[1] = Float.NEGATIVE_INFINITY;
    watch.take(
        List.of(
            CodedCells.of(
                Role.TARGET, sound.background(), sound.salient(), infinite, sound.labels())));
    assertThat(watch.state()).isEqualTo(before);
    float[][] far = sound.background().clone();
    far[0] = new float[] {1e30f, -1e30f, 0, 0, 0};
    CodedCells bounded =
        CodedCells.of(Role.TARGET, far, sound.salient(), sound.decoded(), sound.labels());
    assertThat(bounded.background()[0]).containsExactly(1000, -1000, 0, 0, 0);
    watch.take(List.of(bounded, cells(Role.BACKGROUND, 1, 0)));
    watch.take(List.of(bounded, cells(Role.BACKGROUND, 1, 0)));
    LeakageWatch.restore(settings(5000, 8), watch.state());
  }

  @Test
  void partsOfAWindowMergeToTheWhole() {
    LeakageSettings.Sizes sizes = SETTINGS.sizes();
    LeakageWindow whole = LeakageWindow.empty(sizes);
    LeakageWindow first = LeakageWindow.empty(sizes);
    LeakageWindow second = LeakageWindow.empty(sizes);
    for (int number = 0; number < 6; number++) {
      for (CodedCells cells : chunk(number, 0.4)) {
        whole.add(cells);
        (number < 2 ? first : second).add(cells);
      }
    }
    LeakageWindow merged = second.mergedWith(first);
    assertThat(merged.cells()).isEqualTo(whole.cells());
    assertThat(merged.active()).isEqualTo(whole.active());
    assertThat(merged.silence().orElseThrow())
        .isCloseTo(whole.silence().orElseThrow(), within(1e-12));
    assertThat(merged.decoded().orElseThrow().share())
        .isCloseTo(whole.decoded().orElseThrow().share(), within(1e-12));
    assertThat(first.mergedWith(LeakageWindow.empty(sizes)).state()).isEqualTo(first.state());
  }

  @Test
  void refusesStatesOfAnotherKind() {
    assertThatThrownBy(() -> LeakageWatch.restore(SETTINGS, LeakageState.of(List.of(), List.of())))
        .hasMessage("Invalid state: 0 blocks; expected 7");
    LeakageSettings other =
        new LeakageSettings(new LeakageSettings.Sizes(9, SIZE, SIZE), 10, 10, 1, 8);
    LeakageState state = LeakageWatch.empty(SETTINGS).state();
    assertThatThrownBy(() -> LeakageWatch.restore(other, state))
        .hasMessageMatching("Invalid state: \\d+ numbers; expected \\d+");
  }
}
