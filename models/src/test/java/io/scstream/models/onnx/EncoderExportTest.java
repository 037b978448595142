package io.scstream.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.models.ModelException;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.gauge.Gauge;
import io.scstream.models.gauge.Rotation;
import io.scstream.models.learner.Canary;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.models.learner.Embeddings;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.Groups;
import io.scstream.models.spec.Library;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.Normalization;
import io.scstream.models.spec.ReferenceVaeSpec;
import io.scstream.models.spec.TrainingOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every family that embeds gives its published codes through ONNX Runtime too. */
class EncoderExportTest {
  private static final int GENES = 300;
  private static final int BACKGROUND = 5;
  private static final int SALIENT = 3;
  private static final ContrastiveVaeSpec.Sizes SIZES =
      new ContrastiveVaeSpec.Sizes(GENES, 32, 2, BACKGROUND, SALIENT);

  private static ContrastiveVaeSpec spec(Normalization normalization, Noise noise) {
    return new ContrastiveVaeSpec(SIZES, 0.1, normalization, noise);
  }

  static Stream<ModelSpec> specs() {
    ContrastiveVaeSpec plain = spec(Normalization.LAYER, Noise.NEGATIVE_BINOMIAL);
    return Stream.of(
        plain,
        plain.with(Library.LATENT),
        plain.withGroups(Groups.of("drug", "virus", "heat")),
        plain.withGroups(Groups.of("drug")),
        spec(Normalization.NONE, Noise.POISSON),
        spec(Normalization.BATCH, Noise.ZERO_INFLATED_NEGATIVE_BINOMIAL),
        spec(Normalization.LAYER, Noise.GAUSSIAN),
        spec(Normalization.LAYER, Noise.BERNOULLI),
        spec(Normalization.LAYER, Noise.LOG_SQUARED_ERROR),
        new ContrastiveVaeSpec(
            new ContrastiveVaeSpec.Sizes(GENES, 16, 1, 2, 1),
            0,
            Normalization.LAYER,
            Noise.NEGATIVE_BINOMIAL),
        new ReferenceVaeSpec(SIZES));
  }

  /** Cells of both roles; of target cells some in every group. */
  private static List<Cell> cells(int number, int groups) {
    CounterRandom random = CounterRandom.of(5, number, "cells");
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      int[] genes = new int[GENES];
      int[] counts = new int[GENES];
      int entries = 0;
      for (int gene = 0; gene < GENES; gene++) {
        if (random.nextDouble() < 0.3) {
          genes[entries] = gene;
          counts[entries++] = 1 + (int) Math.exp(7 * random.nextDouble());
        }
      }
      Role role = i % 3 == 0 ? Role.BACKGROUND : Role.TARGET;
      cells.add(
          Cell.of(
                  "c" + i,
                  role,
                  1000 + 40_000 * random.nextDouble(),
                  Arrays.copyOf(genes, entries),
                  Arrays.copyOf(counts, entries))
              .inGroup(role == Role.TARGET ? i % groups : 0));
    }
    cells.add(Cell.of("empty", Role.TARGET, 0.1, new int[0], new int[0]));
    cells.add(
        Cell.of("huge", Role.BACKGROUND, 2e9, new int[] {GENES - 1}, new int[] {1_999_999_999}));
    return Minibatch.ordered(cells);
  }

  private static OnlineLearner learner(ModelSpec spec) {
    int groups = spec.groups().count();
    OnlineLearner learner =
        new DjlLearnerFactory(TrainingOptions.defaults(), "cpu").create(spec, cells(0, groups));
    for (int step = 1; step < 6; step++) {
      learner.update(Minibatch.of(GENES, cells(step, groups)));
    }
    return learner;
  }

  /** Reflects each group's block at a plane of its own. */
  private static Gauge turned(ModelSpec spec) {
    return new Gauge(
        7,
        reflection(spec.backgroundLatent(), 1),
        reflection(spec.salientLatent(), spec.groups().count()));
  }

  private static Rotation reflection(int size, int blocks) {
    int all = size * blocks;
    float[] matrix = new float[all * all];
    for (int block = 0; block < blocks; block++) {
      double[] normal = new double[size];
      for (int i = 0; i < size; i++) {
        normal[i] = 1 + i * (block + 1);
      }
      double square = Arrays.stream(normal).map(it -> it * it).sum();
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          matrix[(block * size + i) * all + block * size + j] =
              (float) ((i == j ? 1 : 0) - 2 * normal[i] * normal[j] / square);
        }
      }
    }
    return Rotation.of(all, matrix);
  }

  @ParameterizedTest
  @MethodSource("specs")
  void aFileGivesThePublishedCodes(ModelSpec spec) {
    try (OnlineLearner learner = learner(spec)) {
      List<Cell> cells = cells(99, spec.groups().count());
      Embeddings published = learner.embed(Minibatch.of(GENES, cells)).in(turned(spec));
      byte[] file = EncoderGraph.of(learner.snapshot(), turned(spec));
      try (OnnxEncoder encoder = OnnxEncoder.open(file, GENES)) {
        Map<String, float[][]> codes = encoder.run(cells);
        assertThat(codes)
            .containsOnlyKeys(
                "background_mean",
                "background_log_variance",
                "salient_mean",
                "salient_log_variance");
        for (int row = 0; row < cells.size(); row++) {
          near(codes, "background_mean", row, published.backgroundMean(row));
          near(codes, "background_log_variance", row, published.backgroundLogVariance(row));
          near(codes, "salient_mean", row, published.salientMean(row));
          near(codes, "salient_log_variance", row, published.salientLogVariance(row));
        }
      }
    }
  }

  private static void near(Map<String, float[][]> codes, String output, int row, float[] expected) {
    float[] found = codes.getOrDefault(output, new float[0][])[row];
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) found[i])
          .as("%s[%d, %d]", output, row, i)
          .isCloseTo(
              expected[i],
              org.assertj.core.data.Offset.offset(
                  EncoderExport.TOLERANCE * Math.max(1, Math.abs(expected[i]))));
    }
  }

  @ParameterizedTest
  @MethodSource("specs")
  void aFileIsCheckedAndTheSameEveryTime(ModelSpec spec) {
    try (OnlineLearner learner = learner(spec)) {
      Optional<Canary> canary = Optional.of(Canary.of(learner, cells(98, spec.groups().count())));
      byte[] file = EncoderExport.checked(learner.snapshot(), turned(spec), canary);
      assertThat(EncoderExport.checked(learner.snapshot(), turned(spec), canary)).isEqualTo(file);
    }
  }

  @Test
  void aFileOfAnotherModelIsRefused() {
    ModelSpec spec = spec(Normalization.LAYER, Noise.NEGATIVE_BINOMIAL);
    try (OnlineLearner learner = learner(spec)) {
      Optional<Canary> canary = Optional.of(Canary.of(learner, cells(98, 1)));
      learner.update(Minibatch.of(GENES, cells(7, 1)));
      assertThatThrownBy(() -> EncoderExport.checked(learner.snapshot(), turned(spec), canary))
          .isInstanceOf(ModelException.class)
          .hasMessageStartingWith("Invalid encoder of step 6: a code of its canary is off by ")
          .hasMessageEndingWith("; expected at most 1.0E-5");
    }
  }

  @Test
  void aFileThatNobodyCouldCheckIsRefused() {
    ModelSpec spec = spec(Normalization.LAYER, Noise.NEGATIVE_BINOMIAL);
    try (OnlineLearner learner = learner(spec)) {
      assertThatThrownBy(
              () -> EncoderExport.checked(learner.snapshot(), turned(spec), Optional.empty()))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("the version has no canary");
      assertThatThrownBy(() -> EncoderGraph.of(learner.snapshot(), Gauge.first(1, 5, 4)))
          .isInstanceOf(ModelException.class)
          .hasMessageStartingWith("Invalid gauge: for codes of 5 and 4 dimensions");
      assertThatThrownBy(() -> OnnxEncoder.open(new byte[] {1, 2, 3}, GENES))
          .isInstanceOf(ModelException.class)
          .hasMessageStartingWith("Cannot load the exported encoder: ");
    }
  }
}
