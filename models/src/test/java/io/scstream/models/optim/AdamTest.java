package io.scstream.models.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.device.EngineThreads;
import io.scstream.models.nn.Parameters;
import io.scstream.models.spec.AdamOptions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class AdamTest {

  private static final Map<String, Shape> SHAPES = Map.of("w", new Shape(2));

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = EngineThreads.engine().newBaseManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private Parameters parameters() {
    return Parameters.of(SHAPES, Map.of("w", new float[] {1, -1}), manager);
  }

  private Adam adam(Map<String, float[]> state) {
    return Adam.of(SHAPES, state, AdamOptions.of(0.1), manager);
  }

  private Adam.Applied step(Adam adam, Parameters parameters, long step, float... gradient) {
    return stepOf(3, adam, parameters, step, gradient);
  }

  private Adam.Applied stepOf(
      int roles, Adam adam, Parameters parameters, long step, float... gradient) {
    try (NDManager work = manager.newSubManager()) {
      Map<String, NDArray> gradients = new HashMap<>();
      gradients.put("w", work.create(gradient));
      return adam.apply(parameters, gradients, new Adam.Step(step, 1, true, roles));
    }
  }

  /** Against the textbook recurrence in double precision. */
  @Test
  void followsItsRecurrence() {
    Parameters parameters = parameters();
    Adam adam = adam(Adam.initialState(SHAPES));
    double[] w = {1, -1};
    double[] m = new double[2];
    double[] v = new double[2];
    for (int step = 1; step <= 50; step++) {
      float[] gradient = {(float) (2 * w[0]), (float) Math.sin(step)};
      Adam.Applied applied = step(adam, parameters, step, gradient);
      assertThat(applied.norm()).isCloseTo(Math.hypot(gradient[0], gradient[1]), within(1e-5));
      for (int i = 0; i < 2; i++) {
        m[i] = 0.9 * m[i] + 0.1 * gradient[i];
        v[i] = 0.999 * v[i] + 0.001 * gradient[i] * gradient[i];
        double first = m[i] / (1 - Math.pow(0.9, step));
        double second = v[i] / (1 - Math.pow(0.999, step));
        w[i] -= 0.1 * first / (Math.sqrt(second) + 1e-8);
      }
      assertThat((double) parameters.values("w")[0]).isCloseTo(w[0], within(1e-4));
      assertThat((double) parameters.values("w")[1]).isCloseTo(w[1], within(1e-4));
    }
  }

  @Test
  void skipsWhatIsNoNumber() {
    Parameters parameters = parameters();
    Adam adam = adam(Adam.initialState(SHAPES));
    step(adam, parameters, 1, 1, 1);
    float[] before = parameters.values("w");
    Map<String, float[]> state = adam.state();
    assertThat(step(adam, parameters, 2, Float.NaN, 1).skipped()).isTrue();
    assertThat(step(adam, parameters, 2, 1, Float.POSITIVE_INFINITY).skipped()).isTrue();
    assertThat(parameters.values("w")).isEqualTo(before);
    assertThat(adam.state().get("first_moment.w")).isEqualTo(state.get("first_moment.w"));
    assertThat(adam.state().get("second_moment.w")).isEqualTo(state.get("second_moment.w"));
    assertThat(adam.state().get("recent_norms")).isEqualTo(state.get("recent_norms"));
    assertThat(step(adam, parameters, 2, 1, 1).skipped()).isFalse();
  }

  @Test
  void skipsAFarTooLongGradientUntilTheScaleHasChanged() {
    Parameters parameters = parameters();
    Adam adam = adam(Adam.initialState(SHAPES));
    for (int step = 1; step < NormHistory.SIZE; step++) {
      assertThat(step(adam, parameters, step, 1, 0).skipped()).isFalse();
    }
    assertThat(step(adam, parameters, 102, 19, 0).skipped()).isFalse();
    int skipped = 0;
    while (step(adam, parameters, 103, 30, 0).skipped()) {
      skipped++;
    }
    assertThat(skipped).isEqualTo((NormHistory.SIZE - 1) / 2);
  }

  /** All background cells may come before the first target cell. */
  @Test
  void aRoleThatComesLaterMayBringLongerGradients() {
    Parameters parameters = parameters();
    Adam adam = adam(Adam.initialState(SHAPES));
    for (int step = 1; step <= 30; step++) {
      stepOf(1, adam, parameters, step, 1, 0);
    }
    assertThat(stepOf(1, adam, parameters, 31, 100, 0).skipped()).isTrue();
    Adam restored = adam(adam.state());
    for (int step = 31; step <= 60; step++) {
      Adam.Applied applied = stepOf(3, restored, parameters, step, 100, 0);
      assertThat(applied.skipped()).as("step %d", step).isFalse();
    }
    assertThat(stepOf(3, restored, parameters, 61, 3000, 0).skipped()).isTrue();
  }

  @Test
  void goesOnFromItsState() {
    Parameters one = parameters();
    Parameters other = parameters();
    Adam uninterrupted = adam(Adam.initialState(SHAPES));
    Adam first = adam(Adam.initialState(SHAPES));
    for (int step = 1; step <= 10; step++) {
      step(uninterrupted, one, step, step, -step);
      step(first, other, step, step, -step);
    }
    Adam second = adam(first.state());
    for (int step = 11; step <= 20; step++) {
      step(uninterrupted, one, step, step, -step);
      step(second, other, step, step, -step);
    }
    assertThat(other.values("w")).isEqualTo(one.values("w"));
    assertThat(Adam.stateShapes(SHAPES).keySet())
        .containsExactlyInAnyOrderElementsOf(second.state().keySet());
  }

  @Test
  void remembersAfterARestoreHowLongGradientsAre() {
    Parameters parameters = parameters();
    Adam adam = adam(Adam.initialState(SHAPES));
    for (int step = 1; step <= 30; step++) {
      step(adam, parameters, step, 1, 0);
    }
    Adam restored = adam(adam.state());
    assertThat(step(restored, parameters, 31, 30, 0).skipped()).isTrue();
    assertThat(step(restored, parameters, 31, 1, 0).skipped()).isFalse();
  }

  /** There is no clip that could treat signs unlike: a gradient is taken whole or not at all. */
  @Test
  @Tag("acceptance-6")
  void theRuleThatSkipsIsSymmetric() {
    Parameters up = parameters();
    Parameters down = parameters();
    Adam one = adam(Adam.initialState(SHAPES));
    Adam other = adam(Adam.initialState(SHAPES));
    long taken = 0;
    for (int call = 1; call <= 60; call++) {
      float size = call % 9 == 0 ? 100 : 1 + call % 4;
      if (call % 13 == 0) {
        size = Float.POSITIVE_INFINITY;
      }
      Adam.Applied positive = step(one, up, taken + 1, size, -2 * size);
      Adam.Applied negative = step(other, down, taken + 1, -size, 2 * size);
      assertThat(negative).isEqualTo(positive);
      taken += positive.skipped() ? 0 : 1;
    }
    assertThat(taken).isBetween(40L, 55L);
    for (int i = 0; i < 2; i++) {
      float start = parameters().values("w")[i];
      assertThat((double) (down.values("w")[i] - start))
          .isCloseTo(-(up.values("w")[i] - start), within(1e-5));
    }
    assertThat(other.state().get("second_moment.w")).isEqualTo(one.state().get("second_moment.w"));
  }
}
