package io.scstream.models.factorized;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.spec.FactorBlock;
import io.scstream.models.spec.FactorLosses.PermutationTerm;
import io.scstream.models.spec.FactorizedSpec;
import java.util.Map;
import java.util.function.Function;

/**
 * Tells codes of a block and its rest that are of the same cell from those of two cells of the same
 * labels: its logit estimates the log density ratio log p(a, b | labels) − log p(a | labels) p(b |
 * labels). The labels' embedding is an input, so that the test is a conditional one. The rest is
 * the interaction block, and with a density ratio the embedding of the labels that the block is not
 * to know, too.
 */
record Discriminator(FactorBlock block, FactorizedSpec.Sizes sizes, PermutationTerm form) {
  private static final int HIDDEN = 64;

  private Dense layer(int number) {
    return new Dense(FactorNames.discriminator(block) + "." + number);
  }

  void addShapes(Map<String, Shape> shapes) {
    int labels = (readsOtherLabels() ? 2 : 1) * sizes.embedding();
    int inputs = sizes.latent(block) + sizes.interactionLatent() + labels;
    layer(0).addShapes(shapes, inputs, HIDDEN);
    layer(1).addShapes(shapes, HIDDEN, HIDDEN);
    layer(2).addShapes(shapes, HIDDEN, 1);
  }

  /** Whether the rest has labels in it. */
  boolean readsOtherLabels() {
    return form == PermutationTerm.DENSITY_RATIO;
  }

  /**
   * Logits, [n, 1].
   *
   * @param codes of the block, [n, d]
   * @param rest codes of the interaction block, and other labels where they are read, [n, ·]
   * @param embedded labels, without gradient, [n, E]
   */
  NDArray logits(NDArray codes, NDArray rest, NDArray embedded, Function<String, NDArray> weights) {
    NDArray input = codes.concat(rest, 1).concat(embedded, 1);
    NDArray units = layer(1).hidden(layer(0).hidden(input, weights), weights);
    return layer(2).linear(units, weights);
  }
}
