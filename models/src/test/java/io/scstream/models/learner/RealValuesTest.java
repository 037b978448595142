package io.scstream.models.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.Normalization;
import io.scstream.models.spec.TrainingOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Cells of real values are for Gaussian noise. */
class RealValuesTest {

  private static final int GENES = 6;
  private static final int HALF = 32;

  /** One shared direction of alternating signs, and in targets one of their own. */
  private static Minibatch minibatch(long number) {
    List<Cell> cells = new ArrayList<>();
    CounterRandom random = CounterRandom.of(3, number, "values");
    for (int i = 0; i < 2 * HALF; i++) {
      Role role = i < HALF ? Role.BACKGROUND : Role.TARGET;
      double shared = 2 * random.nextGaussian();
      double salient = role == Role.TARGET ? 2 * random.nextGaussian() : 0;
      float[] values = new float[GENES];
      for (int gene = 0; gene < GENES; gene++) {
        double signal = (gene % 2 == 0 ? shared : -shared) + (gene < 3 ? salient : 0);
        values[gene] = (float) (signal + 0.1 * random.nextGaussian());
      }
      int[] genes = IntStream.range(0, GENES).toArray();
      cells.add(Cell.ofValues(role + "-" + i, role, 1, genes, values));
    }
    return Minibatch.of(GENES, cells);
  }

  private static OnlineLearner learner(Noise noise) {
    ContrastiveVaeSpec spec =
        new ContrastiveVaeSpec(
            new ContrastiveVaeSpec.Sizes(GENES, 16, 1, 1, 1), 0, Normalization.NONE, noise);
    return new DjlLearnerFactory(TrainingOptions.of(1, 1e-2, 0), "cpu").create(spec, List.of());
  }

  @Test
  void theyAreLearned() {
    try (OnlineLearner learner = learner(Noise.GAUSSIAN)) {
      double before = learner.score(minibatch(-1)).negativeElbo();
      for (int i = 0; i < 300; i++) {
        learner.update(minibatch(i));
      }
      assertThat(learner.score(minibatch(-1)).negativeElbo()).isLessThan(before / 3);
    }
  }

  @Test
  void modelsOfCountsAndCanariesRefuseThem() {
    for (Noise noise : Noise.values()) {
      try (OnlineLearner learner = learner(noise)) {
        if (noise != Noise.GAUSSIAN) {
          String message =
              "Invalid minibatch: real values under " + noise + " noise; expected counts";
          assertThatThrownBy(() -> learner.update(minibatch(0))).hasMessage(message);
          assertThatThrownBy(() -> learner.score(minibatch(0))).hasMessage(message);
          assertThatThrownBy(() -> learner.embed(minibatch(0))).hasMessage(message);
        }
        assertThatThrownBy(() -> Canary.of(learner, List.of(minibatch(0).cell(0))))
            .hasMessage("Invalid cell BACKGROUND-0: real values; expected counts");
      }
    }
  }
}
