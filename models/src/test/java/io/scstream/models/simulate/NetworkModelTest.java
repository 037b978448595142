package io.scstream.models.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.Noise;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Moments of many cells of the same codes, where they have closed forms. */
class NetworkModelTest {

  private static final int CELLS = 3000;

  private final CounterRandom random = CounterRandom.of(4, 0, "cells");

  private static NetworkModel model(Noise noise) {
    return new NetworkModel(NetworkModel.Settings.small(noise), 0);
  }

  /** The entries of every gene in cells of the same codes, [G][n]. */
  private double[][] entries(NetworkModel model, Codes codes) {
    double[][] entries = new double[model.genes()][CELLS];
    for (int row = 0; row < CELLS; row++) {
      Cell cell = model.cell("c", Role.TARGET, codes, random);
      for (int i = 0; i < cell.nonZeros(); i++) {
        entries[cell.gene(i)][row] = cell.value(i);
      }
    }
    return entries;
  }

  private static double[] proportions(NetworkModel model, Codes codes) {
    double[] rho = model.mixed(codes);
    double sum = CountDraws.exponentiate(rho);
    return IntStream.range(0, rho.length).mapToDouble(gene -> rho[gene] / sum).toArray();
  }

  /** Of a log-normal library size around 2,000. */
  private static double momentOfLibrary(int order) {
    double spread = order * NetworkModel.LIBRARY_SPREAD;
    return Math.pow(2000, order) * Math.exp(0.5 * spread * spread);
  }

  /** Var x = E[lρ] + ρ² Var l, and with dispersion ρ² E[l²]/θ more. */
  @ParameterizedTest
  @CsvSource({"POISSON, 0", "NEGATIVE_BINOMIAL, 0.2"})
  void countsHaveTheMomentsOfTheirNoise(Noise noise, double dispersion) {
    NetworkModel model = model(noise);
    Codes codes = model.codes(Role.TARGET, random);
    double[] rho = proportions(model, codes);
    double[][] counts = entries(model, codes);
    double mean = momentOfLibrary(1);
    double square = momentOfLibrary(2);
    for (int gene = 0; gene < rho.length; gene++) {
      double variance =
          mean * rho[gene] + rho[gene] * rho[gene] * (square - mean * mean + dispersion * square);
      Moments.of(counts[gene]).assertMatch(mean * rho[gene], variance);
    }
  }

  @Test
  void valuesScatterByATenth() {
    NetworkModel model = model(Noise.GAUSSIAN);
    Codes codes = model.codes(Role.TARGET, random);
    double[] mixed = model.mixed(codes);
    double[][] values = entries(model, codes);
    for (int gene = 0; gene < mixed.length; gene++) {
      Moments.of(values[gene]).assertMatch(mixed[gene], 0.01);
    }
  }

  @Test
  void aGeneIsSeenWithTheProbabilityOfTwiceItsLogit() {
    NetworkModel model = model(Noise.BERNOULLI);
    Codes codes = model.codes(Role.TARGET, random);
    double[] mixed = model.mixed(codes);
    double[][] seen = entries(model, codes);
    for (int gene = 0; gene < mixed.length; gene++) {
      double p = 1 / (1 + Math.exp(-2 * mixed[gene]));
      Moments.of(seen[gene]).assertMean(p, p * (1 - p));
      assertThat(seen[gene]).containsOnly(0, 1);
    }
  }

  @Test
  void outputsOfTargetCellsHaveUnitSpread() {
    NetworkModel model = model(Noise.GAUSSIAN);
    double[] all =
        IntStream.range(0, 5000)
            .mapToObj(i -> model.mixed(model.codes(Role.TARGET, random)))
            .flatMapToDouble(Arrays::stream)
            .toArray();
    assertThat(Moments.of(all).variance()).isCloseTo(1, within(0.03));
  }

  @ParameterizedTest
  @CsvSource({"R_SMALL_NB, 2000, 2000", "R_DEPTH_5, 400, 8000"})
  void librarySizesAreThoseOfTheRole(Recipe recipe, double background, double target) {
    Simulation simulation = recipe.simulate(3);
    double bias = Math.exp(0.02);
    assertThat(meanLibrary(simulation, Role.BACKGROUND))
        .isCloseTo(bias * background, within(0.05 * background));
    assertThat(meanLibrary(simulation, Role.TARGET))
        .isCloseTo(bias * target, within(0.05 * target));
  }

  private static double meanLibrary(Simulation simulation, Role role) {
    return simulation.draw("library", role, 600).cells().stream()
        .mapToDouble(Cell::librarySize)
        .average()
        .orElseThrow();
  }

  @Test
  void refusesNoiseThatItDoesNotMake() {
    assertThatThrownBy(() -> model(Noise.ZERO_INFLATED_NEGATIVE_BINOMIAL))
        .hasMessage(
            "Invalid noise of a simulation: ZERO_INFLATED_NEGATIVE_BINOMIAL; expected one without"
                + " zero inflation");
  }
}
