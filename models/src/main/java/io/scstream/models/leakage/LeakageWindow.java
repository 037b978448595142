package io.scstream.models.leakage;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.data.Role;
import io.scstream.models.evaluate.ActiveUnits;
import io.scstream.models.evaluate.DecodedLeakage;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Sums over the cells of one window. Windows can be merged in any order, up to rounding. */
final class LeakageWindow {

  /** Places in the sums: counts of cells, then squared lengths of salient codes by role. */
  private static final int BACKGROUND = 0;

  private static final int TARGET = 1;
  private static final int IGNORED = 2;
  private static final int LABELLED = 3;
  private static final int SQUARES = 4;
  private static final int BACKGROUND_CODES = 6;

  private final LeakageSettings.Sizes sizes;

  /**
   * Counts and squared lengths, then of background codes sums and sums of squares, of target cells'
   * salient codes likewise.
   */
  private final double[] sums;

  private final DecodedLeakage decoded;

  private LeakageWindow(LeakageSettings.Sizes sizes, DecodedLeakage decoded) {
    this.sizes = sizes;
    this.sums = new double[BACKGROUND_CODES + 2 * (sizes.background() + sizes.salient())];
    this.decoded = decoded;
  }

  static LeakageWindow empty(LeakageSettings.Sizes sizes) {
    return new LeakageWindow(sizes, DecodedLeakage.empty(sizes.background(), sizes.genes()));
  }

  static LeakageWindow restore(LeakageSettings.Sizes sizes, double[] state) {
    int own = BACKGROUND_CODES + 2 * (sizes.background() + sizes.salient());
    checkInput(state.length > own, "Invalid state: %d numbers; expected more", state.length);
    LeakageWindow window =
        new LeakageWindow(
            sizes,
            DecodedLeakage.restore(
                sizes.background(), sizes.genes(), Arrays.copyOfRange(state, own, state.length)));
    System.arraycopy(state, 0, window.sums, 0, own);
    return window;
  }

  /** Takes in cells of one role. */
  void add(CodedCells cells) {
    int role = cells.role() == Role.TARGET ? TARGET : BACKGROUND;
    sums[role] += cells.size();
    decoded.add(cells.role(), cells.background(), cells.decoded(), 0);
    for (int row = 0; row < cells.size(); row++) {
      addCode(cells.background()[row], BACKGROUND_CODES);
      if (cells.role() == Role.TARGET) {
        addCode(cells.salient()[row], salientCodes());
      }
      for (float value : cells.salient()[row]) {
        sums[SQUARES + role] += (double) value * value;
      }
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
    LeakageWindow merged = new LeakageWindow(sizes, decoded.mergedWith(other.decoded));
    for (int i = 0; i < sums.length; i++) {
      merged.sums[i] = sums[i] + other.sums[i];
    }
    return merged;
  }

  LeakageReport.Cells cells() {
    return new LeakageReport.Cells((int) sums[BACKGROUND], (int) sums[TARGET]);
  }

  boolean hasLabels() {
    return sums[LABELLED] >= LeakageReport.LEAST_CELLS;
  }

  int ignored() {
    return (int) sums[IGNORED];
  }

  /** A target cell has codes in its own group's space alone, a background cell in all of them. */
  OptionalDouble silence() {
    double target = sums[SQUARES + TARGET] / cells().target();
    double background = sums[SQUARES + BACKGROUND] / cells().background() / sizes.groups();
    return cells().hasBoth() && target > 0
        ? OptionalDouble.of(background / target)
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

  Optional<DecodedLeakage.Effects> decoded() {
    return decoded.isKnown() ? Optional.of(decoded.effects()) : Optional.empty();
  }

  double[] state() {
    double[] ofDecoded = decoded.state();
    double[] state = Arrays.copyOf(sums, sums.length + ofDecoded.length);
    System.arraycopy(ofDecoded, 0, state, sums.length, ofDecoded.length);
    return state;
  }

  private void addCode(float[] code, int at) {
    for (int i = 0; i < code.length; i++) {
      sums[at + i] += code[i];
      sums[at + code.length + i] += (double) code[i] * code[i];
    }
  }

  private int salientCodes() {
    return BACKGROUND_CODES + 2 * sizes.background();
  }
}
