package io.scstream.models.evaluate.independence;

import static io.scstream.models.ModelException.checkConfig;
import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.evaluate.Codes;
import io.scstream.models.evaluate.Kernels;
import io.scstream.models.evaluate.Labels;
import io.scstream.models.evaluate.Permutations;
import io.scstream.models.evaluate.Standardizer;
import io.scstream.models.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Tests a ⊥ b | s for a condition s of few values: the statistic is the sum over strata of cells
 * times the unbiased dependence (HSIC) of a and b inside, its law that of b re-paired inside the
 * strata, so each test holds its level exactly. Codes are standardized inside each stratum. With
 * many cells every trace of dependence is found, so the effect is told beside the chance.
 */
public final class StratifiedTest {
  private static final int LEAST_CELLS = 4;
  private static final double ROUNDING = 1e-12;

  private StratifiedTest() {}

  /**
   * How much is computed.
   *
   * @param permutations of each test
   * @param cells of a stratum at most, drawn anew for each repeat
   * @param repeats whose median counts
   */
  public record Options(int permutations, int cells, int repeats) {
    /** 500 permutations of 200 cells a stratum, 20 times. */
    public static final Options DEFAULT = new Options(500, 200, 20);

    /** Checks. */
    public Options {
      checkConfig(permutations >= 1, "Invalid permutations: %d; expected 1 or more", permutations);
      checkConfig(
          cells >= LEAST_CELLS, "Invalid cells: %d; expected %d or more", cells, LEAST_CELLS);
      checkConfig(repeats >= 1, "Invalid repeats: %d; expected 1 or more", repeats);
    }
  }

  /**
   * What was found, each number the median over repeats.
   *
   * @param pValue at least 1/(permutations + 1)
   * @param effect the dependence over the most that it can be: about 0 under independence, up to 1
   */
  public record Result(double pValue, double effect) {}

  /**
   * Of two blocks of codes, [n, ·] each, and the strata of the same cells.
   *
   * @throws io.scstream.models.ModelException if no stratum has 4 cells
   */
  public static Result of(
      float[][] first, float[][] second, Labels strata, Options options, long seed) {
    strata.checkCells(second);
    return of(first, codes(second), strata, options, seed);
  }

  /** Of codes [n, d] and the groups of the same cells, which are equal or not. */
  public static Result of(
      float[][] first, Labels second, Labels strata, Options options, long seed) {
    checkInput(
        second.cells() == strata.cells(),
        "Invalid labels: of %d cells; expected %d",
        second.cells(),
        strata.cells());
    return of(first, cells -> sameGroup(second, cells), strata, options, seed);
  }

  private static Result of(
      float[][] first,
      Function<int[], double[][]> second,
      Labels strata,
      Options options,
      long seed) {
    strata.checkCells(first);
    Function<int[], double[][]> ofFirst = codes(first);
    double[] pValues = new double[options.repeats];
    double[] effects = new double[options.repeats];
    for (int repeat = 0; repeat < options.repeats; repeat++) {
      CounterRandom random = CounterRandom.of(seed, repeat, "evaluate/strata");
      List<StratumKernels> kernels = new ArrayList<>();
      for (int stratum = 0; stratum < strata.count(); stratum++) {
        int[] cells = drawn(strata.cells(stratum), options.cells, random);
        if (cells.length >= LEAST_CELLS) {
          kernels.add(new StratumKernels(ofFirst.apply(cells), second.apply(cells)));
        }
      }
      checkInput(!kernels.isEmpty(), "Invalid strata: none of %d cells; expected one", LEAST_CELLS);
      pValues[repeat] = pValue(kernels, options.permutations, random);
      effects[repeat] = effect(kernels);
    }
    return new Result(median(pValues), median(effects));
  }

  private static Function<int[], double[][]> codes(float[][] block) {
    double[][] wide = Codes.widen(block);
    return cells -> {
      double[][] rows = Codes.rows(wide, cells);
      return Kernels.gaussian(Standardizer.fit(rows).apply(rows));
    };
  }

  private static double[][] sameGroup(Labels labels, int[] cells) {
    double[][] kernel = new double[cells.length][cells.length];
    for (int i = 0; i < cells.length; i++) {
      for (int j = 0; j < cells.length; j++) {
        kernel[i][j] = labels.group(cells[i]) == labels.group(cells[j]) ? 1 : 0;
      }
    }
    return kernel;
  }

  private static int[] drawn(int[] cells, int most, CounterRandom random) {
    int[] order = random.permutation(cells.length);
    return Arrays.stream(order).limit(most).map(place -> cells[place]).toArray();
  }

  private static double pValue(
      List<StratumKernels> kernels, int permutations, CounterRandom random) {
    double given = 0;
    for (StratumKernels stratum : kernels) {
      given += stratum.cells() * stratum.dependence(Permutations.identity(stratum.cells()));
    }
    int asLarge = 1;
    for (int permutation = 0; permutation < permutations; permutation++) {
      double permuted = 0;
      for (StratumKernels stratum : kernels) {
        permuted += stratum.cells() * stratum.dependence(random.permutation(stratum.cells()));
      }
      // A side that is constant everywhere differs by rounding alone.
      asLarge += permuted >= given - ROUNDING ? 1 : 0;
    }
    return (double) asLarge / (permutations + 1);
  }

  private static double effect(List<StratumKernels> kernels) {
    double found = 0;
    double most = 0;
    for (StratumKernels stratum : kernels) {
      found += stratum.cells() * stratum.dependence(Permutations.identity(stratum.cells()));
      most += stratum.cells() * stratum.most();
    }
    return most > ROUNDING ? found / most : 0;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
