package io.scstream.models.leakage;

import io.scstream.models.data.Role;
import io.scstream.models.evaluate.ProbeStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Asks a {@link ProbeStream} about cells of both roles. Chunks often have one role only, so a few
 * cells of each wait for the other.
 */
final class DomainProbe {

  /** Of each role in a minibatch, at least and at most. */
  private static final int FEWEST = LeakageReport.LEAST_CELLS;

  private static final int MOST = 128;
  private static final int COUNTS = 3;

  private final int dimensions;
  private final ProbeStream probe;
  private final Map<Role, Deque<float[]>> waiting = new EnumMap<>(Role.class);
  private int judged;

  private DomainProbe(int dimensions, ProbeStream probe) {
    this.dimensions = dimensions;
    this.probe = probe;
    for (Role role : Role.values()) {
      waiting.put(role, new ArrayDeque<>());
    }
  }

  static DomainProbe empty(int dimensions, double halfLife) {
    return new DomainProbe(dimensions, ProbeStream.empty(dimensions, halfLife));
  }

  /** The probe that had these states. */
  static DomainProbe restore(
      int dimensions, double halfLife, double[] learned, double[] waitingCells) {
    DomainProbe probe =
        new DomainProbe(dimensions, ProbeStream.restore(dimensions, halfLife, learned));
    probe.judged = (int) waitingCells[0];
    int at = COUNTS;
    for (Role role : Role.values()) {
      for (double left = waitingCells[count(role)]; left > 0; left--) {
        float[] code = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
          code[i] = (float) waitingCells[at++];
        }
        probe.waiting(role).add(code);
      }
    }
    return probe;
  }

  /** Takes in background codes of one role. */
  void add(Role role, float[][] codes) {
    for (float[] code : codes) {
      waiting(role).add(code);
    }
    while (waiting(role).size() > MOST) {
      waiting(role).remove();
    }
  }

  /** Judges the cells that wait, if there are enough of both roles, and learns from them. */
  void update() {
    float[][] background = waiting(Role.BACKGROUND).toArray(float[][]::new);
    float[][] target = waiting(Role.TARGET).toArray(float[][]::new);
    if (Math.min(background.length, target.length) >= FEWEST) {
      probe.update(background, target);
      judged += background.length + target.length;
      waiting.values().forEach(Deque::clear);
    }
  }

  /** Nothing if no cell was judged since the last call. */
  OptionalDouble auc() {
    boolean isNew = judged > 0;
    judged = 0;
    return isNew ? OptionalDouble.of(probe.auc()) : OptionalDouble.empty();
  }

  double[] learned() {
    return probe.state();
  }

  double[] waitingCells() {
    int cells = waiting(Role.BACKGROUND).size() + waiting(Role.TARGET).size();
    double[] state = new double[COUNTS + cells * dimensions];
    state[0] = judged;
    int at = COUNTS;
    for (Role role : Role.values()) {
      state[count(role)] = waiting(role).size();
      for (float[] code : waiting(role)) {
        for (float value : code) {
          state[at++] = value;
        }
      }
    }
    return state;
  }

  private Deque<float[]> waiting(Role role) {
    return Objects.requireNonNull(waiting.get(role));
  }

  /** The place of a count in the state. */
  private static int count(Role role) {
    return role == Role.BACKGROUND ? 1 : 2;
  }
}
