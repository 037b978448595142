package io.scstream.models.factorized;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.spec.FactorBlock;
import io.scstream.models.spec.FactorizedSpec;
import java.util.Map;
import java.util.function.Function;

/**
 * Tells codes of a block and the interaction block that are of the same cell from those of two
 * cells of the same labels: its logit estimates the log density ratio log p(a, b | labels) − log
 * p(a | labels) p(b | labels). The labels' embedding is an input, so that the test is a conditional
 * one.
 */
record Discriminator(FactorBlock block, FactorizedSpec.Sizes sizes) {
  private static final int HIDDEN = 64;

  private Dense layer(int number) {
    return new Dense(FactorNames.discriminator(block) + "." + number);
  }

  void addShapes(Map<String, Shape> shapes) {
    int inputs = sizes.latent(block) + sizes.interactionLatent() + sizes.embedding();
    layer(0).addShapes(shapes, inputs, HIDDEN);
    layer(1).addShapes(shapes, HIDDEN, HIDDEN);
    layer(2).addShapes(shapes, HIDDEN, 1);
  }

  /**
   * Logits, [n, 1].
   *
   * @param codes of the block, [n, d]
   * @param interaction codes of the interaction block, [n, d_tx]
   * @param embedded labels, without gradient, [n, E]
   */
  NDArray logits(
      NDArray codes, NDArray interaction, NDArray embedded, Function<String, NDArray> weights) {
    NDArray input = codes.concat(interaction, 1).concat(embedded, 1);
    NDArray units = layer(1).hidden(layer(0).hidden(input, weights), weights);
    return layer(2).linear(units, weights);
  }
}
