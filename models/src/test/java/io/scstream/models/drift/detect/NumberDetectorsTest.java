package io.scstream.models.drift.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.random.CounterRandom;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("acceptance-12")
class NumberDetectorsTest {
  private static final PageHinkley.Options OPTIONS =
      new PageHinkley.Options(0.25, 3, 1, OptionalDouble.empty());

  private static final Kswin.Options WINDOW = new Kswin.Options(1e-3, 60, 20, 1, 4);

  /** How one detector is made and restored. */
  record Maker(
      String name,
      Supplier<DriftDetector> empty,
      Function<DetectorState, DriftDetector> restored) {}

  static Stream<Maker> all() {
    return Stream.of(
        new Maker("adwin", () -> Adwin.empty(0.05, 4), state -> Adwin.restore(0.05, 4, state)),
        new Maker(
            "page-hinkley",
            () -> PageHinkley.empty(OPTIONS),
            state -> PageHinkley.restore(OPTIONS, state)),
        new Maker(
            "self-starting-cusum",
            () -> SelfStartingCusum.empty(0.5, 5),
            state -> SelfStartingCusum.restore(0.5, 5, state)),
        new Maker("kswin", () -> Kswin.empty(WINDOW), state -> Kswin.restore(WINDOW, state)));
  }

  private static double[] step(int seed) {
    CounterRandom chance = CounterRandom.of(seed, 0, "test");
    double[] values = new double[400];
    Arrays.setAll(values, i -> 0.5 + 0.1 * chance.nextGaussian() + (i < 200 ? 0 : 1));
    return values;
  }

  @ParameterizedTest
  @MethodSource("all")
  void findsAStepAndNothingBefore(Maker maker) {
    DriftDetector detector = maker.empty().get();
    double[] values = step(1);
    int first = -1;
    for (int at = 0; at < values.length && first < 0; at++) {
      first = detector.accept(values[at]) ? at : -1;
    }
    assertThat(first).isBetween(200, 230);
    assertThat(detector.state().kind()).isEqualTo(maker.name());
  }

  @ParameterizedTest
  @MethodSource("all")
  void goesOnFromItsStateBitForBit(Maker maker) {
    DriftDetector whole = maker.empty().get();
    DriftDetector part = maker.empty().get();
    double[] values = step(2);
    for (int at = 0; at < values.length; at++) {
      if (at % 37 == 5) {
        part = maker.restored().apply(part.state());
      }
      assertThat(part.accept(values[at])).isEqualTo(whole.accept(values[at]));
      assertThat(part.evidence()).isEqualTo(whole.evidence());
    }
    assertThat(part.state()).isEqualTo(whole.state());
  }

  @ParameterizedTest
  @MethodSource("all")
  void isAsNewAfterAReset(Maker maker) {
    DriftDetector detector = maker.empty().get();
    Arrays.stream(step(3)).forEach(detector::accept);
    detector.reset();
    assertThat(detector.state()).isEqualTo(maker.empty().get().state());
  }

  @ParameterizedTest
  @MethodSource("all")
  void refusesWhatIsNoNumberAndStatesOfOthers(Maker maker) {
    assertThatThrownBy(() -> maker.empty().get().accept(Double.NaN))
        .hasMessage("Invalid value: NaN; expected a finite number");
    assertThatThrownBy(() -> maker.restored().apply(DetectorState.of("other", 1, 0, 0)))
        .hasMessage("Invalid state: other, version 1; expected " + maker.name() + ", version 1");
    assertThatThrownBy(() -> maker.restored().apply(DetectorState.of(maker.name(), 2)))
        .hasMessageContaining("version 2; expected " + maker.name() + ", version 1");
  }

  /**
   * Twelve values are buckets of 2, 2, 2, 2, 1, 1, 1, 1, and the only split with five or more on
   * both sides is after the sixth, between rows of buckets. There r = 1, σ² = v²/4 and ε = v √(D/2)
   * + 2D/3, so a step of v is found from (2D/3) / (1 − √(D/2)) on.
   */
  @Test
  void adwinCutsWhereTheBoundSays() {
    double delta = 0.999;
    double d = Math.log(2 * Math.log(12) / delta);
    double edge = 2.0 / 3 * d / (1 - Math.sqrt(d / 2));
    assertThat(afterAStepOf(edge * 0.999, delta).width()).isEqualTo(12);
    Adwin cut = afterAStepOf(edge * 1.001, delta);
    // The oldest bucket goes; of the ten values left no split has five on both sides.
    assertThat(cut.width()).isEqualTo(10);
    assertThat(cut.mean()).isCloseTo(0.6 * edge * 1.001, within(1e-12));
    assertThat(cut.variance()).isCloseTo(0.24 * edge * edge * 1.001 * 1.001, within(1e-9));
  }

  private static Adwin afterAStepOf(double size, double delta) {
    Adwin adwin = Adwin.empty(delta, 12);
    for (int i = 0; i < 12; i++) {
      adwin.accept(i < 6 ? 0 : size);
    }
    return adwin;
  }

  /** Five buckets at most of each size: a logarithm of them, and exact moments. */
  @Test
  void adwinKeepsTheMomentsOfItsWindowInFewBuckets() {
    Adwin adwin = Adwin.empty(1e-9, 1000);
    CounterRandom chance = CounterRandom.of(5, 0, "test");
    double[] values = new double[20_000];
    Arrays.setAll(values, i -> chance.nextDouble());
    Arrays.stream(values).forEach(adwin::accept);
    double mean = Arrays.stream(values).average().orElseThrow();
    double variance =
        Arrays.stream(values).map(it -> (it - mean) * (it - mean)).average().orElseThrow();
    assertThat(adwin.width()).isEqualTo(20_000);
    assertThat(adwin.mean()).isCloseTo(mean, within(1e-12));
    assertThat(adwin.variance()).isCloseTo(variance, within(1e-12));
    assertThat(adwin.state().numbers().length).isLessThan(2 + 3 * 5 * 14);
  }

  /** Means 1, 1.5, 2 of 1, 2, 3: U = 0, 0.5 − 0.25, 0.25 + 1 − 0.25. */
  @Test
  void pageHinkleyAddsWhatIsOverTheTolerance() {
    PageHinkley test = PageHinkley.empty(OPTIONS);
    test.accept(1);
    assertThat(test.up()).isZero();
    test.accept(2);
    assertThat(test.up()).isEqualTo(0.25);
    test.accept(3);
    assertThat(test.up()).isEqualTo(1);
    assertThat(test.down()).isZero();
    assertThat(test.evidence()).isEqualTo(1.0 / 3);
  }

  @Test
  void pageHinkleyPrefersAKnownMean() {
    PageHinkley test =
        PageHinkley.empty(new PageHinkley.Options(0.25, 3, 1, OptionalDouble.of(10)));
    assertThat(test.accept(8)).isFalse();
    assertThat(test.down()).isEqualTo(1.75);
    assertThat(test.accept(8)).isTrue();
    assertThat(test.down()).isEqualTo(3.5);
  }

  /** Of 1, 2 and 3: T = 1.5 / √(½ · 1.5) = √3 with one degree of freedom, whose F is 1/2 + 1/3. */
  @Test
  void scoresByStudentsLaw() {
    SelfStarting scores = SelfStarting.empty();
    assertThat(scores.accept(1)).isEmpty();
    assertThat(scores.accept(2)).isEmpty();
    double expected = new NormalDistribution().inverseCumulativeProbability(5.0 / 6);
    assertThat(scores.accept(3).orElseThrow()).isCloseTo(expected, within(1e-9));
    assertThat(scores.accept(1e300).orElseThrow()).isPositive().isLessThanOrEqualTo(8);
  }

  @Test
  void scoresOfNormalValuesAreUniformAfterTheNormalLaw() {
    CounterRandom chance = CounterRandom.of(6, 0, "test");
    NormalDistribution normal = new NormalDistribution();
    double[] uniform = new double[4000];
    int at = 0;
    for (int series = 0; series < 400; series++) {
      SelfStarting scores = SelfStarting.empty();
      for (int i = 0; i < 12; i++) {
        OptionalDouble q = scores.accept(7 + 3 * chance.nextGaussian());
        if (q.isPresent()) {
          uniform[at++] = normal.cumulativeProbability(q.getAsDouble());
        }
      }
    }
    assertThat(at).isEqualTo(4000);
    Arrays.sort(uniform);
    double distance = 0;
    for (int i = 0; i < at; i++) {
      distance = Math.max(distance, Math.abs(uniform[i] - (i + 0.5) / at));
    }
    // 1.63 / √n is the one per cent point.
    assertThat(distance).isLessThan(1.63 / Math.sqrt(at));
  }

  /** Known run lengths: k = 1/2, h = 4 and 5 have 168 and 465 for known mean and deviation. */
  @Test
  void theCusumHasItsRunLength() {
    double sum = 0;
    for (int run = 0; run < 300; run++) {
      CounterRandom chance = CounterRandom.of(7, run, "test");
      SelfStartingCusum cusum = SelfStartingCusum.empty(0.5, 4);
      while (!cusum.accept(chance.nextGaussian())) {
        sum++;
      }
    }
    assertThat(sum / 300).isBetween(140.0, 200.0);
  }

  @Test
  void theCusumAddsScores() {
    SelfStartingCusum cusum = SelfStartingCusum.empty(0.5, 5);
    cusum.accept(1);
    cusum.accept(2);
    cusum.accept(3);
    double q = new NormalDistribution().inverseCumulativeProbability(5.0 / 6);
    assertThat(cusum.up()).isCloseTo(q - 0.5, within(1e-9));
    assertThat(cusum.down()).isZero();
  }

  /** All of three above all of three: 2 of the 20 orders; one place apart: D = 1/3 has chance 1. */
  @Test
  void theDistanceOfDistributionsHasItsExactChance() {
    KolmogorovSmirnov apart = KolmogorovSmirnov.of(new double[] {1, 2, 3}, new double[] {4, 5, 6});
    assertThat(apart.distance()).isEqualTo(1);
    assertThat(apart.p()).isCloseTo(0.1, within(1e-12));
    KolmogorovSmirnov mixed = KolmogorovSmirnov.of(new double[] {1, 3, 5}, new double[] {2, 4, 6});
    assertThat(mixed.distance()).isCloseTo(1.0 / 3, within(1e-12));
    assertThat(mixed.p()).isCloseTo(1, within(1e-12));
    assertThat(KolmogorovSmirnov.of(new double[] {1, 1}, new double[] {1, 1}))
        .isEqualTo(new KolmogorovSmirnov(0, 1));
  }

  @Test
  void refusesImpossibleSettings() {
    assertThatThrownBy(() -> Adwin.empty(0, 1)).hasMessageContaining("Invalid delta: 0.0");
    assertThatThrownBy(() -> new Kswin.Options(0.1, 30, 20, 1, 0))
        .hasMessage("Invalid window: 30; expected 40 or more");
    assertThatThrownBy(() -> SelfStartingCusum.empty(0.5, 0))
        .hasMessage("Invalid h: 0.0; expected a positive number");
  }
}
