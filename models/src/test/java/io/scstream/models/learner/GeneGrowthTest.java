package io.scstream.models.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.data.Cell;
import io.scstream.models.data.GeneMap;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.DecoderLayers;
import io.scstream.models.spec.Groups;
import io.scstream.models.spec.Library;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.Normalization;
import io.scstream.models.spec.ReferenceVaeSpec;
import io.scstream.models.spec.TrainingOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Index;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("acceptance-14")
class GeneGrowthTest {
  static final int OLD = ToyStream.GENES;
  private static final double RATE = 1e-2;
  private static final List<String> OLD_GENES = ids("g", OLD);

  /** Three new genes behind the old ones. */
  static final GeneMap BEHIND = GeneMap.appending(OLD, 3);

  /** Three new genes at 0, 9 and 26, and the old ones the other way round. */
  private static final GeneMap AMONG = among();

  static final NewGenes EXPECTED = new NewGenes(List.of(4.0, 0.5, 0.0), 80, 0.25);

  private static GeneMap among() {
    List<String> genes = new ArrayList<>(OLD_GENES);
    Collections.reverse(genes);
    genes.add(0, "new0");
    genes.add(9, "new1");
    genes.add("new2");
    return GeneMap.of(OLD_GENES, genes);
  }

  private static List<String> ids(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }

  static ContrastiveVaeSpec spec(Noise noise) {
    return new ContrastiveVaeSpec(
        new ContrastiveVaeSpec.Sizes(OLD, 16, 2, 3, 2), 0.1, Normalization.LAYER, noise);
  }

  static Stream<ModelSpec> specs() {
    ContrastiveVaeSpec plain = spec(Noise.NEGATIVE_BINOMIAL);
    return Stream.concat(
        Arrays.stream(Noise.values()).map(GeneGrowthTest::spec),
        Stream.of(
            plain.withGroups(new Groups("drug", List.of("a", "b"))),
            plain.with(Library.LATENT),
            new ContrastiveVaeSpec(
                plain.sizes(),
                0.1,
                Normalization.BATCH,
                DecoderLayers.identifiable(),
                Noise.POISSON),
            // As many hidden units as genes, so that shapes alone do not tell the axis.
            new ContrastiveVaeSpec(
                new ContrastiveVaeSpec.Sizes(OLD, OLD, 1, 3, 2),
                0,
                Normalization.NONE,
                Noise.NEGATIVE_BINOMIAL),
            new ReferenceVaeSpec(plain.sizes())));
  }

  static OnlineLearner trained(ModelSpec spec) {
    OnlineLearner learner =
        new DjlLearnerFactory(TrainingOptions.of(5, RATE, 10), "cpu")
            .create(spec, ToyStream.cells(0, Role.BACKGROUND, 64));
    for (int i = 0; i < 30; i++) {
      learner.update(ToyStream.grouped(i, 16, 16, spec.groups().count()));
    }
    return learner;
  }

  private static Embedder reader(LearnerSnapshot snapshot) {
    return DjlLearnerFactory.restoreForInference(snapshot.weightsSafetensors(), "cpu");
  }

  static Minibatch moved(Minibatch minibatch, GeneMap genes) {
    return Minibatch.of(genes.to(), cells(minibatch).stream().map(genes::moved).toList());
  }

  static List<Cell> cells(Minibatch minibatch) {
    return IntStream.range(0, minibatch.cells()).mapToObj(minibatch::cell).toList();
  }

  @ParameterizedTest
  @MethodSource("specs")
  void codesOfOldCellsStayWhatTheyWere(ModelSpec spec) {
    List<Cell> cells = new ArrayList<>(cells(ToyStream.grouped(-1, 40, 40, spec.groups().count())));
    try (OnlineLearner learner = trained(spec)) {
      LearnerSnapshot before = learner.snapshot();
      Canary canary = Canary.of(learner, cells);
      for (GeneMap genes : List.of(BEHIND, AMONG)) {
        LearnerSnapshot grown = GeneGrowth.of(before, genes).grown(EXPECTED);
        try (Embedder reader = reader(grown)) {
          double difference = canary.moved(genes).maxDifference(reader);
          assertThat(difference).isLessThanOrEqualTo(genes == BEHIND ? 0 : 1e-6);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("specs")
  void oldSlicesStayToTheBitAndNewOnesBeginAtRest(ModelSpec spec) {
    try (OnlineLearner learner = trained(spec)) {
      LearnerSnapshot before = learner.snapshot();
      LearnerSnapshot grown = GeneGrowth.of(before, AMONG).grown(EXPECTED);
      assertThat(grown.spec()).isEqualTo(spec.withGenes(OLD + 3));
      assertThat(grown.progress()).isEqualTo(before.progress());
      int wider = 0;
      for (NamedTensor tensor : tensors(before)) {
        NamedTensor after = tensor(grown, tensor.name());
        int axis = axis(tensor.name());
        if (tensor.name().equals("recent_norms")) {
          assertThat(tensor.values()).doesNotContain(-1, Index.atIndex(100));
          assertThat(after.values()).containsOnly(-1);
          continue;
        }
        if (axis < 0) {
          assertThat(after.shape()).isEqualTo(tensor.shape());
          assertThat(after.values()).as(tensor.name()).containsExactly(tensor.values());
          continue;
        }
        wider++;
        assertSlices(tensor, after, axis);
      }
      assertThat(wider).isGreaterThanOrEqualTo(9);
    }
  }

  private static List<NamedTensor> tensors(LearnerSnapshot snapshot) {
    return Stream.concat(snapshot.weights().stream(), snapshot.optimizer().stream()).toList();
  }

  static NamedTensor tensor(LearnerSnapshot snapshot, String name) {
    return tensors(snapshot).stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Which axis of a tensor is that of the genes, by its name; −1 if none is. */
  private static int axis(String name) {
    if (name.contains("encoder") && name.endsWith(".layers.0.weight")) {
      return 1;
    }
    return name.endsWith("decoder.output.weight")
            || name.endsWith("decoder.output.bias")
            || name.contains("decoder.zero_logit.")
            || name.endsWith("dispersion")
            || (name.endsWith("log_variance") && !name.contains("encoder"))
            || (name.startsWith("discriminator.") && !name.endsWith(".steps"))
        ? 0
        : -1;
  }

  private static void assertSlices(NamedTensor before, NamedTensor after, int axis) {
    float[] old = before.values();
    float[] now = after.values();
    int rows = axis == 1 ? (int) before.shape()[0] : 1;
    int extent = (int) before.shape()[axis];
    int inner = old.length / rows / extent;
    boolean isFree =
        before.name().equals("dispersion")
            || before.name().equals("decoder.output.bias"); // Tested for themselves.
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < inner; i++) {
        for (int gene = 0; gene < extent; gene++) {
          int place = gene < OLD ? AMONG.place(gene) : gene + 3;
          assertThat(now[(row * (extent + 3) + place) * inner + i])
              .isEqualTo(old[(row * extent + gene) * inner + i]);
        }
        for (int place : new int[] {0, 9, 26}) {
          if (!isFree) {
            assertThat(now[(row * (extent + 3) + place) * inner + i]).as(before.name()).isZero();
          }
        }
      }
    }
  }

  @Test
  void firstBiasesAreThoseOfTheFormulas() {
    double least = 0.5 / 4096;
    assertBiases(
        spec(Noise.NEGATIVE_BINOMIAL),
        0.25 + Math.log(4.0 / 80),
        0.25 + Math.log(0.5 / 80),
        0.25 + Math.log(least / 80));
    assertBiases(
        spec(Noise.BERNOULLI),
        logit(1 - Math.exp(-4)),
        logit(1 - Math.exp(-0.5)),
        logit(1 - Math.exp(-least)));
    assertBiases(spec(Noise.LOG_SQUARED_ERROR), Math.log(501), Math.log(63.5), 0);
    assertBiases(
        new ReferenceVaeSpec(spec(Noise.POISSON).sizes()), Math.log(501), Math.log(63.5), 0);
    assertBiases(spec(Noise.GAUSSIAN), 4, 0.5, 0);
  }

  private static double logit(double p) {
    return Math.log(p / (1 - p));
  }

  private static void assertBiases(ModelSpec spec, double... expected) {
    try (OnlineLearner learner = trained(spec)) {
      LearnerSnapshot grown = GeneGrowth.of(learner.snapshot(), AMONG).grown(EXPECTED);
      float[] bias = tensor(grown, "decoder.output.bias").values();
      float[] added = {bias[0], bias[9], bias[26]};
      for (int i = 0; i < 3; i++) {
        assertThat(added[i])
            .as("%s, gene %d", spec, i)
            .isEqualTo((float) expected[i], within(2e-6f));
      }
      if (spec instanceof ContrastiveVaeSpec vae && vae.noise() == Noise.NEGATIVE_BINOMIAL) {
        float[] dispersion = tensor(grown, "dispersion").values();
        assertThat(new float[] {dispersion[0], dispersion[9], dispersion[26]}).containsOnly(1);
      }
    }
  }

  @Test
  void newGenesTakeTheirShareOfTheSoftmaxAndNothingElse() {
    List<Cell> cells = cells(ToyStream.minibatch(-2, 30, 30));
    try (OnlineLearner learner = trained(spec(Noise.POISSON))) {
      LearnerSnapshot before = learner.snapshot();
      double denominator = GeneGrowth.logDenominator(before, cells, "cpu");
      NewGenes expected = new NewGenes(List.of(4.0, 0.5, 3.5), 80, denominator);
      double meanLogOdds = 0;
      try (Embedder grown = reader(GeneGrowth.of(before, AMONG).grown(expected))) {
        Minibatch minibatch = Minibatch.of(OLD, cells);
        float[] old = learner.logExpression(minibatch);
        float[] now = grown.logExpression(moved(minibatch, AMONG));
        for (int row = 0; row < cells.size(); row++) {
          double added = 0;
          for (int place : AMONG.added()) {
            added += Math.exp(now[row * (OLD + 3) + place]);
          }
          for (int gene = 0; gene < OLD; gene++) {
            assertThat((double) now[row * (OLD + 3) + AMONG.place(gene)])
                .isEqualTo(old[row * OLD + gene] + Math.log1p(-added), within(1e-5));
          }
          meanLogOdds += Math.log(added / (1 - added)) / cells.size();
        }
      }
      assertThat(meanLogOdds).isEqualTo(Math.log(8.0 / 80), within(1e-5));
    }
  }

  /** By hand: without weights the logits are the biases, in every cell. */
  @Test
  void theDenominatorIsThatOfTheLogits() {
    try (OnlineLearner learner = trained(spec(Noise.NEGATIVE_BINOMIAL))) {
      List<NamedTensor> weights = new ArrayList<>();
      double sum = 0;
      for (NamedTensor tensor : learner.snapshot().weights()) {
        float[] values = tensor.values();
        if (tensor.name().equals("decoder.output.weight")) {
          Arrays.fill(values, 0);
        } else if (tensor.name().equals("decoder.output.bias")) {
          for (float value : values) {
            sum += Math.exp(value);
          }
        }
        weights.add(NamedTensor.of(tensor.name(), tensor.shape(), values));
      }
      LearnerSnapshot before = learner.snapshot();
      LearnerSnapshot flat =
          LearnerSnapshot.of(
              before.spec(), before.options(), before.progress(), weights, before.optimizer());
      assertThat(GeneGrowth.logDenominator(flat, cells(ToyStream.minibatch(7, 3, 3)), "cpu"))
          .isEqualTo(Math.log(sum), within(1e-5));
      assertThat(GeneGrowth.logDenominator(flat, List.of(), "cpu"))
          .isEqualTo(Math.log(sum), within(1e-9));
    }
  }

  /** Adam with moments of 0 amid old steps moves by 7.3 rates a step at most (class comment). */
  @ParameterizedTest
  @MethodSource("specs")
  void stepsAfterGrowthAreFiniteAndSmall(ModelSpec spec) {
    try (OnlineLearner learner = trained(spec)) {
      LearnerSnapshot last = GeneGrowth.of(learner.snapshot(), BEHIND).grown(EXPECTED);
      try (OnlineLearner grown = new DjlLearnerFactory(last.options(), "cpu").restore(last)) {
        for (int i = 0; i < 15; i++) {
          grown.update(withNewGenes(100 + i, spec.groups().count()));
          LearnerSnapshot now = grown.snapshot();
          assertThat(now.isFinite()).isTrue();
          assertThat(largestMove(last, now)).isLessThan(7.3 * RATE);
          last = now;
        }
        assertThat(last.progress().skipped()).isZero();
        assertThat(last.step()).isEqualTo(45);
      }
    }
  }

  private static double largestMove(LearnerSnapshot before, LearnerSnapshot after) {
    double largest = 0;
    for (NamedTensor tensor : before.weights()) {
      if (!tensor.name().contains("running_")) {
        float[] old = tensor.values();
        float[] now = tensor(after, tensor.name()).values();
        for (int i = 0; i < old.length; i++) {
          largest = Math.max(largest, Math.abs(now[i] - old[i]));
        }
      }
    }
    return largest;
  }

  /** Cells that have the last three genes too, which follow their first ones. */
  private static Minibatch withNewGenes(long number, int groups) {
    List<Cell> cells = new ArrayList<>();
    for (Cell cell : cells(ToyStream.grouped(number, 16, 16, groups))) {
      int own = cell.nonZeros();
      int[] genes = new int[own + 3];
      int[] counts = new int[own + 3];
      for (int i = 0; i < own; i++) {
        genes[i] = cell.gene(i);
        counts[i] = cell.count(i);
      }
      for (int i = 0; i < 3; i++) {
        genes[own + i] = OLD + i;
        counts[own + i] = cell.count(0) + i;
      }
      cells.add(
          Cell.of(cell.id(), cell.role(), cell.librarySize() + 3, genes, counts)
              .inGroup(cell.group()));
    }
    return Minibatch.of(OLD + 3, cells);
  }

  @Test
  void newGenesAreLearned() {
    try (OnlineLearner learner = trained(spec(Noise.NEGATIVE_BINOMIAL))) {
      LearnerSnapshot start = GeneGrowth.of(learner.snapshot(), BEHIND).grown(EXPECTED);
      try (OnlineLearner grown = new DjlLearnerFactory(start.options(), "cpu").restore(start)) {
        double before = grown.score(withNewGenes(-1, 1)).reconstruction();
        for (int i = 0; i < 100; i++) {
          grown.update(withNewGenes(i, 1));
        }
        assertThat(grown.score(withNewGenes(-1, 1)).reconstruction()).isLessThan(before - 3);
        assertThat(tensor(grown.snapshot(), "background_encoder.layers.0.weight").values())
            .isNotEqualTo(tensor(start, "background_encoder.layers.0.weight").values());
      }
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> GeneMap.of(OLD_GENES, List.of("g0", "x")))
        .hasMessage(
            "Invalid larger gene space: 23 of 24 genes are missing, the first [g1, g2, g3, g4, g5];"
                + " expected all of them");
    assertThatThrownBy(() -> GeneMap.of(OLD_GENES, OLD_GENES))
        .hasMessage(
            "Invalid larger gene space: no new gene beside 24 known ones; expected at least one");
    assertThatThrownBy(() -> GeneMap.of(List.of("a"), List.of("a", "b", "b")))
        .hasMessage("Invalid larger gene space: gene b twice; expected every gene once");
    assertThatThrownBy(() -> new NewGenes(List.of(1.0), 0, 0))
        .hasMessage("Invalid total of the old genes: 0.0; expected a positive number");
    try (OnlineLearner learner = trained(spec(Noise.POISSON))) {
      LearnerSnapshot before = learner.snapshot();
      assertThatThrownBy(() -> GeneGrowth.of(before, GeneMap.appending(9, 1)))
          .hasMessage("Invalid map of genes: from 9; expected from the 24 of the model");
      assertThatThrownBy(() -> GeneGrowth.of(before, BEHIND).grown(new NewGenes(List.of(), 1, 0)))
          .hasMessage("Invalid means of new genes: 0; expected 3, one for each");
      assertThatThrownBy(
              () ->
                  GeneGrowth.of(before, BEHIND).grown(new NewGenes(List.of(1.0, -2.0, 0.0), 1, 0)))
          .hasMessage("Invalid mean count of a new gene: -2.0; expected a number of at least 0");
    }
  }
}
