package io.scstream.models.leakage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Everything that a {@link LeakageWatch} needs to go on elsewhere as if nothing had happened. */
public final class LeakageState {
  private final List<String> labels;
  private final List<double[]> blocks;

  private LeakageState(List<String> labels, List<double[]> blocks) {
    this.labels = List.copyOf(labels);
    this.blocks = new ArrayList<>();
    blocks.forEach(block -> this.blocks.add(block.clone()));
  }

  /**
   * Copies.
   *
   * @param labels the known labels of target cells
   * @param blocks the states of the estimators, in the order of the watch
   */
  public static LeakageState of(List<String> labels, List<double[]> blocks) {
    return new LeakageState(labels, blocks);
  }

  public List<String> labels() {
    return labels;
  }

  /** Copies. */
  public List<double[]> blocks() {
    return blocks.stream().map(double[]::clone).toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LeakageState state
        && labels.equals(state.labels)
        && Arrays.deepEquals(blocks.toArray(), state.blocks.toArray());
  }

  @Override
  public int hashCode() {
    return 31 * labels.hashCode() + Arrays.deepHashCode(blocks.toArray());
  }
}
