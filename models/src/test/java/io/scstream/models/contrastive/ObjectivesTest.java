package io.scstream.models.contrastive;

import static io.scstream.models.contrastive.ToyScreen.norm;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.scstream.models.balance.GradientBalance;
import io.scstream.models.contrastive.ContrastiveVae.Lesson;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.device.EngineThreads;
import io.scstream.models.nn.Parameters;
import io.scstream.models.spec.Combination;
import io.scstream.models.spec.Constraint;
import io.scstream.models.spec.ConstraintFunctional;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.DecoderLayers;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.Normalization;
import io.scstream.models.spec.Objective;
import io.scstream.models.spec.Penalties;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gradients of every objective, against those of its parts and against differences. */
class ObjectivesTest {
  private static final ContrastiveVaeSpec SPEC =
      new ContrastiveVaeSpec(
          new ContrastiveVaeSpec.Sizes(ToyScreen.GENES, 10, 2, 3, 2),
          0.2,
          Normalization.LAYER,
          Noise.NEGATIVE_BINOMIAL);

  private static final ContrastiveVaeSpec LIKE_SCVI =
      new ContrastiveVaeSpec(
          new ContrastiveVaeSpec.Sizes(ToyScreen.GENES, 10, 2, 3, 2),
          0,
          Normalization.BATCH,
          DecoderLayers.scvi(),
          Noise.NEGATIVE_BINOMIAL);

  private NDManager manager;
  private Parameters parameters;

  @BeforeEach
  void open() {
    manager = EngineThreads.engine().newBaseManager();
    parameters = ToyScreen.parameters(SPEC, manager);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private Lesson learn(Minibatch minibatch, Emphasis emphasis) {
    return ToyScreen.learn(SPEC, minibatch, parameters, emphasis, manager);
  }

  private static Emphasis emphasis(
      Combination combination, List<Constraint> constraints, double multiplier) {
    return new Emphasis(
        0.7,
        Objective.of(combination, constraints),
        constraints.stream().map(it -> multiplier).toList(),
        List.of());
  }

  /** The gradient of one role's loss with the chance that the balanced step gives it. */
  private Map<String, NDArray> alone(Minibatch minibatch, Role role) {
    String name = "/" + role.name().toLowerCase(java.util.Locale.ROOT);
    return new ContrastiveVae(SPEC)
        .learn(
            minibatch.only(role),
            parameters,
            purpose -> ToyScreen.chance(purpose + name),
            Emphasis.of(0.7, Objective.sum()),
            manager)
        .gradients();
  }

  @ParameterizedTest
  @EnumSource(
      value = Combination.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"LOSS", "LOSS_PLUS"})
  void balancedGradientsAreWeightedSumsOfThoseOfTheRoles(Combination combination) {
    if (combination == Combination.SUM) {
      return; // Taken in one pass, with other noise.
    }
    Minibatch minibatch = ToyScreen.both(7, 5);
    Map<String, NDArray> ofB = alone(minibatch, Role.BACKGROUND);
    Map<String, NDArray> ofT = alone(minibatch, Role.TARGET);
    double[][] gram = new double[2][2];
    for (String name : ofB.keySet()) {
      if (!name.startsWith("salient")) {
        float[] b = requireNonNull(ofB.get(name)).toFloatArray();
        float[] t = requireNonNull(ofT.get(name)).toFloatArray();
        for (int i = 0; i < b.length; i++) {
          gram[0][0] += (double) b[i] * b[i];
          gram[0][1] += (double) b[i] * t[i];
          gram[1][1] += (double) t[i] * t[i];
        }
      }
    }
    gram[1][0] = gram[0][1];
    double[] weights = GradientBalance.weights(combination, gram, new double[] {1, 1});
    Lesson lesson = learn(minibatch, emphasis(combination, List.of(), 0));
    assertThat(lesson.measures().backgroundWeight()).isCloseTo(weights[0], within(1e-9));
    assertThat(lesson.measures().cosine())
        .isCloseTo(gram[0][1] / Math.sqrt(gram[0][0] * gram[1][1]), within(1e-9));
    assertThat(lesson.terms().cells()).isEqualTo(12);
    for (String name : ofB.keySet()) {
      float[] b = requireNonNull(ofB.get(name)).toFloatArray();
      float[] t = requireNonNull(ofT.get(name)).toFloatArray();
      float[] d = requireNonNull(lesson.gradients().get(name)).toFloatArray();
      for (int i = 0; i < d.length; i++) {
        double expected = name.startsWith("salient") ? t[i] : weights[0] * b[i] + weights[1] * t[i];
        assertThat((double) d[i])
            .as(name)
            .isCloseTo(expected, within(1e-4 + 1e-5 * Math.abs(expected)));
      }
    }
  }

  /** In one pass with the losses, or in a pass of its own beside balanced ones. */
  @ParameterizedTest
  @EnumSource(ConstraintFunctional.class)
  void constraintsPushAlongTheirOwnGradient(ConstraintFunctional functional) {
    Minibatch minibatch = ToyScreen.both(9, 11);
    for (Combination combination : List.of(Combination.SUM, Combination.EQUAL_NORM)) {
      List<Constraint> constraints = List.of(Constraint.of(functional, 3, 2));
      Emphasis free = emphasis(combination, constraints, 0);
      Map<String, NDArray> with =
          learn(minibatch, emphasis(combination, constraints, 1000)).gradients();
      Map<String, NDArray> without = learn(minibatch, free).gradients();
      double largest = 0;
      for (String name : with.keySet()) {
        NDArray push =
            requireNonNull(with.get(name)).sub(requireNonNull(without.get(name))).div(1000);
        double length = norm(push);
        largest = Math.max(largest, length);
        if (name.startsWith("decoder") || name.startsWith("dispersion")) {
          assertThat(length).as(name).isLessThan(1e-6);
        } else if (length > 0.05 * largest && length > 1e-4) {
          assertThat(slope(minibatch, free, name, push, length))
              .as("%s of %s, %s", functional, name, combination)
              .isCloseTo(length, within(0.05 * length));
        }
      }
      assertThat(largest).as("%s, %s", functional, combination).isGreaterThan(1e-4);
    }
  }

  /** Of the constraint as measured, along its gradient. */
  private double slope(
      Minibatch minibatch, Emphasis emphasis, String name, NDArray push, double length) {
    double step = 5e-4;
    NDArray move = push.mul(step / length);
    parameters.view(name, manager).addi(move);
    double above = learn(minibatch, emphasis).measures().constraints().get(0);
    parameters.view(name, manager).subi(move.mul(2));
    double below = learn(minibatch, emphasis).measures().constraints().get(0);
    parameters.view(name, manager).addi(move);
    return (above - below) / (2 * step);
  }

  @Test
  void aConstraintWithoutMultiplierChangesNoBit() {
    Minibatch minibatch = ToyScreen.both(9, 11);
    List<Constraint> constraints = List.of(Constraint.of(ConstraintFunctional.DEPENDENCE, 3, 2));
    Map<String, NDArray> constrained =
        learn(minibatch, emphasis(Combination.SUM, constraints, 0)).gradients();
    Map<String, NDArray> plain = learn(minibatch, Emphasis.of(0.7, Objective.sum())).gradients();
    plain.forEach(
        (name, gradient) ->
            assertThat(requireNonNull(constrained.get(name)).toFloatArray())
                .as(name)
                .isEqualTo(gradient.toFloatArray()));
  }

  /** A role that is missing cannot be constrained, and the other one is learned all the same. */
  @ParameterizedTest
  @EnumSource(Role.class)
  void oneRoleAloneIsLearned(Role role) {
    Minibatch alone = ToyScreen.both(6, 6).only(role);
    for (Combination combination : Combination.values()) {
      List<Constraint> constraints =
          List.of(
              Constraint.of(ConstraintFunctional.BACKGROUND_MATCH, 3, 2),
              new Constraint(ConstraintFunctional.SALIENT_SILENCE, 1));
      Lesson lesson = learn(alone, emphasis(combination, constraints, 3));
      assertThat(lesson.measures().constraints().get(0)).isNaN();
      assertThat(lesson.measures().backgroundWeight()).isEqualTo(1);
      assertThat(norm(requireNonNull(lesson.gradients().get("decoder.output.weight"))))
          .isPositive();
    }
  }

  /** The pull of MM-cVAE's penalties, by differences of the loss that is descended on. */
  @Test
  void matchingPenaltiesMoveEncodersOnly() {
    Minibatch minibatch = ToyScreen.both(9, 11);
    Emphasis hardly = Emphasis.of(0.7, Objective.sum(new Penalties(0, 1e-9, 1e-9, 0)));
    Map<String, NDArray> plain = learn(minibatch, hardly).gradients();
    Map<String, NDArray> matched =
        learn(minibatch, Emphasis.of(0.7, Objective.sum(new Penalties(0, 50, 5, 0)))).gradients();
    for (String name : plain.keySet()) {
      double change = norm(requireNonNull(matched.get(name)).sub(requireNonNull(plain.get(name))));
      if (name.startsWith("decoder")) {
        assertThat(change).as(name).isLessThan(1e-4);
      } else if (name.endsWith("layers.0.weight")) {
        assertThat(change).as(name).isGreaterThan(1e-3);
      }
    }
  }

  @Test
  void batchNormalisationIsDifferentiatedThroughItsStatistics() {
    ContrastiveVaeSpec spec = LIKE_SCVI;
    Parameters own = ToyScreen.parameters(spec, manager);
    Emphasis emphasis = Emphasis.of(0.7, Objective.sum());
    Minibatch minibatch = ToyScreen.both(6, 6);
    Lesson lesson = ToyScreen.learn(spec, minibatch, own, emphasis, manager);
    double scale =
        lesson.gradients().values().stream().mapToDouble(ToyScreen::norm).max().orElse(0);
    int compared = 0;
    for (Map.Entry<String, NDArray> entry : lesson.gradients().entrySet()) {
      double length = norm(entry.getValue());
      if (length < 1e-2 * scale) {
        continue; // float32 differences cannot resolve it
      }
      compared++;
      double step = 1e-3;
      NDArray move = entry.getValue().mul(step / length);
      own.view(entry.getKey(), manager).addi(move);
      double above = ToyScreen.learn(spec, minibatch, own, emphasis, manager).terms().loss();
      own.view(entry.getKey(), manager).subi(move.mul(2));
      double below = ToyScreen.learn(spec, minibatch, own, emphasis, manager).terms().loss();
      own.view(entry.getKey(), manager).addi(move);
      assertThat((above - below) / step)
          .as(entry.getKey())
          .isCloseTo(length, within(0.05 * length + 1e-3 * scale));
    }
    assertThat(compared).isGreaterThan(5);
    assertThat(lesson.statistics().keySet())
        .contains(
            "decoder.layers.0.norm.running_mean", "salient_encoder.layers.1.norm.running_variance");
    assertThat(lesson.gradients()).doesNotContainKey("decoder.layers.0.norm.running_mean");
  }

  @Test
  void batchStatisticsOfTheSalientEncoderAreThoseOfBothRoles() {
    Parameters likeScvi = ToyScreen.parameters(LIKE_SCVI, manager);
    Emphasis emphasis = Emphasis.of(1, Objective.sum());
    String mean = "salient_encoder.layers.0.norm.running_mean";
    Minibatch both = ToyScreen.both(6, 6);
    float[] pooled = statistic(ToyScreen.learn(LIKE_SCVI, both, likeScvi, emphasis, manager), mean);
    float[] ofBackground = statistic(learnOnly(Role.BACKGROUND, both, likeScvi), mean);
    float[] ofTarget = statistic(learnOnly(Role.TARGET, both, likeScvi), mean);
    for (int unit = 0; unit < pooled.length; unit++) {
      assertThat(pooled[unit]).isCloseTo((ofBackground[unit] + ofTarget[unit]) / 2, within(1e-6f));
    }
    assertThat(pooled).isNotEqualTo(ofTarget);
  }

  private Lesson learnOnly(Role role, Minibatch minibatch, Parameters likeScvi) {
    return ToyScreen.learn(
        LIKE_SCVI, minibatch.only(role), likeScvi, Emphasis.of(1, Objective.sum()), manager);
  }

  private static float[] statistic(Lesson lesson, String name) {
    return requireNonNull(lesson.statistics().get(name), name);
  }
}
