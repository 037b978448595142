package io.scstream.models.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectiveTest {

  @ParameterizedTest
  @CsvSource({
    "0.5, 0.25, 0.4431471805599453",
    "-1.2, 2, 0.8734264097200273",
    "3, 1e-4, 8.605220185988091"
  })
  void divergenceAgreesWithManyDigits(double mean, double variance, double expected) {
    assertThat(NormalKl.of(mean, variance)).isCloseTo(expected, within(1e-12 * expected));
    assertThat(NormalKl.ofLog(mean, variance, Math.log(variance)))
        .isCloseTo(expected, within(1e-12 * expected));
  }

  /** Of which the first is ½(3/4 − 1 + log 2) and the second that of the standard law. */
  @ParameterizedTest
  @CsvSource({
    "1, 2, 0, 4, 0.2215735902799727",
    "0.5, 0.25, 0, 1, 0.4431471805599453",
    "8, 0.09, 8, 0.09, 0",
    "7.6, 0.01, 7.2, 0.16, 1.4175443611198906"
  })
  void divergenceFromAnotherLawHasItsClosedForm(
      double mean, double variance, double priorMean, double priorVariance, double expected) {
    assertThat(NormalKl.of(mean, variance, priorMean, priorVariance))
        .isCloseTo(expected, within(1e-12));
    double scale = Math.sqrt(priorVariance);
    assertThat(NormalKl.of((mean - priorMean) / scale, variance / priorVariance))
        .isCloseTo(expected, within(1e-12));
  }

  @Test
  void theLibraryCountsInFullAtEveryStep() {
    ElboTerms terms = new ElboTerms(10, 2, 1, 0.5, 3).withLibrary(4);
    assertThat(terms.loss()).isEqualTo(15.5);
    assertThat(terms.negativeElbo()).isEqualTo(17);
    ElboTerms other = new ElboTerms(10, 2, 1, 0.5, 1);
    assertThat(ElboTerms.mean(List.of(terms, other), 0.5).klLibrary()).isEqualTo(3);
    assertThat(terms.withLibrary(Double.NaN).isFinite()).isFalse();
  }

  @Test
  void theWeightRisesOverItsStepsAndStays() {
    KlWarmup warmup = KlWarmup.linear(4);
    assertThat(warmup.weight(1)).isEqualTo(0.25);
    assertThat(warmup.weight(4)).isEqualTo(1);
    assertThat(warmup.weight(1000)).isEqualTo(1);
    assertThat(KlWarmup.linear(0).weight(1)).isEqualTo(1);
  }

  @Test
  void theLossWeighsDivergencesAndTheBoundDoesNot() {
    ElboTerms terms = new ElboTerms(10, 2, 1, 0.5, 3);
    assertThat(terms.loss()).isEqualTo(11.5);
    assertThat(terms.negativeElbo()).isEqualTo(13);
    assertThat(new ElboTerms(Double.NaN, 2, 1, 0.5, 3).isFinite()).isFalse();
  }
}
