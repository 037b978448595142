package io.scstream.models.leakage;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.data.Role;
import io.scstream.models.evaluate.ActiveUnits;
import io.scstream.models.evaluate.DecodedLeakage;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Sums over the cells of one window. Windows can be merged in any order, up to rounding. */
final class LeakageWindow {

  /** Places in the sums: counts of cells, then squared lengths of salient codes by role. */
  private static final int IGNORED = 2;

  private static final int LABELLED = 3;
  private static final int SQUARES = 4;
  private static final int BACKGROUND_CODES = 6;

  private final LeakageSettings.Sizes sizes;

  /**
   * Counts and squared lengths, then of background codes sums and sums of squares, of target cells'
   * salient codes likewise, then by gene log expression of targets, of targets without salient
   * codes, and of background cells.
   */
  private final double[] sums;

  private LeakageWindow(LeakageSettings.Sizes sizes) {
    this.sizes = sizes;
    this.sums =
        new double
            [BACKGROUND_CODES + 2 * (sizes.background() + sizes.salient()) + 3 * sizes.genes()];
  }

  static LeakageWindow empty(LeakageSettings.Sizes sizes) {
    return new LeakageWindow(sizes);
  }

  static LeakageWindow restore(LeakageSettings.Sizes sizes, double[] state) {
    LeakageWindow window = new LeakageWindow(sizes);
    checkInput(
        state.length == window.sums.length,
        "Invalid state: %d numbers; expected %d",
        state.length,
        window.sums.length);
    System.arraycopy(state, 0, window.sums, 0, state.length);
    return window;
  }

  /** Takes in cells of one role. */
  void add(CodedCells cells) {
    int role = cells.role().ordinal();
    sums[role] += cells.size();
    for (int row = 0; row < cells.size(); row++) {
      addCode(cells.background()[row], BACKGROUND_CODES);
      if (cells.role() == Role.TARGET) {
        addCode(cells.salient()[row], salientCodes());
      }
      for (float value : cells.salient()[row]) {
        sums[SQUARES + role] += (double) value * value;
      }
    }
    CodedCells.Decoded decoded = cells.decoded();
    if (cells.role() == Role.TARGET) {
      addGenes(decoded.full(), 0, cells.size());
      addGenes(decoded.backgroundOnly(), 1, cells.size());
    } else {
      addGenes(decoded.backgroundOnly(), 2, cells.size());
    }
  }

  /**
   * Counts cells with a label.
   *
   * @param ignored of them, because the label is beyond the limit
   */
  void addLabelled(int cells, int ignored) {
    sums[LABELLED] += cells;
    sums[IGNORED] += ignored;
  }

  /** Both windows together. */
  LeakageWindow mergedWith(LeakageWindow other) {
    LeakageWindow merged = restore(sizes, other.sums);
    for (int i = 0; i < sums.length; i++) {
      merged.sums[i] += sums[i];
    }
    return merged;
  }

  LeakageReport.Cells cells() {
    return new LeakageReport.Cells(
        (int) sums[Role.BACKGROUND.ordinal()], (int) sums[Role.TARGET.ordinal()]);
  }

  boolean hasLabels() {
    return sums[LABELLED] >= LeakageReport.LEAST_CELLS;
  }

  int ignored() {
    return (int) sums[IGNORED];
  }

  OptionalDouble silence() {
    double target = sums[SQUARES + Role.TARGET.ordinal()] / cells().target();
    return cells().hasBoth() && target > 0
        ? OptionalDouble.of(
            sums[SQUARES + Role.BACKGROUND.ordinal()] / cells().background() / target)
        : OptionalDouble.empty();
  }

  LeakageReport.Active active() {
    return new LeakageReport.Active(
        active(BACKGROUND_CODES, sizes.background(), cells().all()),
        cells().hasTargets()
            ? OptionalInt.of(active(salientCodes(), sizes.salient(), cells().target()))
            : OptionalInt.empty());
  }

  private int active(int at, int size, int cells) {
    int active = 0;
    for (int i = 0; i < size; i++) {
      double mean = sums[at + i] / cells;
      double variance = sums[at + size + i] / cells - mean * mean;
      active += variance > ActiveUnits.LEAST_VARIANCE ? 1 : 0;
    }
    return active;
  }

  Optional<DecodedLeakage.Effects> decoded(int topGenes) {
    return cells().hasBoth()
        ? Optional.of(
            DecodedLeakage.effects(
                means(0, cells().target()),
                means(1, cells().target()),
                means(2, cells().background()),
                topGenes))
        : Optional.empty();
  }

  double[] state() {
    return sums.clone();
  }

  private double[] means(int block, int cells) {
    double[] means = new double[sizes.genes()];
    for (int gene = 0; gene < means.length; gene++) {
      means[gene] = sums[genes(block) + gene] / cells;
    }
    return means;
  }

  private void addCode(float[] code, int at) {
    for (int i = 0; i < code.length; i++) {
      sums[at + i] += code[i];
      sums[at + code.length + i] += (double) code[i] * code[i];
    }
  }

  private void addGenes(float[] means, int block, int cells) {
    for (int gene = 0; gene < means.length; gene++) {
      sums[genes(block) + gene] += (double) means[gene] * cells;
    }
  }

  private int salientCodes() {
    return BACKGROUND_CODES + 2 * sizes.background();
  }

  private int genes(int block) {
    return salientCodes() + 2 * sizes.salient() + block * sizes.genes();
  }
}
