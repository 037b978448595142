package io.scstream.models.reference;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.device.EngineThreads;
import io.scstream.models.nn.Parameters;
import io.scstream.models.optim.Adam;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.AdamOptions;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.ReferenceVaeSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Six losses, and who descends which. */
class ReferenceVaeTest {
  private static final int GENES = 12;
  private static final ReferenceVaeSpec SPEC =
      new ReferenceVaeSpec(new ContrastiveVaeSpec.Sizes(GENES, 10, 1, 3, 2));
  private static final ReferenceVae VAE = new ReferenceVae(SPEC);

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = EngineThreads.engine().newBaseManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private static Minibatch minibatch(long number, int background, int target) {
    CounterRandom random = CounterRandom.of(3, number, "cells");
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < background + target; i++) {
      Role role = i < background ? Role.BACKGROUND : Role.TARGET;
      int[] genes = {random.nextInt(3), 3 + random.nextInt(4), 8 + random.nextInt(4)};
      int[] counts = {1 + random.nextInt(9), 1 + random.nextInt(3), 1 + random.nextInt(60)};
      cells.add(Cell.of(role + "-" + i, role, 50 + i, genes, counts));
    }
    return Minibatch.of(GENES, cells).logNormalized();
  }

  private Parameters parameters() {
    return Parameters.of(VAE.parameterShapes(), VAE.initialValues(5), manager);
  }

  /** Discriminators that think something. */
  private static Discriminators opinionated() {
    Map<String, float[]> state = state();
    state.forEach(
        (name, values) -> {
          CounterRandom random = CounterRandom.of(4, 1, name);
          if (name.endsWith(".weight")) {
            for (int i = 0; i < values.length; i++) {
              values[i] = (float) (0.3 * random.nextGaussian());
            }
          }
        });
    return Discriminators.of(state);
  }

  private static Map<String, float[]> state() {
    Map<String, float[]> state = new HashMap<>();
    Discriminators.stateLengths(SPEC).forEach((name, length) -> state.put(name, new float[length]));
    return state;
  }

  private ReferenceVae.Lesson learn(
      Minibatch minibatch, Parameters parameters, Discriminators discriminators, long update) {
    return VAE.learn(
        minibatch,
        parameters,
        purpose -> CounterRandom.of(8, update, purpose),
        discriminators,
        manager);
  }

  private static double norm(NDArray array) {
    double sum = 0;
    for (float value : array.toFloatArray()) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }

  @Test
  void gradientsAgreeWithDifferences() {
    Parameters parameters = parameters();
    Discriminators discriminators = opinionated();
    Map<String, NDArray> gradients =
        learn(minibatch(1, 6, 5), parameters, discriminators, 1).gradients();
    assertThat(gradients.keySet()).containsExactlyElementsOf(VAE.parameterShapes().keySet());
    for (String name : parameters.names()) {
      NDArray gradient = requireNonNull(gradients.get(name));
      double length = norm(gradient);
      assertThat(length).as(name).isPositive();
      double step = 2e-3;
      NDArray move = gradient.mul(step / length);
      parameters.view(name, manager).addi(move);
      double above = learn(minibatch(1, 6, 5), parameters, discriminators, 1).losses().sum();
      parameters.view(name, manager).subi(move.mul(2));
      double below = learn(minibatch(1, 6, 5), parameters, discriminators, 1).losses().sum();
      parameters.view(name, manager).addi(move);
      assertThat((above - below) / (2 * step)).as(name).isCloseTo(length, within(0.03 * length));
    }
  }

  /** Halves of a minibatch have the losses of the whole as their sum. */
  @Test
  void aPartCountsAsItsShareOfTheWhole() {
    Parameters parameters = parameters();
    // Laws so narrow that other noise changes nothing, and no discriminators or prior draws.
    Map<String, float[]> values = new HashMap<>(VAE.initialValues(5));
    Arrays.fill(requireNonNull(values.get("encoder.log_variance.weight")), 0);
    Arrays.fill(requireNonNull(values.get("encoder.log_variance.bias")), -9.9f);
    values.forEach((name, value) -> parameters.set(name, value));
    Minibatch whole = minibatch(1, 5, 8);
    double sum = 0;
    for (Minibatch half : whole.halves()) {
      sum += learn(half, parameters, Discriminators.of(state()), 1).losses().reconstruction();
    }
    double once = learn(whole, parameters, Discriminators.of(state()), 1).losses().reconstruction();
    assertThat(sum).isCloseTo(once, within(0.01 * once));
  }

  /** At the start every pair is as likely real as decoded: twice log 2 for each role. */
  @Test
  void undecidedDiscriminatorsCostTheirEntropyAndMoveNothing() {
    ReferenceVae.Lesson both =
        learn(minibatch(1, 6, 5), parameters(), Discriminators.of(state()), 1);
    assertThat(both.losses().deception()).isCloseTo(4 * Math.log(2), within(1e-5));
    ReferenceVae.Lesson ofTargets =
        learn(minibatch(1, 0, 5), parameters(), Discriminators.of(state()), 1);
    assertThat(ofTargets.losses().deception()).isCloseTo(2 * Math.log(2), within(1e-5));
    assertThat(norm(requireNonNull(ofTargets.gradients().get("reference")))).isZero();
  }

  /** Networks and discriminators pull at the same pairs in opposite directions. */
  @Test
  void eachSideTakesItsOwnStepAgainstTheOther() {
    Parameters parameters = parameters();
    Discriminators discriminators = opinionated();
    Map<String, float[]> before = discriminators.state();
    ReferenceVae.Lesson lesson = learn(minibatch(1, 40, 40), parameters, discriminators, 1);
    discriminators.state().forEach((k, v) -> assertThat(v).isEqualTo(before.get(k)));
    Map<String, float[]> weights = new HashMap<>();
    parameters.names().forEach(name -> weights.put(name, parameters.values(name)));
    double deceived = lesson.losses().deception();
    double told = crossEntropy(discriminators, lesson.pairs());
    for (int i = 0; i < 200; i++) {
      discriminators.learn(lesson.pairs());
    }
    parameters.names().forEach(n -> assertThat(parameters.values(n)).isEqualTo(weights.get(n)));
    assertThat(crossEntropy(discriminators, lesson.pairs())).isLessThan(told - 0.1);
    assertThat(learn(minibatch(1, 40, 40), parameters, discriminators, 1).losses().deception())
        .isGreaterThan(deceived);
  }

  /** Of the labels as they are, as the mean over real plus the mean over decoded pairs. */
  private static double crossEntropy(Discriminators discriminators, List<float[]> pairs) {
    double sum = 0;
    for (Role role : Role.values()) {
      float[] weights = discriminators.weights(role);
      List<float[]> its = pairs.stream().filter(it -> it.length == weights.length).toList();
      for (float[] pair : its) {
        double logit = weights[weights.length - 1];
        for (int i = 0; i < weights.length - 1; i++) {
          logit += weights[i] * pair[i];
        }
        boolean isReal = pair[weights.length - 1] == 1;
        sum += Math.log1p(Math.exp(isReal ? -logit : logit)) / (its.size() / 2.0);
      }
    }
    return sum;
  }

  @Test
  void pairsAreCellsAndDrawsWithTheirCodes() {
    Minibatch minibatch = minibatch(1, 2, 3);
    List<float[]> pairs = learn(minibatch, parameters(), Discriminators.of(state()), 1).pairs();
    assertThat(pairs).hasSize(10);
    assertThat(pairs.stream().filter(pair -> pair.length == GENES + 3 + 1)).hasSize(4);
    float[] firstTarget =
        pairs.stream().filter(pair -> pair.length == GENES + 5 + 1).findFirst().orElseThrow();
    assertThat(firstTarget[GENES + 5]).isEqualTo(1);
    for (int entry = minibatch.rowStart(2); entry < minibatch.rowStart(3); entry++) {
      int gene = minibatch.geneIndices()[entry];
      assertThat(firstTarget[gene]).isEqualTo(minibatch.values()[entry]);
    }
  }

  @Test
  void theReferenceIsLearnedAndDecodedDrawsAreFoundAgain() {
    Parameters parameters = parameters();
    Discriminators discriminators = Discriminators.of(state());
    float[] first = parameters.values("reference");
    for (float value : first) {
      assertThat(value).isBetween(0f, 1f);
    }
    Map<String, Shape> shapes = VAE.parameterShapes();
    Adam adam = Adam.of(shapes, Adam.initialState(shapes), AdamOptions.of(3e-3), manager);
    ReferenceVae.Losses before =
        learn(minibatch(0, 64, 64), parameters, discriminators, 0).losses();
    for (int i = 1; i <= 400; i++) {
      try (NDManager step = manager.newSubManager()) {
        long update = i;
        ReferenceVae.Lesson lesson =
            VAE.learn(
                minibatch(i, 32, 32),
                parameters,
                purpose -> CounterRandom.of(8, update, purpose),
                discriminators,
                step);
        adam.apply(parameters, lesson.gradients(), new Adam.Step(i, 1, true, 3));
        discriminators.learn(lesson.pairs());
      }
    }
    ReferenceVae.Losses after = learn(minibatch(0, 64, 64), parameters, discriminators, 0).losses();
    assertThat(after.reencoding()).isLessThan(0.7 * before.reencoding());
    assertThat(after.reconstruction()).isLessThan(0.5 * before.reconstruction());
    float[] learned = parameters.values("reference");
    assertThat(Math.hypot(learned[0] - first[0], learned[1] - first[1])).isGreaterThan(0.01);
  }

  @Test
  void onlyBackgroundCellsAreDecodedAtTheReference() {
    Parameters parameters = parameters();
    Minibatch background = minibatch(1, 5, 0);
    Minibatch target = minibatch(1, 0, 5);
    float[] ofBackground = VAE.output(background, parameters, manager);
    float[] ofTarget = VAE.output(target, parameters, manager);
    parameters.view("reference", manager).addi(1);
    assertThat(VAE.output(target, parameters, manager)).isEqualTo(ofTarget);
    assertThat(VAE.output(background, parameters, manager)).isNotEqualTo(ofBackground);
  }
}
