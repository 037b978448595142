package io.scstream.models.evaluate.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.random.CounterRandom;
import org.junit.jupiter.api.Test;

class IntervalsTest {

  private static Intervals ofSingleEffects(int count) {
    Intervals intervals = new Intervals();
    for (int i = 1; i <= count; i++) {
      intervals.add(new double[] {0}, new double[] {i}, new double[] {2}); // scores ½, 1, …
    }
    return intervals;
  }

  @Test
  void coverageAndFactorOfSingleEffectsByHand() {
    Intervals intervals = ofSingleEffects(9);
    assertThat(intervals.coverage(1)).isCloseTo(2.0 / 9, within(1e-15));
    assertThat(intervals.coverage(4.4)).isCloseTo(8.0 / 9, within(1e-15));
    assertThat(intervals.factor(0.5)).contains(2.5); // the 5th of 9
    assertThat(intervals.factor(0.9)).contains(4.5); // the 9th
    assertThat(intervals.factor(0.91)).isEmpty(); // there is no 10th
    assertThat(intervals.groups()).isEqualTo(9);
    assertThat(ofSingleEffects(8).factor(0.9)).isEmpty();
    assertThat(new Intervals().factor(0.1)).isEmpty();
  }

  @Test
  void groupsCountAndNotTheirEffects() {
    Intervals intervals = new Intervals();
    double[] widths = {1, 1, 1, 1};
    intervals.add(new double[4], new double[] {1, -2, 3, 4}, widths);
    intervals.add(new double[1], new double[] {10}, new double[] {1});
    // Of three groups, of which one is never reached: ¼/3 at 1, ½/3 at 2, ¾/3 at 3, 1/3 at 4, 2/3
    // at 10.
    assertThat(intervals.factor(0.08)).contains(1.0);
    assertThat(intervals.factor(0.25)).contains(3.0);
    assertThat(intervals.factor(0.26)).contains(4.0);
    assertThat(intervals.factor(0.34)).contains(10.0);
    assertThat(intervals.factor(2.0 / 3)).contains(10.0);
    assertThat(intervals.factor(0.67)).isEmpty();
    assertThat(intervals.coverage(2)).isEqualTo(0.25);
  }

  @Test
  void levelsNeedGroups() {
    assertThat(Intervals.groupsNeeded(0.9)).isEqualTo(9);
    assertThat(Intervals.groupsNeeded(0.95)).isEqualTo(19);
    assertThat(Intervals.groupsNeeded(0.5)).isEqualTo(1);
    for (double level : new double[] {0.5, 0.8, 0.9, 0.95, 0.99}) {
      int needed = Intervals.groupsNeeded(level);
      assertThat(ofSingleEffects(needed).factor(level)).as("%s", level).isPresent();
      assertThat(ofSingleEffects(needed - 1).factor(level)).as("%s", level).isEmpty();
    }
  }

  /** Effects of a group are far off together; all effects in one pot would promise too much. */
  @Test
  void effectsOfANextGroupLieInsideAsPromised() {
    CounterRandom random = CounterRandom.of(1, 0, "effects");
    for (int groups : new int[] {9, 15, 25}) {
      double covered = 0;
      int times = 600;
      for (int time = 0; time < times; time++) {
        Intervals seen = new Intervals();
        for (int group = 0; group < groups; group++) {
          add(seen, random);
        }
        Intervals next = new Intervals();
        add(next, random);
        covered += next.coverage(seen.factor(0.9).orElseThrow()) / times;
      }
      // Between the level and one group's share more, but for chance.
      assertThat(covered).as("%d groups", groups).isBetween(0.88, 0.92 + 1.0 / (groups + 1));
    }
  }

  private static void add(Intervals intervals, CounterRandom random) {
    double[] truth = new double[20];
    double[] widths = new double[truth.length];
    double ofGroup = Math.exp(random.nextGaussian());
    for (int i = 0; i < truth.length; i++) {
      widths[i] = 0.1 + random.nextDouble();
      truth[i] = ofGroup * widths[i] * random.nextGaussian();
    }
    intervals.add(new double[truth.length], truth, widths);
  }

  @Test
  void refusesWhatIsNoInterval() {
    double[] zero = {0};
    assertThatThrownBy(() -> new Intervals().add(zero, new double[] {1}, zero))
        .hasMessage(
            "Invalid effect: predicted 0.0, true 1.0, half width 0.0; expected finite numbers and"
                + " a positive width");
    assertThatThrownBy(() -> new Intervals().add(zero, new double[2], zero))
        .hasMessage(
            "Invalid effects: 1 predicted, 2 true, 1 half widths; expected as many of each");
    assertThatThrownBy(() -> new Intervals().coverage(1))
        .hasMessage("Invalid intervals: no effects; expected at least one");
    assertThatThrownBy(() -> new Intervals().factor(1))
        .hasMessage("Invalid level: 1.0; expected above 0 and below 1");
  }
}
