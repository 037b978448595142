package io.scstream.models.constrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.random.CounterRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionalsTest {

  private static final Offset<Double> DIGITS = within(1e-12);
  private static final int[] ORDER = {3, 0, 5, 1, 4, 2};

  @ParameterizedTest
  @CsvSource({"1, 0.392699", "2, 0.159155", "5, 0.0552233", "10, 0.0262796", "20, 0.0128163"})
  void bandwidthsAreThoseOfStandardNormalCodes(int dimensions, double expected) {
    assertThat(Kernel.bandwidth(dimensions)).isCloseTo(expected, within(1e-5 * expected));
  }

  @Test
  void kernelStatisticsAgreeWithManyDigits() {
    Codes a = Draws.vectorA();
    Codes b = Draws.vectorB();
    Codes c = Draws.vectorC();
    assertThat(Dependence.hsic(a, b)).isCloseTo(0.0021979259590692, DIGITS);
    assertThat(Dependence.normalized(a, b)).isCloseTo(0.119945622053540, DIGITS);
    assertThat(Dependence.unbiased(a, b)).isCloseTo(-0.0098699072726934, DIGITS);
    assertThat(Functionals.matchAll(a, c).value()).isCloseTo(2.28867419922486, DIGITS);
    assertThat(Functionals.matchBiased(a, c).value()).isCloseTo(0.107117581414152, DIGITS);
  }

  @Test
  void debiasedDependenceIsADifferenceOfTwo() {
    Codes a = Draws.vectorA();
    Codes b = Draws.vectorB();
    double[][] shuffled = new double[6][3];
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < 3; j++) {
        shuffled[i][j] = b.at(ORDER[i], j);
      }
    }
    double expected = Dependence.normalized(a, b) - Dependence.normalized(a, Draws.codes(shuffled));
    assertThat(Functionals.dependence(a, b, ORDER).value()).isCloseTo(expected, DIGITS);
    int[] same = {0, 1, 2, 3, 4, 5};
    Measured none = Functionals.dependence(a, b, same);
    assertThat(none.value()).isZero();
    assertThat(none.byFirst()).containsOnly(0);
  }

  /** Within four standard errors of 0, where the plain statistic is far from it. */
  @ParameterizedTest
  @CsvSource({"8, 2, 3", "16, 10, 10", "64, 2, 10", "64, 10, 10", "128, 5, 5"})
  void independentCodesShowNoDependenceOnAverage(int cells, int dz, int ds) {
    double sum = 0;
    double squares = 0;
    double plain = 0;
    int draws = 200;
    for (int draw = 0; draw < draws; draw++) {
      CounterRandom random = CounterRandom.of(42, draw, "independence");
      Codes z = Draws.normal(random, cells, dz);
      Codes s = Draws.normal(random, cells, ds);
      double value = Functionals.dependence(z, s, random.permutation(cells)).value();
      sum += value;
      squares += value * value;
      plain += Dependence.normalized(z, s);
    }
    double error = Math.sqrt(squares) / draws;
    assertThat(sum / draws).isCloseTo(0, within(4 * error));
    assertThat(plain / draws).isGreaterThan(20 * error);
  }

  @Test
  void dependentCodesShowIt() {
    CounterRandom random = CounterRandom.of(42, 0, "dependence");
    Codes z = Draws.normal(random, 128, 5);
    int[] order = random.permutation(128);
    assertThat(Functionals.dependence(z, Draws.scaled(z, -2), order).value()).isGreaterThan(0.5);
  }

  @Test
  void gradientsAreDifferenceQuotients() {
    CounterRandom random = CounterRandom.of(42, 0, "gradients");
    Codes a = Draws.normal(random, 9, 3);
    Codes b = Draws.normal(random, 9, 2);
    Codes other = Draws.normal(random, 7, 3);
    int[] order = random.permutation(9);
    Measured dependence = Functionals.dependence(a, b, order);
    Draws.checkGradient(
        a, dependence.byFirst(), it -> Functionals.dependence(it, b, order).value());
    Draws.checkGradient(
        b, dependence.bySecond(), it -> Functionals.dependence(a, it, order).value());
    Measured match = Functionals.match(a, other);
    Draws.checkGradient(a, match.byFirst(), it -> Functionals.match(it, other).value());
    Draws.checkGradient(other, match.bySecond(), it -> Functionals.match(a, it).value());
    Measured biased = Functionals.matchBiased(a, other);
    Draws.checkGradient(a, biased.byFirst(), it -> Functionals.matchBiased(it, other).value());
    Draws.checkGradient(other, biased.bySecond(), it -> Functionals.matchBiased(a, it).value());
    Measured gaussian = Functionals.gaussianDependence(a, b);
    Draws.checkGradient(a, gaussian.byFirst(), it -> Functionals.gaussianDependence(it, b).value());
    Draws.checkGradient(
        b, gaussian.bySecond(), it -> Functionals.gaussianDependence(a, it).value());
    Draws.checkGradient(a, Functionals.silence(a).byFirst(), it -> Functionals.silence(it).value());
    Codes logVariance = Draws.normal(random, 9, 3);
    Measured distance = Functionals.wasserstein(a, logVariance);
    Draws.checkGradient(
        a, distance.byFirst(), it -> Functionals.wasserstein(it, logVariance).value());
    Draws.checkGradient(
        logVariance, distance.bySecond(), it -> Functionals.wasserstein(a, it).value());
  }

  @Test
  void gradientsOfManyBandwidthsAreDifferenceQuotients() {
    CounterRandom random = CounterRandom.of(42, 0, "bandwidths");
    Codes a = Draws.normal(random, 6, 2);
    Codes b = Draws.normal(random, 5, 2);
    Measured match = Functionals.matchAll(a, b);
    Draws.checkGradient(a, match.byFirst(), it -> Functionals.matchAll(it, b).value());
    Draws.checkGradient(b, match.bySecond(), it -> Functionals.matchAll(a, it).value());
  }

  /** The null level of the biased one is the reason for the other. */
  @Test
  void equalLawsMatchOnAverage() {
    double unbiased = 0;
    double squares = 0;
    double biased = 0;
    int draws = 60;
    for (int draw = 0; draw < draws; draw++) {
      CounterRandom random = CounterRandom.of(42, draw, "match");
      Codes background = Draws.normal(random, 128, 10);
      Codes target = Draws.normal(random, 128, 10);
      double value = Functionals.match(background, target).value();
      unbiased += value / draws;
      squares += value * value;
      biased += Functionals.matchBiased(background, target).value() / draws;
    }
    assertThat(unbiased).isCloseTo(0, within(4 * Math.sqrt(squares) / draws));
    assertThat(biased).isCloseTo(0.007, within(0.0005));
  }

  @Test
  void equalCodesMatchAndOthersDoNot() {
    Codes a = Draws.vectorA();
    assertThat(Functionals.matchBiased(a, a).value()).isCloseTo(0, DIGITS);
    assertThat(Functionals.matchAll(a, a).value()).isNotNegative().isCloseTo(0, DIGITS);
    assertThat(Functionals.match(a, Draws.vectorC()).value())
        .isGreaterThan(Functionals.match(a, a).value());
  }

  @Test
  void penaltiesOfSalientCodesAreMeans() {
    Codes mean = Draws.codes(new double[] {3, 4}, new double[] {0, 1});
    Codes logVariance = Draws.codes(new double[] {0, 0}, new double[] {Math.log(2), 0});
    assertThat(Functionals.silence(mean).value()).isEqualTo(13);
    assertThat(Functionals.silence(mean).byFirst(0.5)).containsExactly(1.5f, 2, 0, 0.5f);
    assertThat(Functionals.silence(mean).bySecond()).isEmpty();
    assertThat(Functionals.wasserstein(mean, logVariance).value()).isCloseTo(15.5, DIGITS);
  }

  /** Two variables: −½ log(1 − ρ²), up to the ridge. */
  @Test
  void gaussianDependenceHasItsClosedForm() {
    double[][] z = {{1}, {2}, {4}, {7}, {-3}};
    double[][] s = {{2}, {1}, {5}, {3}, {-4}};
    double[] sums = moments(z, s);
    double variances = (sums[0] + 1e-4) * (sums[1] + 1e-4);
    double expected = (Math.log(variances) - Math.log(variances - sums[2] * sums[2])) / 2;
    assertThat(Functionals.gaussianDependence(Draws.codes(z), Draws.codes(s)).value())
        .isCloseTo(expected, DIGITS);
  }

  /** Both variances and the covariance, over n − 1. */
  private static double[] moments(double[][] z, double[][] s) {
    double[] means = new double[2];
    for (int i = 0; i < z.length; i++) {
      means[0] += z[i][0] / z.length;
      means[1] += s[i][0] / z.length;
    }
    double[] moments = new double[3];
    for (int i = 0; i < z.length; i++) {
      double first = z[i][0] - means[0];
      double second = s[i][0] - means[1];
      moments[0] += first * first / (z.length - 1);
      moments[1] += second * second / (z.length - 1);
      moments[2] += first * second / (z.length - 1);
    }
    return moments;
  }

  @Test
  void gaussianDependenceOfIndependentCodesIsAboutItsNullLevel() {
    double sum = 0;
    for (int draw = 0; draw < 100; draw++) {
      CounterRandom random = CounterRandom.of(42, draw, "null");
      Codes z = Draws.normal(random, 256, 4);
      sum += Functionals.gaussianDependence(z, Draws.normal(random, 256, 6)).value() / 100;
    }
    assertThat(sum).isCloseTo(4 * 6 / 512.0, within(0.005));
  }

  @Test
  void collapsedCodesAreIndependentAndClosenessCostsNoDigits() {
    CounterRandom random = CounterRandom.of(42, 0, "collapse");
    Codes z = Draws.normal(random, 32, 4);
    Codes s = Draws.normal(random, 32, 3);
    int[] order = random.permutation(32);
    Measured none = Functionals.dependence(z, Draws.scaled(s, 0), order);
    assertThat(none.value()).isZero();
    assertThat(none.byFirst()).containsOnly(0);
    assertThat(none.observed()).isZero();
    double near = Functionals.dependence(z, Draws.scaled(s, 1e-2), order).value();
    double nearer = Functionals.dependence(z, Draws.scaled(s, 1e-3), order).value();
    assertThat(nearer).isCloseTo(near, within(1e-4));
    Measured gaussian = Functionals.gaussianDependence(z, Draws.scaled(s, 0));
    assertThat(gaussian.value()).isCloseTo(0, DIGITS);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void tooFewCellsAreUnknownAndPullNowhere(int cells) {
    CounterRandom random = CounterRandom.of(42, cells, "few");
    Codes z = Draws.normal(random, cells, 2);
    Codes s = Draws.normal(random, cells, 3);
    Codes many = Draws.normal(random, 9, 2);
    Measured[] unknown = {
      Functionals.dependence(z, s, random.permutation(cells)),
      Functionals.gaussianDependence(z, s),
      Functionals.match(z, many),
      Functionals.matchBiased(many, z),
      Functionals.matchAll(z, many)
    };
    for (Measured measured : unknown) {
      assertThat(measured.value()).isZero();
      assertThat(measured.observed()).isNaN();
      assertThat(measured.byFirst(1)).doesNotContain(Float.NaN);
      for (double entry : measured.byFirst()) {
        assertThat(entry).isZero();
      }
    }
    if (cells == 0) {
      assertThat(Functionals.silence(s).observed()).isNaN();
      assertThat(Functionals.wasserstein(s, s).observed()).isNaN();
    }
  }

  @Test
  void whatIsNotFiniteShows() {
    CounterRandom random = CounterRandom.of(42, 0, "nan");
    Codes good = Draws.normal(random, 6, 2);
    Codes bad = Draws.moved(good, 3, Double.NaN);
    assertThat(Functionals.dependence(bad, good, ORDER).value()).isNaN();
    assertThat(Functionals.match(good, bad).value()).isNaN();
    assertThat(Functionals.matchAll(good, bad).value()).isNaN();
    assertThat(Functionals.silence(bad).value()).isNaN();
    assertThat(Functionals.gaussianDependence(bad, good).value()).isNaN();
    assertThat(Functionals.gaussianDependence(bad, good).byFirst()[0]).isNaN();
  }

  @Test
  void refusesWhatDoesNotFit() {
    Codes a = Draws.vectorA();
    Codes b = Draws.vectorB();
    assertThatThrownBy(() -> Codes.of(new float[5], 2, 3))
        .hasMessage("Invalid codes: 5 values; expected 2 rows of 3, at least 1");
    assertThatThrownBy(() -> Functionals.dependence(a, b, new int[] {0, 1, 2, 3, 4, 4}))
        .hasMessage("Invalid order: [0, 1, 2, 3, 4, 4]; expected a permutation of 6 cells");
    assertThatThrownBy(() -> Functionals.match(a, b))
        .hasMessage("Invalid codes: 2 and 3 columns; expected the same number");
    Codes few = Codes.of(new float[] {1, 2}, 1, 2);
    assertThatThrownBy(() -> Functionals.dependence(a, few, ORDER))
        .hasMessage("Invalid codes: 6 and 1 rows; expected those of the same cells");
    assertThatThrownBy(() -> Functionals.gaussianDependence(a, few))
        .hasMessage("Invalid codes: 6 and 1 rows; expected those of the same cells");
  }
}
