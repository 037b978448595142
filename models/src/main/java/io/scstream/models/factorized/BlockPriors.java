package io.scstream.models.factorized;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.device.EngineMemory;
import io.scstream.models.nn.Normal;
import io.scstream.models.nn.Weights;
import io.scstream.models.spec.FactorBlock;
import io.scstream.models.spec.FactorDesign;
import io.scstream.models.spec.FactorDesign.InteractionPrior;
import io.scstream.models.spec.FactorizedSpec;
import java.util.EnumMap;
import java.util.Map;

/**
 * The laws of the three blocks, given labels. Of controls, those of what treatments move are fixed;
 * of a treated cell whose treatments are not known they are standard normal.
 */
final class BlockPriors {
  private static final int HIDDEN = 64;

  private final FactorizedSpec spec;
  private final LabelEmbedding embedding;

  BlockPriors(FactorizedSpec spec, LabelEmbedding embedding) {
    this.spec = spec;
    this.embedding = embedding;
  }

  private boolean isLowRank() {
    return spec.design().prior() == InteractionPrior.LOW_RANK;
  }

  void addShapes(Map<String, Shape> shapes) {
    int width = spec.sizes().embedding();
    for (FactorBlock block : FactorBlock.values()) {
      int latent = spec.sizes().latent(block);
      boolean isWidthOnly = block == FactorBlock.INTERACTION && isLowRank();
      hidden(block).addShapes(shapes, width, HIDDEN);
      heads(block).addShapes(shapes, HIDDEN, isWidthOnly ? latent : 2 * latent);
    }
    if (isLowRank()) {
      int latent = spec.sizes().interactionLatent();
      shapes.put(FactorNames.SENSITIVITY, new Shape(latent, width));
      shapes.put(FactorNames.LOADING, new Shape(latent, width));
      int pairs = Capacity.of(spec.labels().pairs().size());
      shapes.put(FactorNames.REMAINDERS, new Shape(pairs, latent));
    }
  }

  private static Dense hidden(FactorBlock block) {
    return new Dense(FactorNames.prior(block) + ".hidden");
  }

  private static Dense heads(FactorBlock block) {
    return new Dense(FactorNames.prior(block) + ".heads");
  }

  /** Labels of some cells and what is made of them. */
  record Embedded(LabelRows rows, NDArray covariates, NDArray responses, NDArray treatments) {}

  Embedded embed(LabelRows rows, Weights weights, NDManager step) {
    NDArray responses = embedding.responses(rows, weights, step);
    return new Embedded(
        rows,
        embedding.covariates(rows, weights, step),
        responses,
        embedding.treatments(responses, weights));
  }

  /** The laws of all blocks, [n, d] each. */
  Map<FactorBlock, Normal> laws(Embedded labels, Weights weights, NDManager step) {
    Map<FactorBlock, Normal> laws = new EnumMap<>(FactorBlock.class);
    laws.put(FactorBlock.COVARIATE, network(FactorBlock.COVARIATE, labels.covariates, weights));
    Normal treatment = network(FactorBlock.TREATMENT, labels.treatments, weights);
    laws.put(FactorBlock.INTERACTION, fixed(interaction(labels, weights, step), labels, step));
    laws.put(FactorBlock.TREATMENT, fixed(treatment, labels, step));
    return laws;
  }

  private Normal network(FactorBlock block, NDArray input, Weights weights) {
    NDArray units = hidden(block).hidden(input, weights::get);
    return BlockEncoder.law(heads(block).linear(units, weights::get), spec.sizes().latent(block));
  }

  /** Of treated cells. */
  private Normal interaction(Embedded labels, Weights weights, NDManager step) {
    NDArray both = labels.covariates.mul(labels.treatments); // [n, E]
    if (!isLowRank()) {
      return network(FactorBlock.INTERACTION, both, weights);
    }
    NDArray units = hidden(FactorBlock.INTERACTION).hidden(both, weights::get);
    NDArray logVariance = heads(FactorBlock.INTERACTION).linear(units, weights::get);
    NDArray mean = lowRank(labels, weights, step).add(remainder(labels, weights, step));
    return new Normal(mean, BlockEncoder.bounded(logVariance));
  }

  /** (A k̃_x) ∘ (B k_t), [n, d]. */
  NDArray lowRank(Embedded labels, Weights weights, NDManager step) {
    NDArray centred = embedding.centred(labels.covariates, weights, step);
    return centred
        .matMul(weights.get(FactorNames.SENSITIVITY).transpose())
        .mul(labels.treatments.matMul(weights.get(FactorNames.LOADING).transpose()));
  }

  /** What pairs that were seen have besides, times the dose response up to 1, [n, d]. */
  NDArray remainder(Embedded labels, Weights weights, NDManager step) {
    NDArray dose = labels.responses.sum(new int[] {1}, true).clip(0, 1); // [n, 1]
    return remainderRows(labels, weights, step).mul(dose);
  }

  private static NDArray remainderRows(Embedded labels, Weights weights, NDManager step) {
    return labels.rows.pairs(step).matMul(weights.get(FactorNames.REMAINDERS));
  }

  /** The squared remainders of cells, [n]. */
  NDArray squaredRemainders(Embedded labels, Weights weights, NDManager step) {
    return remainderRows(labels, weights, step).square().sum(new int[] {1});
  }

  /** The mean of the interaction by the network for any products of embeddings. */
  NDArray interactionMeans(NDArray products, Weights weights) {
    return network(FactorBlock.INTERACTION, products, weights).mean();
  }

  /** The law where a cell's treatments are known, and a fixed one where there is none of it. */
  private Normal fixed(Normal law, Embedded labels, NDManager step) {
    FactorDesign design = spec.design();
    int n = labels.rows.rows();
    float[] learned = new float[n];
    float[] others = new float[n];
    for (int row = 0; row < n; row++) {
      boolean isControl = labels.rows.isControl(row);
      if (isControl ? !design.isAnchored() : labels.rows.isTreated(row)) {
        learned[row] = 1;
      } else if (isControl) {
        others[row] = (float) (2 * Math.log(design.anchorWidth()));
      }
    }
    NDArray share = EngineMemory.copy(step, learned, new Shape(n, 1));
    NDArray logVariance = EngineMemory.copy(step, others, new Shape(n, 1));
    return new Normal(law.mean().mul(share), law.logVariance().mul(share).add(logVariance));
  }
}
