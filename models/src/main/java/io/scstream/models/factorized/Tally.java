package io.scstream.models.factorized;

import ai.djl.ndarray.NDArray;
import io.scstream.models.data.Minibatch;
import io.scstream.models.nn.Parameters;
import io.scstream.models.nn.Weights;
import io.scstream.models.spec.FactorBlock;
import io.scstream.models.spec.Noise;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** Gathers decoded cells, with and without treatment, into profiles by gene. */
final class Tally {
  private static final double MOVED = 0.25;

  /** A count in ten million, below which no log is taken. */
  private static final double LEAST = 1e-7;

  private final FactorizedVae vae;
  private final Parameters parameters;
  private final boolean areCounts;
  private final double library;
  private final int genes;
  private final double[] control;
  private final double[] joint;
  private final double[] squares;
  private final double[] noise;
  private final double[] main;
  private final double[] interaction;
  private final double[] effects;
  private final double[] squaredEffects;
  private final double[] moved;
  private long cells;

  Tally(FactorizedVae vae, Minibatch minibatch, Parameters parameters) {
    this.vae = vae;
    this.parameters = parameters;
    this.areCounts = vae.spec().noise().hasSoftmax();
    double[] sizes = minibatch.librarySizes();
    Arrays.sort(sizes);
    this.library = areCounts ? sizes[sizes.length / 2] : 1;
    this.genes = vae.spec().genes();
    this.control = new double[genes];
    this.joint = new double[genes];
    this.squares = new double[genes];
    this.noise = new double[genes];
    this.main = new double[genes];
    this.interaction = new double[genes];
    this.effects = new double[genes];
    this.squaredEffects = new double[genes];
    this.moved = new double[genes];
  }

  /** Adds cells that were decoded before and after. */
  void add(Map<FactorBlock, NDArray> before, Map<FactorBlock, NDArray> after, Weights weights) {
    float[] without = decoded(before, weights);
    float[] with = decoded(after, weights);
    add(decoded(mixed(before, after, FactorBlock.TREATMENT), weights), main);
    add(decoded(mixed(before, after, FactorBlock.INTERACTION), weights), interaction);
    add(without, control);
    add(with, joint);
    cells += with.length / genes;
    float[] parameter = geneParameter();
    for (int i = 0; i < with.length; i++) {
      int gene = i % genes;
      double effect = effect(without[i], with[i]);
      effects[gene] += effect;
      squaredEffects[gene] += effect * effect;
      moved[gene] += Math.abs(effect) > MOVED ? 1 : 0;
      squares[gene] += (double) with[i] * with[i];
      noise[gene] += noise(with[i], parameter, gene);
    }
  }

  /** One block as it is after, the other as it was. */
  private static Map<FactorBlock, NDArray> mixed(
      Map<FactorBlock, NDArray> before, Map<FactorBlock, NDArray> after, FactorBlock changed) {
    Map<FactorBlock, NDArray> mixed = new EnumMap<>(before);
    mixed.computeIfPresent(changed, (block, old) -> after.get(block));
    return mixed;
  }

  /** Expected counts at the common library size, or values, [n, G]. */
  private float[] decoded(Map<FactorBlock, NDArray> codes, Weights weights) {
    NDArray units = vae.networks().decode(codes, weights);
    NDArray output = vae.networks().output().output(units, parameters);
    float[] values = (areCounts ? output.softmax(1) : output).toFloatArray();
    for (int i = 0; i < values.length; i++) {
      values[i] *= (float) library;
    }
    return values;
  }

  private void add(float[] values, double[] sums) {
    for (int i = 0; i < values.length; i++) {
      sums[i % genes] += values[i];
    }
  }

  private double effect(double from, double to) {
    return areCounts ? Math.log((to + LEAST) / (from + LEAST)) : to - from;
  }

  private float[] geneParameter() {
    return switch (vae.spec().noise()) {
      case NEGATIVE_BINOMIAL -> parameters.values("dispersion");
      case GAUSSIAN -> parameters.values("log_variance");
      default -> new float[0];
    };
  }

  /** The variance of what is measured of a cell of this mean. */
  private double noise(double mean, float[] parameter, int gene) {
    Noise kind = vae.spec().noise();
    if (kind == Noise.GAUSSIAN) {
      return Math.exp(parameter[gene]);
    }
    return kind == Noise.NEGATIVE_BINOMIAL ? mean + mean * mean / Math.exp(parameter[gene]) : mean;
  }

  Response.Profiles profiles() {
    Response.Profiles profiles = new Response.Profiles(genes);
    for (int gene = 0; gene < genes; gene++) {
      double mean = joint[gene] / cells;
      double before = control[gene] / cells;
      double effect = effects[gene] / cells;
      profiles.control[gene] = before;
      profiles.mean[gene] = mean;
      profiles.variance[gene] = squares[gene] / cells - mean * mean + noise[gene] / cells;
      profiles.spread[gene] =
          Math.sqrt(Math.max(0, squaredEffects[gene] / cells - effect * effect));
      profiles.moved[gene] = moved[gene] / cells;
      profiles.joint[gene] = effect(before, mean);
      profiles.main[gene] = effect(before, main[gene] / cells);
      profiles.interaction[gene] = effect(before, interaction[gene] / cells);
    }
    return profiles;
  }
}
