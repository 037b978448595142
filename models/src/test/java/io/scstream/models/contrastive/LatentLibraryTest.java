package io.scstream.models.contrastive;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.scstream.models.contrastive.ContrastiveVae.Lesson;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.device.EngineThreads;
import io.scstream.models.nn.Parameters;
import io.scstream.models.objective.ElboTerms;
import io.scstream.models.objective.NormalKl;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.Library;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.Normalization;
import io.scstream.models.spec.Objective;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LatentLibraryTest {
  private NDManager manager;

  @BeforeEach
  void open() {
    manager = EngineThreads.engine().newBaseManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private static ContrastiveVaeSpec observed(Noise noise, double dropout) {
    return new ContrastiveVaeSpec(
        new ContrastiveVaeSpec.Sizes(ToyScreen.GENES, 10, 2, 3, 2),
        dropout,
        Normalization.LAYER,
        noise);
  }

  private Lesson learn(ContrastiveVaeSpec spec, Parameters parameters, double klWeight) {
    return ToyScreen.learn(
        spec, ToyScreen.both(6, 6), parameters, Emphasis.of(klWeight, Objective.sum()), manager);
  }

  /** The whole loss, the encoder of the library and its divergence included. */
  @ParameterizedTest
  @EnumSource(
      value = Noise.class,
      names = {"NEGATIVE_BINOMIAL", "POISSON", "ZERO_INFLATED_NEGATIVE_BINOMIAL"})
  void gradientsAgreeWithDifferences(Noise noise) {
    ContrastiveVaeSpec spec = observed(noise, 0.2).with(Library.LATENT);
    Parameters parameters = ToyScreen.parameters(spec, manager);
    Map<String, NDArray> gradients = learn(spec, parameters, 0.7).gradients();
    double scale = gradients.values().stream().mapToDouble(ToyScreen::norm).max().orElse(0);
    List<String> compared = new ArrayList<>();
    gradients.forEach(
        (name, gradient) -> {
          double length = ToyScreen.norm(gradient);
          if (length < 1e-3 * scale) {
            return; // float32 differences cannot resolve it
          }
          double step = 1e-3;
          NDArray move = gradient.mul(step / length);
          parameters.view(name, manager).addi(move);
          double above = 2 * learn(spec, parameters, 0.7).terms().loss();
          parameters.view(name, manager).subi(move.mul(2));
          double below = 2 * learn(spec, parameters, 0.7).terms().loss();
          parameters.view(name, manager).addi(move);
          assertThat((above - below) / (2 * step))
              .as(name)
              .isCloseTo(length, within(0.03 * length + 1e-4 * scale));
          compared.add(name);
        });
    assertThat(compared)
        .contains(
            "library_encoder.layers.0.weight",
            "library_encoder.mean.weight",
            "library_encoder.log_variance.weight",
            "background_encoder.layers.0.weight");
  }

  /** Its weight is 1 while the others are warmed up, so at weight 0 its encoder still learns. */
  @Test
  void theDivergenceIsNeverWarmedUp() {
    ContrastiveVaeSpec spec = observed(Noise.POISSON, 0).with(Library.LATENT);
    Parameters parameters = ToyScreen.parameters(spec, manager);
    ElboTerms terms = learn(spec, parameters, 0).terms();
    assertThat(terms.klLibrary()).isPositive();
    assertThat(terms.loss()).isEqualTo(terms.reconstruction() + terms.klLibrary());
  }

  @Test
  void thePriorIsThatOfTheFirstCellsAndNothingDescendsOnIt() {
    ContrastiveVaeSpec spec = observed(Noise.POISSON, 0).with(Library.LATENT);
    List<Cell> cells =
        List.of(
            cell("a", Role.BACKGROUND, 10),
            cell("b", Role.TARGET, 40),
            cell("c", Role.TARGET, 1000),
            Cell.of("empty", Role.BACKGROUND, 5, new int[0], new int[0]));
    double a = Math.log(10);
    double b = Math.log(40);
    double c = Math.log(1000);
    double mean = (a + b + c) / 3;
    double variance = (a * a + b * b + c * c) / 3 - mean * mean;
    Map<String, float[]> values = new ContrastiveVae(spec).initialValues(1, cells);
    assertThat(one(values, "statistic.library_mean")).isCloseTo(mean, within(1e-6));
    assertThat(one(values, "statistic.library_variance")).isCloseTo(variance, within(1e-6));
    assertThat(ContrastiveVae.parameterShapes(spec)).containsKey("statistic.library_mean");
    assertThat(ContrastiveVae.descendedShapes(spec))
        .doesNotContainKeys("statistic.library_mean", "statistic.library_variance");
    Parameters parameters = ToyScreen.parameters(spec, manager);
    assertThat(learn(spec, parameters, 1).gradients().keySet())
        .containsExactlyElementsOf(ContrastiveVae.descendedShapes(spec).keySet());
  }

  @Test
  void thePriorIsProperWhateverTheFirstCellsAre() {
    ContrastiveVaeSpec spec = observed(Noise.POISSON, 0).with(Library.LATENT);
    Map<String, float[]> ofNone = new ContrastiveVae(spec).initialValues(1, List.of());
    assertThat(one(ofNone, "statistic.library_mean")).isZero();
    assertThat(one(ofNone, "statistic.library_variance")).isEqualTo(1);
    List<Cell> equal = List.of(cell("a", Role.BACKGROUND, 10), cell("b", Role.TARGET, 10));
    Map<String, float[]> ofEqual = new ContrastiveVae(spec).initialValues(1, equal);
    assertThat(one(ofEqual, "statistic.library_mean")).isCloseTo(Math.log(10), within(1e-6));
    assertThat(one(ofEqual, "statistic.library_variance")).isCloseTo(1e-4, within(1e-9));
  }

  private static Cell cell(String id, Role role, int total) {
    return Cell.of(id, role, total + 7, new int[] {1, 4}, new int[] {total - 3, 3});
  }

  private static double one(Map<String, float[]> values, String name) {
    return requireNonNull(values.get(name))[0];
  }

  /**
   * With a posterior at the true library the score is that of an observed one, and the divergence.
   */
  @ParameterizedTest
  @EnumSource(
      value = Noise.class,
      names = {"NEGATIVE_BINOMIAL", "POISSON", "ZERO_INFLATED_NEGATIVE_BINOMIAL"})
  void scoresWithTheTrueLibraryAsAnObservedOne(Noise noise) {
    ContrastiveVaeSpec spec = observed(noise, 0);
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Role role = i < 3 ? Role.BACKGROUND : Role.TARGET;
      int[] counts = {5 + i, 20, 75 - i};
      cells.add(Cell.of("c" + i, role, 100, new int[] {i, 7, 9}, counts));
    }
    Minibatch minibatch = Minibatch.of(ToyScreen.GENES, cells);
    ElboTerms expected =
        new ContrastiveVae(spec).score(minibatch, ToyScreen.parameters(spec, manager), manager);
    assertThat(expected.klLibrary()).isZero();
    ContrastiveVaeSpec latent = spec.with(Library.LATENT);
    Parameters parameters = ToyScreen.parameters(latent, manager);
    for (String head : List.of("mean", "log_variance")) {
      String weight = "library_encoder." + head + ".weight";
      parameters.set(weight, new float[(int) parameters.shape(weight).size()]);
    }
    parameters.set("library_encoder.mean.bias", new float[] {(float) Math.log(100)});
    parameters.set("library_encoder.log_variance.bias", new float[] {-2});
    ElboTerms score = new ContrastiveVae(latent).score(minibatch, parameters, manager);
    assertThat(score.reconstruction())
        .isCloseTo(expected.reconstruction(), within(1e-5 * expected.reconstruction()));
    assertThat(score.klBackground()).isEqualTo(expected.klBackground());
    assertThat(score.klSalient()).isEqualTo(expected.klSalient());
    double mean = parameters.values("statistic.library_mean")[0];
    double variance = parameters.values("statistic.library_variance")[0];
    double kl = NormalKl.of(Math.log(100), Math.exp(-2), mean, variance);
    assertThat(score.klLibrary()).isCloseTo(kl, within(1e-4 * kl));
  }

  /** The library comes from the counts alone. */
  @Test
  void scoresDoNotDependOnTheDepthThatIsGiven() {
    ContrastiveVaeSpec spec = observed(Noise.POISSON, 0).with(Library.LATENT);
    Parameters parameters = ToyScreen.parameters(spec, manager);
    int[] genes = {0, 3};
    int[] counts = {30, 12};
    ElboTerms[] scores = new ElboTerms[2];
    Arrays.setAll(
        scores,
        i ->
            new ContrastiveVae(spec)
                .score(
                    Minibatch.of(
                        ToyScreen.GENES,
                        List.of(Cell.of("c", Role.TARGET, i == 0 ? 42 : 4200, genes, counts))),
                    parameters,
                    manager));
    assertThat(scores[0]).isEqualTo(scores[1]);
  }
}
