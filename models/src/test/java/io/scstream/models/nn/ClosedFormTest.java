package io.scstream.models.nn;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.device.EngineThreads;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.Activation;
import io.scstream.models.spec.DecoderLayers;
import io.scstream.models.spec.Normalization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ways back in closed form against the engine's own tape over the same operations. */
@SuppressWarnings("NullAway.Init")
class ClosedFormTest {
  private static final double RELATIVE = 1e-5;
  private static final int GENES = 17;
  private static final int HIDDEN = 6;
  private static final int LATENT = 3;
  private static final int CELLS = 8;

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = EngineThreads.engine().newBaseManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, 1, 0",
    "NONE, 3, 0.4",
    "LAYER, 1, 0.2",
    "LAYER, 2, 0",
    "BATCH, 1, 0",
    "BATCH, 3, 0.3"
  })
  void anEncoderGoesBackAsTheTapeDoes(Normalization normalization, int layers, double rate) {
    Encoder encoder = new Encoder("encoder", GENES, HIDDEN, layers, LATENT, normalization);
    Map<String, Shape> shapes = new LinkedHashMap<>();
    encoder.addShapes(shapes);
    Parameters parameters = parameters(shapes);
    LogCounts cells = LogCounts.of(minibatch(), manager);
    float[] byMean = normal("mean", CELLS * LATENT);
    float[] byLogVariance = normal("log variance", CELLS * LATENT);
    Mode inClosedForm = mode(rate);
    EncoderPass pass = encoder.pass(cells, parameters.weights(manager), inClosedForm);
    Map<String, NDArray> found = pass.backward(byMean, byLogVariance);
    try (GradientTape tape = GradientTape.open()) {
      Weights weights = parameters.trainable(manager);
      Mode onTape = mode(rate);
      Normal law = encoder.encode(cells.dense(), weights, onTape);
      assertClose(pass.means(), law.mean().stopGradient());
      assertClose(pass.logVariances(), law.logVariance().stopGradient());
      Shape shape = new Shape(CELLS, LATENT);
      NDArray loss =
          law.mean()
              .mul(manager.create(byMean, shape))
              .sum()
              .add(law.logVariance().mul(manager.create(byLogVariance, shape)).sum());
      tape.backward(loss);
      assertSame(found, weights, encoder.descended().keySet().stream().toList());
      assertThat(inClosedForm.statistics().keySet()).isEqualTo(onTape.statistics().keySet());
      inClosedForm
          .statistics()
          .forEach(
              (name, values) ->
                  assertClose(
                      values, manager.create(requireNonNull(onTape.statistics().get(name)))));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, LEAKY_RELU, 1",
    "NONE, GELU, 2",
    "LAYER, RELU, 3",
    "BATCH, LEAKY_RELU, 2",
    "BATCH, GELU, 1"
  })
  void aDecoderGoesBackAsTheTapeDoes(
      Normalization normalization, Activation activation, int layers) {
    Decoder decoder =
        new Decoder(
            LATENT,
            HIDDEN,
            layers,
            GENES,
            new DecoderLayers(activation, normalization),
            List.of("output"));
    Map<String, Shape> shapes = new LinkedHashMap<>();
    decoder.addShapes(shapes);
    Parameters parameters = parameters(shapes);
    float[] byUnits = normal("units", CELLS * HIDDEN);
    NDArray codes = manager.create(normal("codes", CELLS * LATENT), new Shape(CELLS, LATENT));
    DecoderPass pass = decoder.pass(codes, parameters.weights(manager), mode(0));
    Map<String, NDArray> found = new LinkedHashMap<>();
    NDArray direction = manager.create(byUnits, new Shape(CELLS, HIDDEN));
    float[] byCodes = pass.backward(direction, found);
    try (GradientTape tape = GradientTape.open()) {
      Weights weights = parameters.trainable(manager);
      codes.setRequiresGradient(true);
      NDArray units = decoder.decode(codes, weights, mode(0));
      assertClose(pass.units().toFloatArray(), units.stopGradient());
      tape.backward(units.mul(direction).sum());
      assertClose(byCodes, codes.getGradient());
      assertSame(found, weights, decoder.descended());
    }
  }

  private static Mode mode(double rate) {
    return Mode.training(Dropout.of(rate, layer -> CounterRandom.of(1, 1, layer)));
  }

  private Parameters parameters(Map<String, Shape> shapes) {
    Map<String, float[]> values = new LinkedHashMap<>();
    shapes.forEach((name, shape) -> values.put(name, normal(name, (int) shape.size())));
    values.forEach(
        (name, value) -> {
          for (int i = 0; i < value.length && name.endsWith("running_variance"); i++) {
            value[i] = 1 + Math.abs(value[i]);
          }
        });
    return Parameters.of(shapes, values, manager);
  }

  private static float[] normal(String purpose, int size) {
    float[] values = new float[size];
    CounterRandom.of(7, 0, purpose).fillGaussian(values);
    return values;
  }

  private static Minibatch minibatch() {
    CounterRandom random = CounterRandom.of(7, 0, "cells");
    List<Cell> cells = new ArrayList<>();
    for (int row = 0; row < CELLS; row++) {
      int[] genes = IntStream.range(0, GENES).filter(it -> random.nextDouble() < 0.4).toArray();
      int[] counts = IntStream.range(0, genes.length).map(it -> 1 + random.nextInt(9)).toArray();
      cells.add(Cell.of("c" + row, Role.TARGET, 9, genes, counts));
    }
    return Minibatch.of(GENES, cells);
  }

  private static void assertSame(
      Map<String, NDArray> found, Weights weights, List<String> expected) {
    assertThat(found.keySet()).containsExactlyElementsOf(expected);
    found.forEach(
        (name, gradient) -> assertClose(gradient.toFloatArray(), weights.get(name).getGradient()));
  }

  /** To the given share of the largest number, and of 1 for what is 0 but for rounding. */
  private static void assertClose(float[] actual, NDArray expected) {
    float[] values = expected.toFloatArray();
    float largest = 1;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(actual).containsExactly(values, Offset.offset((float) (RELATIVE * largest)));
  }
}
