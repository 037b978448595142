package io.scstream.speed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private final List<String> called = new ArrayList<>();

  /** Takes what the list says. */
  private Side side(String name, int cells, Double... seconds) {
    Iterator<Double> next = List.of(seconds).iterator();
    return new Side() {
      @Override
      public int cells() {
        return cells;
      }

      @Override
      public double seconds(int steps) {
        called.add(name + steps);
        return next.next();
      }
    };
  }

  @Test
  void sidesTakeTurnsAndRatiosAreThoseOfPairs() {
    Side ours = side("a", 10, 1.0, 2.0, 4.0);
    Side theirs = side("b", 5, 1.0, 1.0, 1.0);
    List<Integer> told = new ArrayList<>();
    Turns turns = Turns.take(List.of(ours, theirs), 4, 3, (turn, rates) -> told.add(turn));
    assertThat(called).containsExactly("a4", "b4", "a4", "b4", "a4", "b4");
    assertThat(told).containsExactly(1, 2, 3);
    assertThat(turns.rates()).containsExactly(List.of(40.0, 20.0, 10.0), List.of(20.0, 20.0, 20.0));
    assertThat(turns.rate(0)).isEqualTo(20);
    assertThat(turns.ratios()).containsExactly(2.0, 1.0, 0.5);
    assertThat(turns.ratio()).isEqualTo(1);
    assertThat(turns.leastRatio()).isEqualTo(0.5);
    assertThat(turns.largestRatio()).isEqualTo(2);
  }

  @Test
  void theMedianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
    assertThat(Turns.median(List.of(4.0, 1.0, 2.0, 10.0))).isEqualTo(3);
    assertThat(Turns.median(List.of(3.0))).isEqualTo(3);
    assertThat(Turns.median(List.of(9.0, 1.0, 5.0))).isEqualTo(5);
  }

  @Test
  void aQuantileIsOneOfTheValues() {
    List<Double> values = List.of(4.0, 1.0, 3.0, 2.0);
    assertThat(Turns.quantile(values, 0.5)).isEqualTo(2);
    assertThat(Turns.quantile(values, 0.99)).isEqualTo(4);
    assertThat(Turns.quantile(values, 0)).isEqualTo(1);
  }

  @Test
  void warmingUpTakesMoreStepsOfAFastSideAndTellsOfTheLastOnes() {
    Side side = side("a", 1, 1.0, 0.5, 9.0);
    assertThat(side.warmUp(9)).isEqualTo(9);
    assertThat(called).containsExactly("a1", "a1", "a1");
    called.clear();
    assertThat(side("b", 1, 0.1, 1.2).warmUp(1.3)).isEqualTo(1.2);
    assertThat(called).containsExactly("b1", "b1");
  }

  @Test
  void aTurnOfUnknownLengthTakesAboutASecond() {
    assertThat(new StepBench.Rhythm(1, 0, 0).stepsAt(0.024)).isEqualTo(42);
    assertThat(new StepBench.Rhythm(1, 0, 0).stepsAt(7)).isEqualTo(1);
    assertThat(new StepBench.Rhythm(1, 3, 0).stepsAt(7)).isEqualTo(3);
  }
}
