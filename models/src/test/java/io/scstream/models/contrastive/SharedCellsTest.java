package io.scstream.models.contrastive;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.scstream.models.contrastive.ContrastiveVae.Lesson;
import io.scstream.models.data.Minibatch;
import io.scstream.models.device.CpuWorkers;
import io.scstream.models.device.EngineThreads;
import io.scstream.models.nn.Parameters;
import io.scstream.models.spec.Combination;
import io.scstream.models.spec.Constraint;
import io.scstream.models.spec.ConstraintFunctional;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.Library;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.Normalization;
import io.scstream.models.spec.Objective;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A step whose cells are shared out among threads, beside the same step by one thread alone. Needs
 * a process with two threads, of which the build has one for this.
 */
class SharedCellsTest {
  private static final int CELLS = 40;

  @ParameterizedTest
  @EnumSource(
      value = Noise.class,
      names = {"NEGATIVE_BINOMIAL", "ZERO_INFLATED_NEGATIVE_BINOMIAL", "POISSON"})
  void gradientsAreThoseOfAllCellsAtOnce(Noise noise) {
    compare(spec(noise, Normalization.LAYER), Objective.sum());
  }

  @ParameterizedTest
  @CsvSource({"NONE", "LAYER", "BATCH"})
  void whateverTheNormalization(Normalization normalization) {
    compare(spec(Noise.NEGATIVE_BINOMIAL, normalization), Objective.sum());
  }

  @Test
  void balancedAndConstrained() {
    compare(
        spec(Noise.NEGATIVE_BINOMIAL, Normalization.LAYER),
        Objective.of(
            Combination.EQUAL_NORM,
            List.of(new Constraint(ConstraintFunctional.DEPENDENCE, 0.01))));
  }

  @Test
  void withLatentLibrarySizes() {
    compare(
        spec(Noise.NEGATIVE_BINOMIAL, Normalization.LAYER).with(Library.LATENT), Objective.sum());
  }

  private static ContrastiveVaeSpec spec(Noise noise, Normalization normalization) {
    return new ContrastiveVaeSpec(
        new ContrastiveVaeSpec.Sizes(ToyScreen.GENES, 16, 2, 3, 2), 0.2, normalization, noise);
  }

  private static void compare(ContrastiveVaeSpec spec, Objective objective) {
    assumeThat(EngineThreads.count()).isGreaterThan(1);
    Minibatch cells = ToyScreen.both(CELLS, CELLS);
    try (NDManager manager = EngineThreads.engine().newBaseManager()) {
      Parameters parameters = ToyScreen.parameters(spec, manager);
      List<Double> multipliers = Collections.nCopies(objective.constraints().size(), 2.0);
      Emphasis emphasis = new Emphasis(0.7, objective, multipliers, List.of());
      Lesson shared = ToyScreen.learn(spec, cells, parameters, emphasis, manager);
      Lesson alone = // a worker shares nothing further
          CpuWorkers.each(
                  List.of(1, 2),
                  twice -> ToyScreen.learn(spec, cells, parameters, emphasis, manager))
              .get(0);
      assertThat(shared.terms().loss())
          .isCloseTo(alone.terms().loss(), within(1e-6 * Math.abs(alone.terms().loss())));
      alone
          .gradients()
          .forEach(
              (name, gradient) ->
                  compare(name, gradient, requireNonNull(shared.gradients().get(name))));
    }
  }

  private static void compare(String name, NDArray expected, NDArray found) {
    double length = ToyScreen.norm(expected);
    assertThat(ToyScreen.norm(found.sub(expected)))
        .as(name)
        .isLessThanOrEqualTo(1e-5 * length + 1e-7);
  }
}
