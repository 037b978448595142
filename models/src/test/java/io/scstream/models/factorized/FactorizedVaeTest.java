package io.scstream.models.factorized;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Condition;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.device.EngineThreads;
import io.scstream.models.nn.Normal;
import io.scstream.models.nn.Parameters;
import io.scstream.models.nn.Weights;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.FactorBlock;
import io.scstream.models.spec.FactorDesign;
import io.scstream.models.spec.FactorDesign.InteractionPrior;
import io.scstream.models.spec.FactorLabels;
import io.scstream.models.spec.FactorLosses;
import io.scstream.models.spec.FactorLosses.PermutationTerm;
import io.scstream.models.spec.FactorizedSpec;
import io.scstream.models.spec.Noise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FactorizedVaeTest {
  private static final int GENES = 7;
  private static final FactorLosses NO_TERMS =
      new FactorLosses(0, PermutationTerm.DENSITY_RATIO, 0, 0, 0, 0);

  private final NDManager manager = EngineThreads.engine().newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  private static Condition condition(int row) {
    return Condition.of(Map.of("line", "x" + row % 3));
  }

  /** Controls and treated cells of three covariates, two treatments and two doses. */
  private static List<Cell> cells(int count) {
    CounterRandom random = CounterRandom.of(4, 0, "cells");
    List<Cell> cells = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      int[] genes = new int[GENES];
      float[] values = new float[GENES];
      for (int gene = 0; gene < GENES; gene++) {
        genes[gene] = gene;
        values[gene] = (float) random.nextGaussian();
      }
      boolean isControl = row % 3 == 0;
      Role role = isControl ? Role.BACKGROUND : Role.TARGET;
      Condition control = condition(row / 3);
      Cell cell = Cell.ofValues("c" + row, role, 1, genes, values);
      cells.add(
          cell.under(isControl ? control : control.treated("t" + row % 2, row % 5 == 0 ? 0.5 : 1)));
    }
    return cells;
  }

  private static Minibatch minibatch(int count) {
    return Minibatch.of(GENES, cells(count));
  }

  private static FactorizedSpec spec(FactorDesign design, FactorLosses losses) {
    return new FactorizedSpec(
        new FactorizedSpec.Sizes(GENES, 8, 4, 2, 2, 2),
        Noise.GAUSSIAN,
        design,
        losses,
        FactorLabels.none(List.of("line")).with(cells(60).stream().map(Cell::condition).toList()));
  }

  private static FactorDesign design() {
    return FactorDesign.defaults().withLabelDropout(0.2);
  }

  private Parameters parameters(FactorizedVae vae, Map<String, float[]> values) {
    Parameters parameters = Parameters.of(vae.parameterShapes(), values, manager);
    vae.meet(cells(60), parameters);
    return parameters;
  }

  private static Map<String, float[]> values(FactorizedVae vae) {
    Map<String, float[]> values = new LinkedHashMap<>(vae.initialValues(3, cells(60)));
    CounterRandom random = CounterRandom.of(3, 0, "remainders");
    values.computeIfPresent(
        FactorNames.REMAINDERS,
        (name, zeros) -> {
          random.fillGaussian(zeros);
          return zeros;
        });
    return values;
  }

  private static CounterRandom chance(String purpose) {
    return CounterRandom.of(8, 1, purpose);
  }

  private static <K, V> V at(Map<K, V> map, K key) {
    return Objects.requireNonNull(map.get(key));
  }

  private FactorizedVae.Lesson lesson(FactorizedVae vae, Map<String, float[]> values) {
    return vae.learn(
        minibatch(40), parameters(vae, values), FactorizedVaeTest::chance, 0.7, manager);
  }

  /** Along the gradient and along a random direction, of the whole loss with all its terms. */
  @Test
  void gradientsAreThoseOfFiniteDifferences() {
    FactorLosses all = new FactorLosses(0, PermutationTerm.DENSITY_RATIO, 2, 3, 2, 0.5);
    check(spec(design(), all));
    check(spec(design().with(InteractionPrior.NETWORK), all));
    check(spec(FactorDesign.published().withBias(true), all));
  }

  private void check(FactorizedSpec spec) {
    FactorizedVae vae = new FactorizedVae(spec);
    Map<String, float[]> at = values(vae);
    Map<String, NDArray> gradients = lesson(vae, at).gradients();
    assertThat(gradients.keySet()).isEqualTo(Parameters.descended(vae.parameterShapes()).keySet());
    for (String name : gradients.keySet()) {
      float[] gradient = gradients.get(name).toFloatArray();
      double squares = 0;
      for (float slope : gradient) {
        squares += (double) slope * slope;
      }
      double length = Math.sqrt(squares);
      if (length > 1e-3) {
        double by = 1e-3;
        double slope =
            (loss(vae, at, name, gradient, by / length)
                    - loss(vae, at, name, gradient, -by / length))
                / (2 * by);
        assertThat(slope).as(name).isCloseTo(length, within(0.05 * length + 0.02));
      }
    }
  }

  private double loss(
      FactorizedVae vae, Map<String, float[]> at, String name, float[] direction, double by) {
    Map<String, float[]> moved = new LinkedHashMap<>(at);
    float[] values = at(at, name).clone();
    for (int i = 0; i < values.length; i++) {
      values[i] += (float) (by * direction[i]);
    }
    moved.put(name, values);
    FactorizedVae.Lesson lesson = lesson(vae, moved);
    return lesson.terms().loss() + lesson.others();
  }

  private static FactorLosses permutation(double weight, PermutationTerm term) {
    return new FactorLosses(weight, term, 0, 0, 0, 0);
  }

  /** The published program computes them without gradient: they cannot move an encoder. */
  @Test
  void discriminatorsMoveEncodersAndEncodersDoNotMoveThem() {
    for (PermutationTerm term : PermutationTerm.values()) {
      FactorizedSpec one = spec(design(), permutation(1, term));
      FactorizedSpec three = spec(design(), permutation(3, term));
      // Logits above 0, where they are not held still by their bounds.
      FactorizedVae vae = new FactorizedVae(one);
      Map<String, float[]> raised = values(vae);
      raised.replaceAll((name, its) -> name.endsWith(".2.bias") ? new float[] {2} : its);
      Map<String, NDArray> single = lesson(vae, raised).gradients();
      Map<String, NDArray> triple = lesson(new FactorizedVae(three), raised).gradients();
      String discriminator = "discriminator.x.0.weight";
      assertThat(at(triple, discriminator).toFloatArray())
          .isEqualTo(at(single, discriminator).toFloatArray());
      for (String encoder : List.of("encode.x", "encode.tx", "encode.t")) {
        String weight = encoder + ".hidden.weight";
        assertThat(at(triple, weight).toFloatArray())
            .as(term + " " + weight)
            .isNotEqualTo(at(single, weight).toFloatArray());
      }
    }
  }

  /**
   * A density ratio says what a block knows of the labels of the other one, too: where it reads no
   * code of the interaction, these labels still move the block, and the interaction is left alone.
   */
  @Test
  void densityRatiosReadTheLabelsThatABlockIsNotToKnow() {
    FactorizedVae vae =
        new FactorizedVae(spec(design(), permutation(1, PermutationTerm.DENSITY_RATIO)));
    FactorizedVae without =
        new FactorizedVae(spec(design(), permutation(1e-9, PermutationTerm.DENSITY_RATIO)));
    Map<String, float[]> deaf = values(vae);
    deaf.replaceAll((name, its) -> name.endsWith(".2.bias") ? new float[] {2} : its);
    // Columns of a first layer: 2 of the block, 2 of the interaction, 4 of other labels, 4 of own.
    deaf.replaceAll((name, its) -> isFirstLayer(name) ? zeroed(its, 2, 8) : its);
    Map<String, float[]> hearing = new LinkedHashMap<>(deaf);
    hearing.replaceAll(
        (name, its) -> isFirstLayer(name) ? zeroed(at(values(vae), name), 2, 4) : its);
    String block = "encode.t.hidden.weight";
    String interaction = "encode.tx.hidden.weight";
    float[] heard = at(lesson(vae, hearing).gradients(), block).toFloatArray();
    assertThat(heard).isNotEqualTo(at(lesson(vae, deaf).gradients(), block).toFloatArray());
    assertThat(at(lesson(vae, hearing).gradients(), interaction).toFloatArray())
        .containsExactly(
            at(lesson(without, hearing).gradients(), interaction).toFloatArray(), within(1e-6f));
    assertThat(at(vae.parameterShapes(), "discriminator.t.0.weight").get(1)).isEqualTo(12);
    FactorizedVae published =
        new FactorizedVae(spec(design(), permutation(1, PermutationTerm.CROSS_ENTROPY)));
    assertThat(at(published.parameterShapes(), "discriminator.t.0.weight").get(1)).isEqualTo(8);
  }

  private static boolean isFirstLayer(String name) {
    return name.startsWith("discriminator.") && name.endsWith(".0.weight");
  }

  /** Rows of twelve with zeros in some columns. */
  private static float[] zeroed(float[] weights, int from, int to) {
    float[] zeroed = weights.clone();
    for (int i = 0; i < zeroed.length; i++) {
      zeroed[i] = i % 12 >= from && i % 12 < to ? 0 : zeroed[i];
    }
    return zeroed;
  }

  /** Nor does the likelihood move them. */
  @Test
  void theLikelihoodDoesNotReachDiscriminators() {
    FactorizedVae vae = new FactorizedVae(spec(design(), FactorLosses.defaults()));
    Map<String, float[]> values = values(vae);
    Map<String, float[]> louder = new LinkedHashMap<>(values);
    louder.replaceAll((name, its) -> name.startsWith("decoder.") ? scaled(its, 2) : its);
    String discriminator = "discriminator.t.1.weight";
    assertThat(at(lesson(vae, louder).gradients(), discriminator).toFloatArray())
        .isEqualTo(at(lesson(vae, values).gradients(), discriminator).toFloatArray());
  }

  private static float[] scaled(float[] values, float by) {
    float[] scaled = values.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= by;
    }
    return scaled;
  }

  @Test
  void withoutTreatmentEmbeddingsAreExactlyZeroAndLawsAreFixed() {
    FactorizedVae vae = new FactorizedVae(spec(design(), NO_TERMS));
    Weights weights = parameters(vae, values(vae)).weights(manager);
    LabelRows rows = LabelRows.of(List.of(condition(0), condition(1)), vae.spec().labels());
    BlockPriors.Embedded labels = vae.networks().priors().embed(rows, weights, manager);
    assertThat(labels.treatments().abs().max().getFloat()).isZero();
    assertThat(labels.covariates().mul(labels.treatments()).abs().max().getFloat()).isZero();
    Map<FactorBlock, Normal> laws = vae.networks().priors().laws(labels, weights, manager);
    for (FactorBlock block : List.of(FactorBlock.INTERACTION, FactorBlock.TREATMENT)) {
      assertThat(at(laws, block).mean().abs().max().getFloat()).isZero();
      for (float logVariance : at(laws, block).logVariance().toFloatArray()) {
        assertThat(logVariance).isCloseTo((float) (2 * Math.log(0.1)), within(1e-5f));
      }
    }
  }

  /** With a bias, or without the anchor, controls have laws that are learned. */
  @Test
  void switchesLetControlsGo() {
    FactorizedVae biased = new FactorizedVae(spec(design().withBias(true), NO_TERMS));
    Map<String, float[]> values = values(biased);
    values.replaceAll(
        (name, its) -> name.equals(FactorNames.TREATMENT_BIAS) ? new float[] {1, 2, 3, 4} : its);
    LabelRows rows = LabelRows.of(List.of(condition(0)), biased.spec().labels());
    Weights weights = parameters(biased, values).weights(manager);
    assertThat(biased.networks().priors().embed(rows, weights, manager).treatments().toFloatArray())
        .containsExactly(1, 2, 3, 4);
    FactorizedVae free = new FactorizedVae(spec(FactorDesign.published(), NO_TERMS));
    Weights ofFree = parameters(free, values(free)).weights(manager);
    Normal law =
        at(
            free.networks()
                .priors()
                .laws(free.networks().priors().embed(rows, ofFree, manager), ofFree, manager),
            FactorBlock.TREATMENT);
    assertThat(law.logVariance().toFloatArray()[0])
        .isNotCloseTo((float) (2 * Math.log(0.1)), within(1e-2f));
  }

  @Test
  void theLowRankInteractionIsAProductByCoordinateWithMeanZeroOverCovariates() {
    FactorizedSpec two =
        new FactorizedSpec(
            new FactorizedSpec.Sizes(GENES, 4, 2, 2, 2, 2),
            Noise.GAUSSIAN,
            new FactorDesign(true, 0.1, true, true, InteractionPrior.LOW_RANK, false, 0),
            NO_TERMS,
            FactorLabels.none(List.of("line"))
                .with(
                    List.of(
                        condition(0).treated("t", 1),
                        condition(1).treated("t", 1),
                        condition(2).treated("t", 1))));
    FactorizedVae vae = new FactorizedVae(two);
    Map<String, float[]> values = new LinkedHashMap<>(vae.initialValues(0, List.of()));
    values.put("covariates.0.rows", new float[] {1, 0, 0, 1, -1, 2, 0, 0});
    values.put(FactorNames.TREATMENTS, new float[] {0.5f, 2, 0, 0, 0, 0, 0, 0});
    values.put(FactorNames.SENSITIVITY, new float[] {1, 0, 0, 1});
    values.put(FactorNames.LOADING, new float[] {1, 0, 0, 1});
    values.put(FactorNames.TUPLE_WEIGHTS, new float[] {1 / 3f, 1 / 3f, 1 / 3f, 0});
    Map<String, float[]> all = FactorizedVae.widened(values, vae.parameterShapes());
    Weights weights = Parameters.of(vae.parameterShapes(), all, manager).weights(manager);
    LabelRows rows =
        LabelRows.of(
            List.of(
                condition(0).treated("t", 1),
                condition(1).treated("t", 1),
                condition(2).treated("t", 1)),
            two.labels());
    BlockPriors priors = vae.networks().priors();
    float[] means =
        priors.lowRank(priors.embed(rows, weights, manager), weights, manager).toFloatArray();
    float[] expected = {0.5f, -2, 0, 0, -0.5f, 2};
    for (int i = 0; i < expected.length; i++) {
      assertThat(means[i]).isCloseTo(expected[i], within(1e-6f));
    }
  }

  /** Means may be negative and deviations small: the published heads allow neither. */
  @Test
  void headsAreLinear() {
    FactorizedVae vae = new FactorizedVae(spec(design(), NO_TERMS));
    Map<String, float[]> values = values(vae);
    values.replaceAll(
        (name, its) -> name.endsWith("encode.t.heads.bias") ? new float[] {-3, 2, -6, 1} : its);
    Normal law =
        at(
            vae.infer(minibatch(1), parameters(vae, zeroed(values)), manager),
            FactorBlock.TREATMENT);
    // Columns of a cell and not its first rows: means first, then log-variances.
    assertThat(law.mean().toFloatArray()).containsExactly(-3, 2);
    assertThat(law.logVariance().toFloatArray()).containsExactly(-6, 1);
  }

  private static Map<String, float[]> zeroed(Map<String, float[]> values) {
    Map<String, float[]> zeroed = new LinkedHashMap<>(values);
    zeroed.replaceAll(
        (name, its) -> name.equals("encode.t.heads.weight") ? new float[its.length] : its);
    return zeroed;
  }

  /** The published program decodes two copies of one block and permutes another. */
  @Test
  void codesStandSideBySideInTheOrderOfBlocks() {
    Map<FactorBlock, NDArray> codes = new LinkedHashMap<>();
    codes.put(FactorBlock.TREATMENT, manager.create(new float[][] {{5, 6}}));
    codes.put(FactorBlock.COVARIATE, manager.create(new float[][] {{1, 2}}));
    codes.put(FactorBlock.INTERACTION, manager.create(new float[][] {{3, 4}}));
    assertThat(FactorNetworks.joined(codes).toFloatArray()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  /** Published divergences are summed over the conditions that a batch happens to have. */
  @Test
  void theBoundOfACellDoesNotDependOnItsCompany() {
    FactorizedVae vae = new FactorizedVae(spec(design(), NO_TERMS));
    Parameters parameters = parameters(vae, values(vae));
    Minibatch all = minibatch(30);
    double[] together = vae.look(all, parameters, manager).bounds();
    for (int row : new int[] {0, 12, 29}) {
      Minibatch alone = Minibatch.of(GENES, List.of(all.cell(row)));
      assertThat(vae.look(alone, parameters, manager).bounds()[0])
          .isCloseTo(together[row], within(1e-3));
    }
    double mean = Arrays.stream(together).average().orElseThrow();
    assertThat(vae.look(all, parameters, manager).score().negativeElbo())
        .isCloseTo(-mean, within(1e-3));
  }

  /** Encoders read the labels; the decoder does not. */
  @Test
  void labelsAreReadByEncodersAlone() {
    FactorizedVae vae = new FactorizedVae(spec(design(), NO_TERMS));
    Parameters parameters = parameters(vae, values(vae));
    Cell cell = cells(3).get(1);
    Minibatch labelled = Minibatch.of(GENES, List.of(cell));
    Minibatch masked = Minibatch.of(GENES, List.of(cell.under(Condition.UNKNOWN)));
    for (FactorBlock block : FactorBlock.values()) {
      assertThat(at(vae.infer(masked, parameters, manager), block).mean().toFloatArray())
          .isNotEqualTo(at(vae.infer(labelled, parameters, manager), block).mean().toFloatArray());
    }
  }
}
