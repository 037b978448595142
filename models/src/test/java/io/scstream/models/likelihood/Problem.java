package io.scstream.models.likelihood;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.Noise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A small random minibatch with random decoder outputs, in double precision. */
final class Problem {

  static final int GENES = 23;
  private static final int CELLS = 9;

  final Noise noise;
  final Minibatch minibatch;
  final double[] weights;
  final double[][] heads;
  final double[] genes;

  Problem(Noise noise, Minibatch minibatch, double[] weights, double[][] heads, double[] genes) {
    this.noise = noise;
    this.minibatch = minibatch;
    this.weights = weights;
    this.heads = heads;
    this.genes = genes;
  }

  static Problem of(Noise noise, long seed) {
    CounterRandom random = CounterRandom.of(seed, 0, "cells");
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < CELLS; i++) {
      int[] genes = new int[GENES];
      int[] counts = new int[GENES];
      int nonZeros = 0;
      for (int gene = 0; gene < GENES; gene++) {
        if (random.nextDouble() < 0.4) {
          genes[nonZeros] = gene;
          // Mostly small, sometimes beyond the finite sums.
          counts[nonZeros++] = 1 + random.nextInt(random.nextInt(10) == 0 ? 200 : 6);
        }
      }
      cells.add(
          Cell.of(
              "cell" + i,
              i % 3 == 0 ? Role.BACKGROUND : Role.TARGET,
              20 + 100 * random.nextDouble(),
              Arrays.copyOf(genes, nonZeros),
              Arrays.copyOf(counts, nonZeros)));
    }
    return of(noise, Minibatch.of(GENES, cells), seed);
  }

  static Problem of(Noise noise, Minibatch minibatch, long seed) {
    CounterRandom random = CounterRandom.of(seed, 0, "outputs");
    double[] weights = new double[minibatch.cells()];
    Arrays.setAll(weights, row -> 0.1 + random.nextDouble());
    double[][] heads = new double[Likelihood.of(noise).heads().size()][minibatch.cells() * GENES];
    for (double[] head : heads) {
      Arrays.setAll(head, i -> (float) (1.5 * random.nextGaussian()));
    }
    double[] genes = new double[GENES];
    Arrays.setAll(genes, gene -> (float) random.nextGaussian());
    return new Problem(noise, minibatch, weights, heads, genes);
  }

  DenseReference nudged(int head, int entry, double by) {
    double[][] moved = heads.clone();
    moved[head] = heads[head].clone();
    moved[head][entry] += by;
    return DenseReference.of(new Problem(noise, minibatch, weights, moved, genes));
  }

  Evaluation evaluate(NDManager manager) {
    return evaluate(manager, Observed.of(minibatch, weights, manager));
  }

  /** With latent library sizes. */
  Evaluation evaluate(NDManager manager, float[] logLibraries) {
    return evaluate(
        manager, Observed.of(minibatch, weights, manager).withLatentLibrary(logLibraries));
  }

  private Evaluation evaluate(NDManager manager, Observed observed) {
    Likelihood likelihood = Likelihood.of(noise);
    NDList outputs = new NDList();
    for (double[] head : heads) {
      outputs.add(manager.create(floats(head), new Shape(minibatch.cells(), GENES)));
    }
    NDList parameters = new NDList();
    likelihood.geneParameter().ifPresent(it -> parameters.add(manager.create(floats(genes))));
    return likelihood.evaluate(observed, outputs, parameters);
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
