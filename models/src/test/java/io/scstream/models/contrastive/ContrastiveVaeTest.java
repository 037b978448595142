package io.scstream.models.contrastive;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.device.EngineThreads;
import io.scstream.models.nn.LoudWeights;
import io.scstream.models.nn.Parameters;
import io.scstream.models.objective.ElboTerms;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.Normalization;
import io.scstream.models.spec.Objective;
import io.scstream.models.spec.Penalties;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the two latent spaces may and may not see. */
class ContrastiveVaeTest {

  private static final int GENES = 12;
  private static final int CELLS = 6;

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = EngineThreads.engine().newBaseManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private static ContrastiveVaeSpec spec(Noise noise, double dropout) {
    return new ContrastiveVaeSpec(
        new ContrastiveVaeSpec.Sizes(GENES, 10, 2, 3, 2), dropout, Normalization.LAYER, noise);
  }

  private static List<Cell> cells(Role role) {
    CounterRandom random = CounterRandom.of(3, 1, "cells/" + role);
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < CELLS; i++) {
      int[] genes = {random.nextInt(3), 3 + random.nextInt(4), 8 + random.nextInt(4)};
      int[] counts = {1 + random.nextInt(9), 1 + random.nextInt(3), 1 + random.nextInt(60)};
      cells.add(Cell.of(role + "-" + i, role, 50 + i, genes, counts));
    }
    return cells;
  }

  private static Minibatch both() {
    List<Cell> cells = cells(Role.BACKGROUND);
    cells.addAll(cells(Role.TARGET));
    return Minibatch.of(GENES, cells);
  }

  private Parameters parameters(ContrastiveVaeSpec spec) {
    Map<String, float[]> values =
        LoudWeights.of(new ContrastiveVae(spec).initialValues(5, cells(Role.BACKGROUND)));
    return Parameters.of(ContrastiveVae.parameterShapes(spec), values, manager);
  }

  private ContrastiveVae.Lesson learn(
      ContrastiveVaeSpec spec, Minibatch minibatch, Parameters parameters) {
    return new ContrastiveVae(spec)
        .learn(
            minibatch,
            parameters,
            purpose -> CounterRandom.of(8, 1, purpose),
            Emphasis.of(0.7, Objective.sum()),
            manager);
  }

  @Test
  void backgroundCellsIgnoreTheSalientEncoder() {
    ContrastiveVaeSpec spec = spec(Noise.NEGATIVE_BINOMIAL, 0);
    Minibatch background = Minibatch.of(GENES, cells(Role.BACKGROUND));
    Parameters parameters = parameters(spec);
    ElboTerms before = new ContrastiveVae(spec).score(background, parameters, manager);
    for (String name : parameters.names()) {
      if (name.startsWith("salient_encoder")) {
        parameters.view(name, manager).addi(3);
      }
    }
    assertThat(new ContrastiveVae(spec).score(background, parameters, manager)).isEqualTo(before);
    Minibatch target = Minibatch.of(GENES, cells(Role.TARGET));
    ElboTerms moved = new ContrastiveVae(spec).score(target, parameters, manager);
    assertThat(moved).isNotEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(Noise.class)
  void backgroundCellsTeachTheSalientEncoderNothing(Noise noise) {
    ContrastiveVaeSpec spec = spec(noise, 0.2);
    Parameters parameters = parameters(spec);
    Map<String, NDArray> gradients =
        learn(spec, Minibatch.of(GENES, cells(Role.BACKGROUND)), parameters).gradients();
    assertThat(gradients.keySet()).containsExactlyElementsOf(parameters.names());
    gradients.forEach(
        (name, gradient) -> {
          if (name.startsWith("salient_encoder")) {
            assertThat(gradient.toFloatArray()).as(name).containsOnly(0);
          }
        });
    assertThat(norm(requireNonNull(gradients.get("background_encoder.layers.0.weight"))))
        .isPositive();
  }

  @Test
  void thePenaltyTeachesTheSalientEncoderToBeSilentOnBackgroundCells() {
    ContrastiveVaeSpec spec = spec(Noise.NEGATIVE_BINOMIAL, 0);
    Parameters parameters = parameters(spec);
    Minibatch background = Minibatch.of(GENES, cells(Role.BACKGROUND));
    Map<String, NDArray> gradients =
        new ContrastiveVae(spec)
            .learn(
                background,
                parameters,
                purpose -> CounterRandom.of(8, 1, purpose),
                Emphasis.of(0.5, Objective.sum(Penalties.ofSilence(3))),
                manager)
            .gradients();
    for (String name : parameters.names()) {
      NDArray gradient = requireNonNull(gradients.get(name));
      double length = norm(gradient);
      if (name.startsWith("salient_encoder") && length > 1e-2) {
        double step = 1e-3;
        NDArray move = gradient.mul(step / length);
        parameters.view(name, manager).addi(move);
        double above = 0.5 * 3 * distanceFromZero(spec, background, parameters);
        parameters.view(name, manager).subi(move.mul(2));
        double below = 0.5 * 3 * distanceFromZero(spec, background, parameters);
        parameters.view(name, manager).addi(move);
        assertThat((above - below) / (2 * step)).as(name).isCloseTo(length, within(0.02 * length));
      }
    }
    assertThat(norm(requireNonNull(gradients.get("salient_encoder.layers.0.weight")))).isPositive();
  }

  /** The mean squared 2-Wasserstein distance between the salient posterior and the point 0. */
  private double distanceFromZero(
      ContrastiveVaeSpec spec, Minibatch minibatch, Parameters parameters) {
    var salient = new ContrastiveVae(spec).infer(minibatch, parameters, manager).salient();
    double sum = 0;
    float[] means = salient.mean().toFloatArray();
    float[] logVariances = salient.logVariance().toFloatArray();
    for (int i = 0; i < means.length; i++) {
      sum += means[i] * means[i] + Math.exp(logVariances[i]);
    }
    return sum / minibatch.cells();
  }

  private static double norm(NDArray array) {
    double sum = 0;
    for (float value : array.toFloatArray()) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }

  /** The whole chain: likelihood in closed form, heads by hand, nets by tape. */
  @ParameterizedTest
  @EnumSource(Noise.class)
  void gradientsAgreeWithDifferences(Noise noise) {
    ContrastiveVaeSpec spec = spec(noise, 0.2);
    Parameters parameters = parameters(spec);
    Map<String, NDArray> gradients = learn(spec, both(), parameters).gradients();
    double scale =
        gradients.values().stream().mapToDouble(ContrastiveVaeTest::norm).max().orElse(0);
    for (String name : parameters.names()) {
      NDArray gradient = requireNonNull(gradients.get(name));
      double length = norm(gradient);
      if (length < 1e-3 * scale) {
        continue; // float32 differences cannot resolve it
      }
      // Along the gradient itself, where the slope is its length.
      double step = 2e-3;
      NDArray move = gradient.mul(step / length);
      parameters.view(name, manager).addi(move);
      double above = loss(spec, parameters);
      parameters.view(name, manager).subi(move.mul(2));
      double below = loss(spec, parameters);
      parameters.view(name, manager).addi(move);
      assertThat((above - below) / (2 * step))
          .as(name)
          .isCloseTo(length, within(0.03 * length + 1e-4 * scale));
    }
  }

  private double loss(ContrastiveVaeSpec spec, Parameters parameters) {
    ElboTerms terms = learn(spec, both(), parameters).terms();
    // Roles of equal size: the sum of two means is twice the mean over all cells.
    return 2 * terms.loss();
  }

  /** Whatever the tape keeps must outlive a collection between the way there and the way back. */
  @Test
  void gradientsDoNotDependOnTheGarbageCollector() throws Exception {
    ContrastiveVaeSpec spec = spec(Noise.NEGATIVE_BINOMIAL, 0.2);
    Parameters parameters = parameters(spec);
    AtomicBoolean isDone = new AtomicBoolean();
    Thread collector =
        new Thread(
            () -> {
              while (!isDone.get()) {
                System.gc();
                ByteBuffer.allocateDirect(4).putInt(0x7f7f7f7f);
              }
            });
    collector.start();
    try {
      Map<String, NDArray> first = learn(spec, both(), parameters).gradients();
      for (int again = 0; again < 100; again++) {
        Map<String, NDArray> gradients = learn(spec, both(), parameters).gradients();
        for (String name : parameters.names()) {
          assertThat(requireNonNull(gradients.get(name)).toFloatArray())
              .as("%s, time %d", name, again)
              .isEqualTo(requireNonNull(first.get(name)).toFloatArray());
        }
      }
    } finally {
      isDone.set(true);
      collector.join();
    }
  }

  @Test
  void theFirstPredictionIsTheMeanOfBackground() {
    ContrastiveVaeSpec spec = spec(Noise.POISSON, 0);
    float[] bias =
        requireNonNull(
            new ContrastiveVae(spec)
                .initialValues(5, cells(Role.BACKGROUND))
                .get("decoder.output.bias"));
    double sum = 0;
    for (float value : bias) {
      sum += Math.exp(value);
    }
    assertThat(sum).isCloseTo(1, within(0.3));
  }
}
