package io.scstream.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelStreamTest {

  private static final LabelStream.Settings SETTINGS = new LabelStream.Settings(2, 4000, 8);

  private static List<String> turns(int rows, int labels) {
    List<String> names = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      names.add("t" + row % labels);
    }
    return names;
  }

  /** Unit normal codes; the mean of each label lies this much further on the first axis. */
  private static float[][] onALine(String name, int rows, int labels, double distance) {
    float[][] codes = Draws.normal(name, rows, 2);
    for (int row = 0; row < rows; row++) {
      codes[row][0] += (float) (row % labels * distance);
    }
    return codes;
  }

  private static LabelStream run(int steps, int labels, double distance) {
    LabelStream stream = LabelStream.empty(SETTINGS);
    for (int step = 0; step < steps; step++) {
      assertThat(stream.update(onALine("l" + step, 60, labels, distance), turns(60, labels)))
          .isZero();
    }
    return stream;
  }

  @Test
  void comesToTheBestRule() {
    // Apart by 2: the best rule is right with chance Φ(1) = 0.8413, which is 0.6827 above chance.
    assertThat(run(200, 2, 2).aboveChance().orElseThrow()).isCloseTo(0.6827, within(0.02));
  }

  @Test
  void tellsALabelBetweenTwoOthers() {
    // Outer labels are right with chance Φ(2), the middle one with 2Φ(2) − 1.
    double outer = 0.97725;
    double accuracy = (2 * outer + 2 * outer - 1) / 3;
    assertThat(run(200, 3, 4).aboveChance().orElseThrow())
        .isCloseTo((accuracy - 1 / 3.0) / (2 / 3.0), within(0.02));
  }

  @Test
  void equalLawsCannotBeTold() {
    assertThat(run(200, 2, 0).aboveChance().orElseThrow()).isCloseTo(0, within(0.04));
    assertThat(run(200, 5, 0).aboveChance().orElseThrow()).isCloseTo(0, within(0.04));
  }

  @Test
  void rareLabelsCountLikeOthers() {
    LabelStream stream = LabelStream.empty(SETTINGS);
    for (int step = 0; step < 300; step++) {
      float[][] codes = Draws.normal("u" + step, 60, 2);
      List<String> names = new ArrayList<>(turns(60, 1));
      for (int row = 0; row < 3; row++) {
        names.set(row, "rare");
      }
      stream.update(codes, names);
    }
    assertThat(stream.aboveChance().orElseThrow()).isCloseTo(0, within(0.1));
  }

  @Test
  void judgesBeforeItLearns() {
    LabelStream stream = LabelStream.empty(SETTINGS);
    stream.update(onALine("first", 20, 2, 50), turns(20, 2));
    assertThat(stream.aboveChance()).as("nothing was known").isEmpty();
    stream.update(onALine("second", 20, 2, -50), turns(20, 2));
    assertThat(stream.aboveChance().orElseThrow()).isLessThan(0.1);
    assertThat(stream.judgedLabels()).isEqualTo(2);
  }

  @Test
  void labelsBeyondTheLimitAreIgnoredUntilOthersHaveFaded() {
    LabelStream.Settings two = new LabelStream.Settings(2, 20, 2);
    LabelStream stream = LabelStream.empty(two);
    assertThat(stream.update(onALine("a", 9, 3, 1), turns(9, 3))).isEqualTo(3);
    assertThat(stream.labels()).containsExactly("t0", "t1");
    stream.forgetFaded();
    assertThat(stream.labels()).containsExactly("t0", "t1");
    for (int step = 0; step < 10; step++) {
      stream.update(onALine("b" + step, 10, 1, 0), turns(10, 1));
    }
    stream.forgetFaded();
    assertThat(stream.labels()).containsExactly("t0");
    assertThat(stream.update(new float[][] {{1, 1}}, List.of("new"))).isZero();
    assertThat(stream.labels()).containsExactly("t0", "new");
    assertThat(stream.state()).hasSize(2 * 5 + 4);
  }

  @Test
  void goesOnFromItsState() {
    LabelStream stream = run(5, 3, 1);
    LabelStream restored = LabelStream.restore(SETTINGS, stream.labels(), stream.state());
    stream.update(onALine("more", 30, 4, 1), turns(30, 4));
    restored.update(onALine("more", 30, 4, 1), turns(30, 4));
    assertThat(restored.labels()).isEqualTo(stream.labels()).hasSize(4);
    assertThat(restored.state()).isEqualTo(stream.state());
    assertThat(restored.aboveChance()).isEqualTo(stream.aboveChance());
  }

  @Test
  void unusedAndHugeCoordinatesDoNoHarm() {
    LabelStream stream = LabelStream.empty(SETTINGS);
    for (int step = 0; step < 100; step++) {
      float[][] codes = onALine("h" + step, 30, 2, 0);
      for (int row = 0; row < 30; row++) {
        codes[row][0] = row % 2 * 1000;
        codes[row][1] = 0;
      }
      stream.update(codes, turns(30, 2));
    }
    assertThat(stream.aboveChance().orElseThrow()).isCloseTo(1, within(1e-9));
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> LabelStream.restore(SETTINGS, List.of("a"), new double[3]))
        .hasMessage("Invalid state: 3 numbers; expected 9 finite ones");
    assertThatThrownBy(() -> LabelStream.restore(SETTINGS, List.of("a", "a"), new double[14]))
        .hasMessage("Invalid labels: some come twice");
    assertThatThrownBy(() -> LabelStream.empty(SETTINGS).update(new float[2][2], List.of("a")))
        .hasMessageStartingWith("Invalid codes: 2 of 2 columns with 1 labels");
    assertThatThrownBy(() -> new LabelStream.Settings(2, 1, 1))
        .hasMessage("Invalid label limit: 1; expected 2 or more");
  }
}
