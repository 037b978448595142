package io.scstream.models.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values against 40-digit arithmetic, derivatives against central differences. */
class ScalarLikelihoodTest {

  private static final double STEP = 1e-5;

  @ParameterizedTest
  @CsvSource({
    "0, 0.5, -0.5",
    "3, 2.25, -1.608968820579069",
    "17, 12.5, -3.067686496896546",
    "250, 300, -8.099613126802696",
    "5, 1e-3, -39.32726813769273"
  })
  void poissonAgreesWithManyDigits(int x, double mean, double expected) {
    assertClose(Poisson.logProbability(x, Math.log(mean)), expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.5, 2, -0.4462871026284195",
    "3, 2.25, 0.7, -2.444115331503855",
    "17, 12.5, 5, -3.286831247045386",
    "0, 2, 1e6, -1.999998000002667",
    "3, 2, 1e6, -1.712318927547386",
    "250, 300, 1e8, -8.099601876836552",
    "1, 1e-6, 1e-3, -13.81651105779769",
    "40, 0.2, 0.05, -15.4801246041162"
  })
  void negativeBinomialAgreesWithManyDigits(int x, double mean, double theta, double expected) {
    double actual = NegativeBinomial.logProbability(x, Math.log(mean), Math.log(theta));
    assertClose(actual, expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.5, 2, 0, -0.1984509387238383",
    "0, 5, 0.5, -3, -1.094706588955482",
    "3, 2.25, 0.7, 1.5, -4.145528609486608",
    "0, 100, 10, -20, -19.98146757472013",
    "17, 12.5, 5, -0.4, -3.799846499445339"
  })
  void zeroInflatedAgreesWithManyDigits(
      int x, double mean, double theta, double zeroLogit, double expected) {
    double actual =
        ZeroInflatedNegativeBinomial.logProbability(x, Math.log(mean), Math.log(theta), zeroLogit);
    assertClose(actual, expected);
  }

  @Test
  void gaussianAgreesWithManyDigits() {
    assertClose(Gaussian.logProbability(0.3, 1, Math.log(0.25)), -1.205791352644727);
  }

  @ParameterizedTest
  @CsvSource({
    "true, 2.5, -0.07888973429254962",
    "false, 2.5, -2.57888973429255",
    "true, -40, -40",
    "false, 80, -80"
  })
  void bernoulliAgreesWithManyDigits(boolean seen, double logit, double expected) {
    assertClose(Bernoulli.logProbability(seen, logit), expected);
  }

  @ParameterizedTest
  @CsvSource({"0,0.5,1", "1,1e-3,-5", "3,2.25,-0.36", "17,12.5,1.6", "250,300,4", "60,20,8"})
  void derivativesOfCountsAgreeWithDifferences(int x, double mean, double r) {
    double m = Math.log(mean);
    assertSlope(v -> Poisson.logProbability(x, v), m, Poisson.byLogMean(x, m));
    assertSlope(
        v -> NegativeBinomial.logProbability(x, v, r), m, NegativeBinomial.byLogMean(x, m, r));
    assertSlope(
        v -> NegativeBinomial.logProbability(x, m, v), r, NegativeBinomial.byDispersion(x, m, r));
  }

  @ParameterizedTest
  @CsvSource({"0,0.5,1,0.3", "0,4,-1,-3", "0,40,2,2", "3,2.25,-0.36,1.5", "40,12.5,1.6,-0.4"})
  void derivativesOfZeroInflationAgreeWithDifferences(int x, double mean, double r, double pi) {
    double m = Math.log(mean);
    assertSlope(
        v -> ZeroInflatedNegativeBinomial.logProbability(x, v, r, pi),
        m,
        ZeroInflatedNegativeBinomial.byLogMean(x, m, r, pi));
    assertSlope(
        v -> ZeroInflatedNegativeBinomial.logProbability(x, m, v, pi),
        r,
        ZeroInflatedNegativeBinomial.byDispersion(x, m, r, pi));
    assertSlope(
        v -> ZeroInflatedNegativeBinomial.logProbability(x, m, r, v),
        pi,
        ZeroInflatedNegativeBinomial.byZeroLogit(x, m, r, pi));
  }

  @Test
  void otherDerivativesAgreeWithDifferences() {
    assertSlope(v -> Gaussian.logProbability(3, v, -1), 0.4, Gaussian.byMean(3, 0.4, -1));
    assertSlope(v -> Gaussian.logProbability(3, 0.4, v), -1, Gaussian.byLogVariance(3, 0.4, -1));
    assertSlope(v -> Bernoulli.logProbability(true, v), 0.7, Bernoulli.byLogit(true, 0.7));
    assertSlope(v -> Bernoulli.logProbability(false, v), -0.7, Bernoulli.byLogit(false, -0.7));
  }

  @Test
  void tendsToPoissonWithoutCancellation() {
    double worst = 0;
    for (int x = 0; x <= 300; x++) {
      for (double mean = 0.25; mean <= 300; mean *= 1.3) {
        double nb = NegativeBinomial.logProbability(x, Math.log(mean), Math.log(1e8));
        worst = Math.max(worst, Math.abs(nb - Poisson.logProbability(x, Math.log(mean))));
      }
    }
    assertThat(worst).isLessThan(5e-4);
    double nb = NegativeBinomial.logProbability(250, Math.log(300), Math.log(1e8));
    assertThat(nb).isCloseTo(Poisson.logProbability(250, Math.log(300)), within(2e-5));
  }

  private static void assertClose(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, within(1e-12 * Math.max(1, Math.abs(expected))));
  }

  private static void assertSlope(DoubleUnaryOperator f, double at, double expected) {
    double slope = (f.applyAsDouble(at + STEP) - f.applyAsDouble(at - STEP)) / (2 * STEP);
    assertThat(slope).isCloseTo(expected, within(1e-6 * Math.max(1, Math.abs(expected))));
  }
}
