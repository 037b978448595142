package io.scstream.models.leakage;

import static io.scstream.models.ModelException.checkConfig;

import io.scstream.models.evaluate.DependenceStream;
import io.scstream.models.evaluate.LabelStream;
import io.scstream.models.evaluate.MatchStream;

/**
 * What a {@link LeakageWatch} keeps to.
 *
 * @param sizes of the model
 * @param windowCells a report is made at the first chunk boundary after so many cells
 * @param halfLife cells after which a cell counts half, where a measure outlives its window
 * @param seed of the random features
 * @param labelLimit labels told apart at once
 */
public record LeakageSettings(
    Sizes sizes, int windowCells, double halfLife, long seed, int labelLimit) {

  /**
   * The sizes of a model.
   *
   * @param background of the space that both roles share
   * @param salient of all salient spaces side by side
   * @param groups of target cells, each with a salient space of its own; a cell's codes in the
   *     others are 0
   */
  public record Sizes(int genes, int background, int salient, int groups) {

    /** Of a model with one salient space. */
    public Sizes(int genes, int background, int salient) {
      this(genes, background, salient, 1);
    }
  }

  /** Checks. */
  public LeakageSettings {
    checkConfig(windowCells >= 1, "Invalid window-cells: %d; expected 1 or more", windowCells);
  }

  DependenceStream.Settings dependence() {
    return new DependenceStream.Settings(sizes.background, sizes.salient, halfLife, seed);
  }

  MatchStream.Settings match() {
    return new MatchStream.Settings(sizes.background, halfLife, seed);
  }

  LabelStream.Settings labels(int dimensions) {
    return new LabelStream.Settings(dimensions, halfLife, labelLimit);
  }
}
