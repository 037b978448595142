package io.scstream.models.simulate;

import static io.scstream.models.ModelException.checkConfig;
import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.random.CounterRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Real control cells with an effect of known size: a positive control. The cells are split at
 * random into pseudo-background and pseudo-target cells. Every count of the chosen genes stays with
 * probability sigmoid(strength · s), where the effect s is 0 in pseudo-background cells and
 * standard normal in pseudo-target cells. Relative to the background, the genes are thinned out
 * where s is below 0 and inflated where it is above, and all by thinning, so that Poisson and
 * negative binomial counts stay what they are. Other genes are not touched. Whatever a salient code
 * holds beside s is a false positive.
 *
 * <p>The true salient code is s, [1]; the true background code is unknown, [0].
 */
public final class ThinnedCells implements Simulation {

  private static final double TRAINING_SHARE = 0.7;

  private final long seed;
  private final int genes;
  private final List<Cell> controls;
  private final Effect effect;
  private final int[] order;

  /**
   * What is done to pseudo-target cells.
   *
   * @param genes that are touched
   * @param strength the change of the log odds to stay for one unit of the effect, above 0
   */
  public record Effect(Set<Integer> genes, double strength) {

    public Effect {
      genes = Set.copyOf(genes);
      checkConfig(!genes.isEmpty(), "Invalid genes to thin: none; expected at least one");
      checkConfig(
          Double.isFinite(strength) && strength > 0,
          "Invalid strength: %s; expected a positive number",
          strength);
    }

    /** The probability of a count of these genes to stay at this effect. */
    public double kept(double s) {
      return 1 / (1 + Math.exp(-strength * s));
    }
  }

  private ThinnedCells(long seed, int genes, List<Cell> controls, Effect effect) {
    this.seed = seed;
    this.genes = genes;
    this.controls = List.copyOf(controls);
    this.effect = effect;
    this.order = CounterRandom.of(seed, 0, "split").permutation(controls.size());
  }

  /**
   * An effect on control cells. Their roles mean nothing here.
   *
   * @param genes of the panel that the cells are on
   * @throws io.scstream.models.ModelException if a cell holds real values, or a gene is beyond the
   *     panel
   */
  public static ThinnedCells of(long seed, int genes, List<Cell> controls, Effect effect) {
    for (Cell cell : controls) {
      cell.requireCounts();
      int last = cell.nonZeros() == 0 ? -1 : cell.gene(cell.nonZeros() - 1);
      checkInput(
          last < genes,
          "Invalid gene of cell %s: %d; expected an index below %d",
          cell.id(),
          last,
          genes);
    }
    for (int gene : effect.genes()) {
      checkConfig(
          gene >= 0 && gene < genes,
          "Invalid gene to thin: %d; expected an index from 0 to %d",
          gene,
          genes - 1);
    }
    return new ThinnedCells(seed, genes, controls, effect);
  }

  @Override
  public int genes() {
    return genes;
  }

  /**
   * {@inheritDoc}
   *
   * @param name {@code train}, seven tenths of the role's cells, or {@code test}, the rest
   */
  @Override
  public Draw draw(String name, Role role, int cells) {
    int[] own = own(name, role);
    checkInput(
        cells <= own.length,
        "Invalid cells of %s %s: %d; expected at most %d",
        name,
        role,
        cells,
        own.length);
    CounterRandom random = CounterRandom.of(seed, 0, "cells/" + role + "/" + name);
    Draw.Rows rows = new Draw.Rows();
    for (int i = 0; i < cells; i++) {
      double s = role == Role.TARGET ? random.nextGaussian() : 0;
      Cell thinned = thinned(controls.get(own[i]), role, effect.kept(s), random);
      rows.add(thinned, new Codes(new double[0], new double[] {s}, role == Role.TARGET ? 1 : 0));
    }
    return rows.draw();
  }

  /** How many cells there are under this name, {@code train} or {@code test}. */
  public int available(String name, Role role) {
    return own(name, role).length;
  }

  private int[] own(String name, Role role) {
    checkInput(
        name.equals("train") || name.equals("test"),
        "Invalid name of a draw: %s; expected train or test, as real cells run out",
        name);
    int half = order.length / 2;
    int from = role == Role.BACKGROUND ? 0 : half;
    int to = role == Role.BACKGROUND ? half : order.length;
    int middle = from + (int) (TRAINING_SHARE * (to - from));
    return name.equals("train")
        ? Arrays.copyOfRange(order, from, middle)
        : Arrays.copyOfRange(order, middle, to);
  }

  private Cell thinned(Cell cell, Role role, double kept, CounterRandom random) {
    int[] itsGenes = new int[cell.nonZeros()];
    int[] counts = new int[cell.nonZeros()];
    int nonZeros = 0;
    long lost = 0;
    for (int i = 0; i < cell.nonZeros(); i++) {
      int count = cell.count(i);
      if (effect.genes().contains(cell.gene(i))) {
        count = CountDraws.binomial(random, count, kept);
        lost += cell.count(i) - count;
      }
      if (count > 0) {
        itsGenes[nonZeros] = cell.gene(i);
        counts[nonZeros++] = count;
      }
    }
    return Cell.of(
        cell.id(),
        role,
        Math.max(1, cell.librarySize() - lost),
        Arrays.copyOf(itsGenes, nonZeros),
        Arrays.copyOf(counts, nonZeros));
  }
}
