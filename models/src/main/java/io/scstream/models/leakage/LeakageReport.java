package io.scstream.models.leakage;

import io.scstream.models.evaluate.DecodedLeakage;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Leakage among the cells of one window, measured before any of them was trained on. What cannot be
 * told is empty: it needs {@link #LEAST_CELLS} cells of each role concerned.
 *
 * @param dependence of both codes of target cells, HSIC; at its floor they are independent
 * @param match of the background codes of both roles, MMD²; at its floor their laws are equal
 * @param domainAuc how well background codes tell target cells from background cells; 0.5 by chance
 * @param silence mean squared length of the salient codes of background cells over that of target
 *     cells, with several salient spaces as a mean over them; well below 1 is wanted
 * @param active units in use
 * @param decoded what target cells add to expression, and how much of it background codes tell
 */
public record LeakageReport(
    Cells cells,
    Optional<Estimate> dependence,
    Optional<Estimate> match,
    OptionalDouble domainAuc,
    Optional<LabelReading> labels,
    OptionalDouble silence,
    Active active,
    Optional<DecodedLeakage.Effects> decoded) {

  /** Cells of a role in a window without which nothing is said of that role. */
  public static final int LEAST_CELLS = 10;

  /** How many cells of each role the window has. */
  public record Cells(int background, int target) {
    /** Of both roles. */
    public int all() {
      return background + target;
    }

    boolean hasTargets() {
      return target >= LEAST_CELLS;
    }

    boolean hasBoth() {
      return background >= LEAST_CELLS && hasTargets();
    }
  }

  /**
   * A statistic that is never 0.
   *
   * @param floor about what it would be without leakage, for as many cells
   */
  public record Estimate(double value, double floor) {}

  /**
   * How well the label of a target cell can be read off its codes: 0 by chance, 1 for certain.
   *
   * @param labels told apart
   * @param ignored cells of the window whose label is beyond the limit
   */
  public record LabelReading(double background, double salient, int labels, int ignored) {}

  /** Coordinates whose posterior mean varies between cells; salient ones among target cells. */
  public record Active(int background, OptionalInt salient) {}
}
