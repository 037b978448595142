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
import io.scstream.models.nn.Parameters;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.Normalization;
import io.scstream.models.spec.Objective;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Without target cells a comparative autoencoder is an ordinary one, written out here. */
class PlainVaeTest {
  private static final int HIDDEN = 10;
  private static final int LATENT = 3;
  private static final int CELLS = 6;
  private static final double KL = 0.7;
  private static final ContrastiveVaeSpec SPEC =
      new ContrastiveVaeSpec(
          new ContrastiveVaeSpec.Sizes(ToyScreen.GENES, HIDDEN, 1, LATENT, 2),
          0,
          Normalization.NONE,
          Noise.POISSON);

  private NDManager manager;
  private Parameters parameters;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager();
    parameters = ToyScreen.parameters(SPEC, manager);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private Lesson lesson() {
    Minibatch minibatch = Minibatch.of(ToyScreen.GENES, ToyScreen.cells(Role.BACKGROUND, CELLS));
    return ToyScreen.learn(SPEC, minibatch, parameters, Emphasis.of(KL, Objective.sum()), manager);
  }

  @Test
  void itsLossIsThatOfAPlainAutoencoder() {
    assertThat(lesson().terms().loss()).isCloseTo(plainLoss(), within(1e-4));
  }

  @Test
  void itsGradientsAreThoseOfAPlainAutoencoder() {
    Map<String, NDArray> gradients = lesson().gradients();
    for (String name : List.of("background_encoder.mean.bias", "decoder.layers.0.bias")) {
      float[] gradient = requireNonNull(gradients.get(name)).toFloatArray();
      float[] values = parameters.values(name);
      for (int i = 0; i < values.length; i++) {
        float[] moved = values.clone();
        moved[i] = values[i] + 1e-3f;
        parameters.set(name, moved);
        double above = plainLoss();
        moved[i] = values[i] - 1e-3f;
        parameters.set(name, moved);
        double below = plainLoss();
        parameters.set(name, values);
        assertThat((double) gradient[i])
            .as("%s %d", name, i)
            .isCloseTo((above - below) / 2e-3, within(0.02 * Math.abs(gradient[i]) + 0.02));
      }
    }
  }

  @Test
  void itsSalientPartsLearnNothing() {
    lesson()
        .gradients()
        .forEach(
            (name, gradient) -> {
              if (name.startsWith(Networks.SALIENT)) {
                assertThat(gradient.toFloatArray()).as(name).containsOnly(0);
              }
            });
    float[] first =
        requireNonNull(lesson().gradients().get("decoder.layers.0.weight")).toFloatArray();
    for (int i = 0; i < first.length; i++) {
      if (i % (LATENT + 2) >= LATENT) {
        assertThat(first[i]).isZero();
      }
    }
  }

  /** −log p(x|z) + β KL(q(z|x) ‖ N(0, I)), a mean over cells, in double precision. */
  private double plainLoss() {
    float[] noise = new float[CELLS * LATENT];
    ToyScreen.chance("noise/background").fillGaussian(noise);
    double sum = 0;
    List<Cell> cells = ToyScreen.cells(Role.BACKGROUND, CELLS);
    for (int row = 0; row < CELLS; row++) {
      double[] counts = new double[ToyScreen.GENES];
      double[] input = new double[ToyScreen.GENES];
      Cell cell = cells.get(row);
      for (int i = 0; i < cell.nonZeros(); i++) {
        counts[cell.gene(i)] = cell.count(i);
        input[cell.gene(i)] = Math.log1p(cell.count(i));
      }
      double[] units = bent(linear("background_encoder.layers.0", input, HIDDEN), 0);
      double[] mean = linear("background_encoder.mean", units, LATENT);
      double[] logVariance = linear("background_encoder.log_variance", units, LATENT);
      double[] code = new double[LATENT + 2]; // The rest is the silent salient code.
      for (int k = 0; k < LATENT; k++) {
        code[k] = mean[k] + Math.exp(logVariance[k] / 2) * noise[row * LATENT + k];
        sum += KL * (mean[k] * mean[k] + Math.exp(logVariance[k]) - 1 - logVariance[k]) / 2;
      }
      double[] output =
          linear(
              "decoder.output",
              bent(linear("decoder.layers.0", code, HIDDEN), 0.2),
              ToyScreen.GENES);
      sum -= logPoisson(counts, output, cell.librarySize());
    }
    return sum / CELLS;
  }

  private double[] linear(String layer, double[] input, int outputs) {
    float[] weight = parameters.values(layer + ".weight");
    float[] bias = parameters.values(layer + ".bias");
    double[] output = new double[outputs];
    for (int i = 0; i < outputs; i++) {
      output[i] = bias[i];
      for (int j = 0; j < input.length; j++) {
        output[i] += weight[i * input.length + j] * input[j];
      }
    }
    return output;
  }

  private static double[] bent(double[] units, double slope) {
    for (int i = 0; i < units.length; i++) {
      units[i] = units[i] < 0 ? slope * units[i] : units[i];
    }
    return units;
  }

  private static double logPoisson(double[] counts, double[] output, double librarySize) {
    double normalizer = 0;
    for (double value : output) {
      normalizer += Math.exp(value);
    }
    double sum = 0;
    for (int gene = 0; gene < counts.length; gene++) {
      double mean = librarySize * Math.exp(output[gene]) / normalizer;
      sum += counts[gene] * Math.log(mean) - mean;
      for (int k = 2; k <= counts[gene]; k++) {
        sum -= Math.log(k);
      }
    }
    return sum;
  }
}
