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
    return evaluate(Likelihood.of(noise), manager);
  }

  /** By this likelihood. */
  Evaluation evaluate(Likelihood likelihood, NDManager manager) {
    return likelihood.evaluate(
        Observed.of(minibatch, weights, manager),
        heads(likelihood, manager),
        geneArrays(likelihood, manager));
  }

  /** Values alone, by this likelihood. */
  Evaluation score(Likelihood likelihood, NDManager manager) {
    return likelihood.score(
        Observed.of(minibatch, weights, manager),
        heads(likelihood, manager),
        geneArrays(likelihood, manager));
  }

  /** With latent library sizes. */
  Evaluation evaluate(NDManager manager, float[] logLibraries) {
    Likelihood likelihood = Likelihood.of(noise);
    return likelihood.evaluate(
        Observed.of(minibatch, weights, manager).withLatentLibrary(logLibraries),
        heads(likelihood, manager),
        geneArrays(likelihood, manager));
  }

  /** Some number for each gene, which heads lack where the likelihood adds it. */
  private double bias(int gene) {
    return Math.sin(gene + 1.0);
  }

  private NDList heads(Likelihood likelihood, NDManager manager) {
    boolean lackBias = likelihood.addsBias(manager.getDevice());
    NDList outputs = new NDList();
    for (double[] head : heads) {
      float[] values = floats(head);
      for (int i = 0; i < values.length && lackBias; i++) {
        values[i] = (float) (head[i] - bias(i % minibatch.genes()));
      }
      outputs.add(manager.create(values, new Shape(minibatch.cells(), minibatch.genes())));
    }
    return outputs;
  }

  private NDList geneArrays(Likelihood likelihood, NDManager manager) {
    NDList arrays = new NDList();
    likelihood.geneParameter().ifPresent(it -> arrays.add(manager.create(floats(genes))));
    if (likelihood.addsBias(manager.getDevice())) {
      float[] bias = new float[minibatch.genes()];
      for (int gene = 0; gene < bias.length; gene++) {
        bias[gene] = (float) bias(gene);
      }
      arrays.add(manager.create(bias));
    }
    return arrays;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
