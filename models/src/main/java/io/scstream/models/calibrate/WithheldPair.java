package io.scstream.models.calibrate;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Condition;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A pair of covariates and treatment that a model has not learned from, and what the treatment does
 * in these covariates.
 */
public final class WithheldPair {
  /** Is put to a gene's counts, so that a gene without any has a logarithm. */
  private static final double HALF = 0.5;

  /** Effects with larger standard errors say nothing of an answer. */
  private static final double MOST_ERROR = 0.5;

  private final Condition target;
  private final List<Cell> controls;
  private final double[] effects;
  private final double[] errors;
  private final int[] well;

  private WithheldPair(Condition target, List<Cell> controls, double[] effects, double[] errors) {
    this.target = Objects.requireNonNull(target);
    this.controls = List.copyOf(controls);
    this.effects = effects;
    this.errors = errors;
    this.well =
        IntStream.range(0, errors.length).filter(gene -> errors[gene] <= MOST_ERROR).toArray();
    checkInput(
        well.length > 1,
        "Invalid withheld pair %s: %d genes are measured well; expected 2 or more",
        target,
        well.length);
    checkInput(!controls.isEmpty(), "Invalid withheld pair: no controls; expected at least one");
  }

  /**
   * A pair whose effects are known.
   *
   * @param controls to be asked about the target, of its covariates
   * @param effects of every gene, differences of values or of logs of means, [G]
   */
  public static WithheldPair known(Condition target, List<Cell> controls, double[] effects) {
    return new WithheldPair(target, controls, effects.clone(), new double[effects.length]);
  }

  /**
   * A pair whose effects are measured: of counts the difference of the logs of a gene's share in
   * all counts, half a count put to each; of values the difference of means.
   *
   * @param controls of the target's covariates, two at least
   * @param treated of the target, two at least
   */
  public static WithheldPair measured(
      Condition target, List<Cell> controls, List<Cell> treated, int genes) {
    checkInput(
        controls.size() >= 2 && treated.size() >= 2,
        "Invalid withheld pair %s: %d controls and %d treated cells; expected 2 or more of each",
        target,
        controls.size(),
        treated.size());
    Sums without = Sums.of(controls, genes);
    Sums with = Sums.of(treated, genes);
    double[] effects = new double[genes];
    double[] errors = new double[genes];
    boolean areCounts = controls.get(0).holdsCounts();
    for (int gene = 0; gene < genes; gene++) {
      if (areCounts) {
        effects[gene] = with.logShare(gene) - without.logShare(gene);
        errors[gene] = Math.sqrt(1 / (with.sums[gene] + HALF) + 1 / (without.sums[gene] + HALF));
      } else {
        effects[gene] = with.mean(gene) - without.mean(gene);
        errors[gene] = Math.sqrt(with.squaredError(gene) + without.squaredError(gene));
      }
    }
    return new WithheldPair(target, controls, effects, errors);
  }

  /** Sums over cells by gene. */
  private static final class Sums {
    private final int cells;
    private final double[] sums;
    private final double[] squares;
    private double all;

    private Sums(int cells, int genes) {
      this.cells = cells;
      this.sums = new double[genes];
      this.squares = new double[genes];
    }

    static Sums of(List<Cell> cells, int genes) {
      Sums sums = new Sums(cells.size(), genes);
      for (Cell cell : cells) {
        for (int i = 0; i < cell.nonZeros(); i++) {
          double value = cell.holdsCounts() ? cell.count(i) : cell.value(i);
          sums.sums[cell.gene(i)] += value;
          sums.squares[cell.gene(i)] += value * value;
          sums.all += value;
        }
      }
      return sums;
    }

    double logShare(int gene) {
      return Math.log((sums[gene] + HALF) / (all + HALF));
    }

    double mean(int gene) {
      return sums[gene] / cells;
    }

    double squaredError(int gene) {
      double variance = Math.max(0, squares[gene] - cells * mean(gene) * mean(gene)) / (cells - 1);
      return variance / cells;
    }
  }

  public Condition target() {
    return target;
  }

  public List<Cell> controls() {
    return controls;
  }

  /** The effect on every gene, [G]. Not a copy. */
  public double[] effects() {
    return effects;
  }

  /** Standard errors of the effects, [G]; 0 where they are known. Not a copy. */
  public double[] errors() {
    return errors;
  }

  /** Of values of all genes those of the genes whose effect has a standard error of ½ at most. */
  public double[] measuredWell(double[] values) {
    return Arrays.stream(well).mapToDouble(gene -> values[gene]).toArray();
  }
}
