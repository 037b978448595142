package io.scstream.models.contrastive;

import static io.scstream.models.contrastive.ToyScreen.norm;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.constrain.Codes;
import io.scstream.models.constrain.Functionals;
import io.scstream.models.contrastive.ContrastiveVae.Lesson;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.device.EngineMemory;
import io.scstream.models.device.EngineThreads;
import io.scstream.models.nn.Normal;
import io.scstream.models.nn.Parameters;
import io.scstream.models.spec.Combination;
import io.scstream.models.spec.Constraint;
import io.scstream.models.spec.ConstraintFunctional;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.Groups;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.Normalization;
import io.scstream.models.spec.Objective;
import io.scstream.models.spec.Penalties;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Three groups of target cells: each has its own salient space, and nothing crosses. */
class GroupsTest {
  private static final int SALIENT = 2;
  private static final ContrastiveVaeSpec SPEC =
      new ContrastiveVaeSpec(
              new ContrastiveVaeSpec.Sizes(ToyScreen.GENES, 10, 2, 3, SALIENT),
              0,
              Normalization.LAYER,
              Noise.NEGATIVE_BINOMIAL)
          .withGroups(Groups.of("a", "b", "c"));

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

  private static Minibatch minibatch(int background, int... perGroup) {
    List<Cell> cells = new ArrayList<>(ToyScreen.cells(Role.BACKGROUND, background));
    List<Cell> targets = ToyScreen.cells(Role.TARGET, 30);
    for (int group = 0; group < perGroup.length; group++) {
      for (int i = 0; i < perGroup[group]; i++) {
        cells.add(targets.remove(0).inGroup(group));
      }
    }
    return Minibatch.of(ToyScreen.GENES, cells);
  }

  private Lesson learn(Minibatch minibatch, Emphasis emphasis) {
    return ToyScreen.learn(SPEC, minibatch, parameters, emphasis, manager);
  }

  private static boolean isOfGroup(String parameter, int group) {
    return parameter.startsWith("salient_encoder.groups." + group + ".");
  }

  private void disturb(int group) {
    for (String name : parameters.names()) {
      if (isOfGroup(name, group)) {
        parameters.view(name, manager).addi(0.5f);
      }
    }
  }

  private float[] decoded(Minibatch minibatch) {
    return new ContrastiveVae(SPEC).look(minibatch, parameters, manager).logExpression();
  }

  @Test
  void whatIsDecodedOfAGroupDependsOnItsOwnEncoderOnly() {
    Minibatch second = minibatch(0, 0, 6);
    Minibatch background = minibatch(6);
    float[] before = decoded(second);
    float[] silent = decoded(background);
    disturb(0);
    disturb(2);
    assertThat(decoded(second)).isEqualTo(before);
    disturb(1);
    assertThat(decoded(second)).isNotEqualTo(before);
    assertThat(decoded(background)).isEqualTo(silent);
  }

  @ParameterizedTest
  @EnumSource(
      value = Combination.class,
      names = {"SUM", "EQUAL_NORM"})
  void anEncoderLearnsFromItsOwnGroupAlone(Combination combination) {
    Map<String, NDArray> gradients =
        learn(minibatch(5, 0, 6), Emphasis.of(0.7, Objective.of(combination, List.of())))
            .gradients();
    for (Map.Entry<String, NDArray> entry : gradients.entrySet()) {
      if (isOfGroup(entry.getKey(), 0) || isOfGroup(entry.getKey(), 2)) {
        assertThat(norm(entry.getValue())).as(entry.getKey()).isZero();
      }
    }
    assertThat(norm(requireNonNull(gradients.get("salient_encoder.groups.1.layers.0.weight"))))
        .isPositive();
  }

  static List<int[]> groupsOfEqualSize() {
    return List.of(
        new int[] {4, 4, 4},
        new int[] {4},
        new int[] {0, 4},
        new int[] {0, 0, 4},
        new int[] {4, 4});
  }

  /** Of as many cells in every group, so that the mean over all is the mean of means. */
  @ParameterizedTest
  @MethodSource("groupsOfEqualSize")
  void theGradientIsThatOfTheSumOfTheGroupsMeans(int... perGroup) {
    requireGradient(
        minibatch(4, perGroup), 1 + Arrays.stream(perGroup).filter(it -> it > 0).count());
  }

  /** As it is learned where gradients are balanced. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void aGroupLearnsByItself(int group) {
    requireGradient(minibatch(4, 4, 4, 4).onlyGroup(group), 1);
  }

  /** The gradient of every parameter against the difference of losses along it. */
  private void requireGradient(Minibatch minibatch, long means) {
    Emphasis emphasis = Emphasis.of(0.7, Objective.sum());
    Map<String, NDArray> gradients = learn(minibatch, emphasis).gradients();
    for (String name : parameters.names()) {
      NDArray gradient = requireNonNull(gradients.get(name));
      double length = norm(gradient);
      if (length > 1e-1) {
        double step = 1e-3; // smaller than most kinks are away
        NDArray move = gradient.mul(step / length);
        parameters.view(name, manager).addi(move);
        double above = learn(minibatch, emphasis).terms().loss();
        parameters.view(name, manager).subi(move.mul(2));
        double below = learn(minibatch, emphasis).terms().loss();
        parameters.view(name, manager).addi(move);
        assertThat(means * (above - below) / (2 * step))
            .as(name)
            .isCloseTo(length, within(0.03 * length));
      }
    }
  }

  @Test
  void everyGroupWeighsTheSameHoweverManyCellsItHas() {
    assertThat(Networks.lossWeights(minibatch(2, 1, 0, 4)))
        .containsExactly(-1 / 2.0, -1 / 2.0, -1, -1 / 4.0, -1 / 4.0, -1 / 4.0, -1 / 4.0);
    List<Minibatch> halves = minibatch(2, 1, 0, 4).halves();
    assertThat(Networks.lossWeights(halves.get(0))).containsExactly(-1 / 2.0, -1, -0.25, -0.25);
    assertThat(Networks.lossWeights(halves.get(1))).containsExactly(-1 / 2.0, -0.25, -0.25);
  }

  @Test
  void codesStandInTheBlockOfTheirGroup() {
    NDArray own = EngineMemory.copy(manager, new float[] {1, 2, 3, 4, 5, 6}, new Shape(3, SALIENT));
    assertThat(Blocks.placed(own, minibatch(1, 1, 0, 2), 3).toFloatArray())
        .containsExactly(1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 3, 4, 0, 0, 0, 0, 5, 6);
    NDArray none = own.get("0:0");
    assertThat(Blocks.placed(none, minibatch(2), 3).getShape()).isEqualTo(new Shape(0, 6));
  }

  /** The penalty of multiGroupVI by hand: other groups' spaces, and all of them for background. */
  @Test
  void spacesOfOtherGroupsAreToBeSilent() {
    Minibatch minibatch = minibatch(2, 1, 0, 3);
    Normal every = new ContrastiveVae(SPEC).infer(minibatch, parameters, manager).salient();
    float[] mean = every.mean().toFloatArray();
    double[] cells = {2, 2, 1, 3, 3, 3};
    Emphasis plain = Emphasis.of(1, Objective.sum());
    Emphasis quiet = Emphasis.of(1, Objective.sum(Penalties.ofSilence(0.3)));
    Map<String, NDArray> without = learn(minibatch, plain).gradients();
    Map<String, NDArray> with = learn(minibatch, quiet).gradients();
    for (int block = 0; block < 3; block++) {
      // The bias of the means moves every cell's mean, so its gradient is twice the sum of those.
      double[] expected = new double[SALIENT];
      for (int i = 0; i < mean.length; i++) {
        int row = i / (3 * SALIENT);
        boolean isBlock = i % (3 * SALIENT) / SALIENT == block;
        if (isBlock && (row < 2 || minibatch.cell(row).group() != block)) {
          expected[i % SALIENT] += 0.3 * 2 * mean[i] / cells[row];
        }
      }
      String bias = "salient_encoder.groups." + block + ".mean.bias";
      float[] louder = requireNonNull(with.get(bias)).toFloatArray();
      float[] before = requireNonNull(without.get(bias)).toFloatArray();
      for (int k = 0; k < SALIENT; k++) {
        assertThat((double) louder[k] - before[k])
            .as("block %d, dimension %d", block, k)
            .isCloseTo(expected[k], within(1e-5));
      }
    }
    Map<String, NDArray> bare =
        learn(minibatch(0, 0, 5), Emphasis.of(1, Objective.sum())).gradients();
    Map<String, NDArray> silenced =
        learn(minibatch(0, 0, 5), Emphasis.of(1, Objective.sum(Penalties.ofSilence(1))))
            .gradients();
    String other = "salient_encoder.groups.2.mean.bias";
    String own = "salient_encoder.groups.1.mean.bias";
    assertThat(norm(requireNonNull(bare.get(other)))).isZero();
    assertThat(norm(requireNonNull(silenced.get(other)))).isPositive();
    assertThat(requireNonNull(silenced.get(own)).toFloatArray())
        .containsExactly(requireNonNull(bare.get(own)).toFloatArray(), within(1e-6f));
  }

  @ParameterizedTest
  @EnumSource(
      value = Combination.class,
      names = {"SUM", "EQUAL_NORM"})
  void dependenceIsMeasuredInEverySpaceByItself(Combination combination) {
    Minibatch minibatch = minibatch(4, 6, 5, 2);
    List<Constraint> constraints =
        List.of(new Constraint(ConstraintFunctional.GAUSSIAN_DEPENDENCE, 0.01));
    Lesson lesson =
        learn(
            minibatch,
            new Emphasis(0.7, Objective.of(combination, constraints), List.of(3.0), List.of()));
    ContrastiveVae vae = new ContrastiveVae(SPEC);
    double sum = 0;
    for (int group = 0; group < 2; group++) { // two cells of the third are too few
      Minibatch cells = minibatch.onlyGroup(group);
      var posterior = vae.infer(cells, parameters, manager);
      NDArray own = Blocks.columns(posterior.salient().mean(), group, 3);
      sum +=
          Functionals.gaussianDependence(codes(posterior.background().mean()), codes(own)).value();
    }
    assertThat(lesson.measures().constraints().get(0)).isCloseTo(sum / 2, within(1e-4));
  }

  private static Codes codes(NDArray array) {
    Shape shape = array.getShape();
    return Codes.of(array.toFloatArray(), (int) shape.get(0), (int) shape.get(1));
  }

  @Test
  void balancedGradientsRaiseNoLossAndLeavePrivateOnesAlone() {
    Minibatch minibatch = minibatch(6, 5, 4, 6);
    Emphasis sum = Emphasis.of(0.7, Objective.sum());
    Lesson balanced =
        learn(minibatch, Emphasis.of(0.7, Objective.of(Combination.EQUAL_NORM, List.of())));
    for (int group = -1; group < 3; group++) {
      Minibatch part = group < 0 ? minibatch.only(Role.BACKGROUND) : minibatch.onlyGroup(group);
      String name = group < 0 ? "/background" : "/target/" + group;
      Lesson alone =
          new ContrastiveVae(SPEC)
              .learn(part, parameters, it -> ToyScreen.chance(it + name), sum, manager);
      double along = 0;
      double length = 0;
      double direction = 0;
      for (Map.Entry<String, NDArray> entry : alone.gradients().entrySet()) {
        NDArray own = entry.getValue();
        NDArray taken = requireNonNull(balanced.gradients().get(entry.getKey()));
        if (entry.getKey().startsWith("salient_encoder")) {
          if (group >= 0 && isOfGroup(entry.getKey(), group)) {
            assertThat(taken.toFloatArray()).isEqualTo(own.toFloatArray());
          }
        } else {
          along += own.mul(taken).sum().getFloat();
          length += Math.pow(norm(own), 2);
          direction += Math.pow(norm(taken), 2);
        }
      }
      assertThat(along / Math.sqrt(length * direction)).as(name).isGreaterThan(-0.01);
    }
    assertThat(balanced.measures().backgroundWeight()).isBetween(0.0, 4.0);
    assertThat(balanced.measures().cosine()).isBetween(-1.0, 1.0);
  }

  @Test
  void batchStatisticsOfEveryEncoderAreThoseOfAllCells() {
    ContrastiveVaeSpec spec =
        new ContrastiveVaeSpec(SPEC.sizes(), 0, Normalization.BATCH, SPEC.noise())
            .withGroups(SPEC.groups());
    Parameters likeScvi = ToyScreen.parameters(spec, manager);
    Emphasis emphasis = Emphasis.of(1, Objective.sum());
    Minibatch all = minibatch(4, 0, 4, 4);
    float[] pooled = statistic(ToyScreen.learn(spec, all, likeScvi, emphasis, manager));
    float[] sum = new float[pooled.length];
    for (Minibatch part : List.of(all.only(Role.BACKGROUND), all.onlyGroup(1), all.onlyGroup(2))) {
      float[] ofPart = statistic(ToyScreen.learn(spec, part, likeScvi, emphasis, manager));
      for (int unit = 0; unit < sum.length; unit++) {
        sum[unit] += ofPart[unit] / 3;
      }
    }
    assertThat(pooled).containsExactly(sum, within(1e-6f));
  }

  /** Of the first group, which has no cell. */
  private static float[] statistic(Lesson lesson) {
    String name = "salient_encoder.groups.0.layers.0.norm.running_mean";
    return requireNonNull(lesson.statistics().get(name), name);
  }
}
