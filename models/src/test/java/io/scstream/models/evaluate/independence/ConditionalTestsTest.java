package io.scstream.models.evaluate.independence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.evaluate.Draws;
import java.util.Arrays;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Levels and power of the tests for a continuous condition. */
class ConditionalTestsTest {

  /** z, and x and y that come from it; y also from what is x's own, times the strength. */
  private static final class Case {
    private final float[][] x;
    private final float[][] y;
    private final float[][] z;

    private Case(float[][] x, float[][] y, float[][] z) {
      this.x = x;
      this.y = y;
      this.z = z;
    }

    static Case of(int trial, int rows, double strength) {
      float[][] z = Draws.normal("z" + trial, rows, 1);
      float[][] own = Draws.normal("x" + trial, rows, 1);
      float[][] noise = Draws.normal("y" + trial, rows, 1);
      float[][] x = new float[rows][1];
      float[][] y = new float[rows][1];
      for (int row = 0; row < rows; row++) {
        x[row][0] = (float) (Math.sin(z[row][0]) + 0.5 * own[row][0]);
        double fromZ = z[row][0] * z[row][0] / 2;
        y[row][0] = (float) (fromZ + 0.5 * noise[row][0] + strength * Math.abs(own[row][0]));
      }
      return new Case(x, y, z);
    }

    Tested kernel() {
      return KernelConditionalTest.of(x, y, z);
    }

    Tested randomized() {
      return RandomizedConditionalTest.of(x, y, z, 1);
    }
  }

  /** The mean is that of the uniform law, and small chances are as rare as they say. */
  private static void assertUniform(int trials, IntFunction<Tested> test) {
    double[] chances = new double[trials];
    Arrays.setAll(chances, trial -> test.apply(trial).pValue());
    assertThat(Arrays.stream(chances).average().orElseThrow()).isCloseTo(0.5, within(0.08));
    assertThat(Arrays.stream(chances).filter(p -> p < 0.1).count())
        .isBetween(trials / 25L, trials / 6L);
  }

  @Test
  void chancesUnderIndependenceAreUniformWithKernels() {
    assertUniform(200, trial -> Case.of(trial, 100, 0).kernel());
  }

  @Test
  void chancesUnderIndependenceAreUniformWithRandomFeatures() {
    assertUniform(60, trial -> Case.of(trial, 400, 0).randomized());
  }

  @Test
  void dependenceWithoutCorrelationIsFound() {
    int byKernels = 0;
    int byFeatures = 0;
    for (int trial = 0; trial < 20; trial++) {
      byKernels += Case.of(trial, 220, 2).kernel().pValue() < 0.05 ? 1 : 0;
      byFeatures += Case.of(trial, 400, 2).randomized().pValue() < 0.05 ? 1 : 0;
    }
    assertThat(byKernels).isGreaterThanOrEqualTo(18);
    assertThat(byFeatures).isGreaterThanOrEqualTo(18);
  }

  @Test
  void aCommonCauseAloneIsNoDependence() {
    // Without the condition, x and y are plainly dependent.
    Case one = Case.of(3, 250, 0);
    float[][] nothing = Draws.normal("nothing", 250, 1);
    assertThat(KernelConditionalTest.of(one.x, one.y, nothing).pValue()).isLessThan(0.01);
    assertThat(one.kernel().pValue()).isGreaterThan(0.05);
  }

  @Test
  void aConstantBlockDependsOnNothing() {
    Case one = Case.of(1, 120, 1);
    float[][] constant = new float[120][1];
    assertThat(KernelConditionalTest.of(constant, one.y, one.z).statistic()).isNotNegative();
    assertThat(KernelConditionalTest.of(one.x, constant, one.z).pValue()).isEqualTo(1);
    assertThat(RandomizedConditionalTest.of(constant, one.y, one.z, 1).pValue()).isEqualTo(1);
  }

  @Test
  void refusesTooFewRowsAndOtherCells() {
    float[][] nine = Draws.normal("a", 9, 1);
    assertThatThrownBy(() -> RandomizedConditionalTest.of(nine, nine, nine, 1))
        .hasMessage("Invalid blocks: 9 rows; expected more than 100");
    assertThatThrownBy(
            () -> KernelConditionalTest.of(new float[3][1], new float[3][1], new float[3][1]))
        .hasMessage("Invalid blocks: 3 rows; expected 4 to 2000");
    assertThatThrownBy(() -> KernelConditionalTest.of(nine, nine, Draws.normal("b", 8, 1)))
        .hasMessage("Invalid blocks: 9 and 8 rows; expected the same number");
  }
}
