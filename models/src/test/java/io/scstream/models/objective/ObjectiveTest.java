package io.scstream.models.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.device.EngineThreads;
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
    try (NDManager manager = EngineThreads.engine().newBaseManager()) {
      float[] means = {(float) mean, 0};
      float[] logVariances = {(float) Math.log(variance), 0};
      float onEngine =
          NormalKl.perCell(
                  manager.create(means, new Shape(1, 2)),
                  manager.create(logVariances, new Shape(1, 2)))
              .toFloatArray()[0];
      assertThat((double) onEngine).isCloseTo(expected, within(1e-5 * expected));
    }
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
