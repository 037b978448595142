package io.scstream.models.learner;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.ModelException;
import io.scstream.models.contrastive.ContrastiveVae;
import io.scstream.models.contrastive.ContrastiveVae.Lesson;
import io.scstream.models.contrastive.Emphasis;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.device.EngineThreads;
import io.scstream.models.device.MemoryShortage;
import io.scstream.models.nn.LoudWeights;
import io.scstream.models.nn.Parameters;
import io.scstream.models.optim.Adam;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.AdamOptions;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.Normalization;
import io.scstream.models.spec.Objective;
import io.scstream.models.spec.Penalties;
import io.scstream.models.spec.TrainingOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A device that has no memory for a minibatch: the real gradients, behind an engine that fails. */
class HalvedStepTest {
  private static final ContrastiveVaeSpec SPEC =
      new ContrastiveVaeSpec(
          new ContrastiveVaeSpec.Sizes(ToyStream.GENES, 16, 1, 3, 2),
          0,
          Normalization.LAYER,
          Noise.NEGATIVE_BINOMIAL);

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = EngineThreads.engine().newBaseManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  /** Posteriors so narrow that the noise, which differs between the two, hardly counts. */
  private Parameters nearlyWithoutNoise() {
    Map<String, float[]> values =
        LoudWeights.of(
            new ContrastiveVae(SPEC).initialValues(3, ToyStream.cells(0, Role.BACKGROUND, 40)));
    values.forEach(
        (name, value) -> {
          if (name.endsWith("log_variance.weight")) {
            Arrays.fill(value, 0);
          } else if (name.endsWith("log_variance.bias")) {
            Arrays.fill(value, -9.9f);
          }
        });
    return Parameters.of(ContrastiveVae.parameterShapes(SPEC), values, manager);
  }

  private static Teacher teacher(Parameters parameters, int cellsOfDevice) {
    return new Teacher(
        (minibatch, chance, step) -> {
          if (minibatch.cells() > cellsOfDevice) {
            throw new EngineException(
                "CUDA out of memory. Tried to allocate 2.00 GiB",
                new IllegalStateException("from native code"));
          }
          return new ContrastiveVae(SPEC)
              .learn(
                  minibatch,
                  parameters,
                  chance,
                  Emphasis.of(0.5, Objective.sum(Penalties.ofSilence(1))),
                  step);
        });
  }

  /** Odd numbers of cells, so that the halves are not alike. */
  private static Minibatch minibatch() {
    return ToyStream.minibatch(1, 13, 18);
  }

  private static CounterRandom chance(String purpose) {
    return CounterRandom.of(2, 1, purpose);
  }

  @Test
  void theGradientsOfTheHalvesAddUpToThatOfTheWhole() {
    Parameters parameters = nearlyWithoutNoise();
    Teacher.Taken whole =
        teacher(parameters, 31).take(minibatch(), HalvedStepTest::chance, manager);
    Teacher.Taken halved =
        teacher(parameters, 16).take(minibatch(), HalvedStepTest::chance, manager);
    assertThat(whole.halved()).isFalse();
    assertThat(halved.halved()).isTrue();
    assertThat(halved.lesson().terms().cells()).isEqualTo(31);
    assertThat(halved.lesson().terms().loss())
        .isCloseTo(whole.lesson().terms().loss(), within(0.1));
    for (String name : parameters.names()) {
      if (name.contains("log_variance")) {
        continue; // By the noise itself.
      }
      NDArray expected = requireNonNull(whole.lesson().gradients().get(name));
      NDArray sum = requireNonNull(halved.lesson().gradients().get(name));
      double length = expected.norm().getFloat();
      assertThat(sum.sub(expected).norm().getFloat())
          .as(name)
          .isLessThan((float) (0.05 * length + 1e-3));
    }
  }

  @Test
  void halvesAreThreeToOneWhereARoleHasOneCell() {
    List<Cell> cells = new ArrayList<>(ToyStream.cells(0, Role.BACKGROUND, 1));
    cells.addAll(ToyStream.cells(0, Role.TARGET, 3));
    List<Minibatch> halves = Minibatch.of(ToyStream.GENES, cells).halves();
    assertThat(halves).extracting(Minibatch::background).containsExactly(1, 0);
    assertThat(halves).extracting(Minibatch::target).containsExactly(1, 2);
    assertThat(halves).extracting(Minibatch::wholeBackground).containsOnly(1);
    assertThat(halves).extracting(half -> half.wholeTarget(0)).containsOnly(3);
  }

  @Test
  void twiceTooLittleMemoryIsNamed() {
    Teacher teacher = teacher(nearlyWithoutNoise(), 10);
    assertThatThrownBy(() -> teacher.take(minibatch(), HalvedStepTest::chance, manager))
        .isInstanceOfSatisfying(
            ModelException.class,
            e -> assertThat(e.category()).isEqualTo(ModelException.Category.MEMORY))
        .hasMessage(
            "No memory on the device for 31 cells at once, nor for half of them; expected a smaller"
                + " minibatch or a larger device");
  }

  @Test
  void otherFailuresOfTheEngineAreNotTakenForIt() {
    int[] calls = {0};
    Teacher teacher =
        new Teacher(
            (minibatch, chance, step) -> {
              calls[0]++;
              throw new EngineException("mat1 and mat2 shapes cannot be multiplied");
            });
    assertThatThrownBy(() -> teacher.take(minibatch(), HalvedStepTest::chance, manager))
        .isInstanceOf(EngineException.class);
    assertThat(calls[0]).isEqualTo(1);
    assertThat(MemoryShortage.isCauseOf(new OutOfMemoryError("Java heap space"))).isFalse();
  }

  /** The engine's own words, when it is asked for more than any machine has. */
  @Test
  void theEngineSaysSo() {
    assertThatThrownBy(() -> manager.zeros(new Shape(1L << 46)))
        .satisfies(e -> assertThat(MemoryShortage.isCauseOf(e)).as(e.toString()).isTrue());
  }

  @Test
  void aLearnerGoesOnAndSaysThatItHalved() {
    TrainingOptions options = OnlineLearnerContract.defaults(4);
    Map<String, Shape> shapes = ContrastiveVae.parameterShapes(SPEC);
    NDManager own = manager.newSubManager();
    Map<String, float[]> weights =
        new ContrastiveVae(SPEC).initialValues(4, ToyStream.cells(0, Role.BACKGROUND, 40));
    Adam adam = Adam.of(shapes, Adam.initialState(shapes), AdamOptions.of(3e-3), own);
    int[] calls = {0};
    try (OnlineLearner learner =
        new DjlLearner(
            new DjlModel(SPEC, weights, 0, own),
            new OptimizerState(
                adam, new ContrastiveFamily(SPEC).training(options.objective(), Map.of())),
            options,
            new TrainingProgress(0, 0),
            real ->
                (minibatch, chance, step) -> {
                  Lesson lesson = real.teach(minibatch, chance, step);
                  if (++calls[0] == 1) { // The work is done, and then the memory does not suffice.
                    throw new EngineException("CUDA error: out of memory");
                  }
                  return lesson;
                })) {
      assertThat(learner.update(minibatch()).halved()).isTrue();
      assertThat(learner.step()).isEqualTo(1);
      assertThat(learner.update(minibatch()).halved()).isFalse();
      assertThat(learner.snapshot().isFinite()).isTrue();
    }
  }
}
