package io.scstream.models.factorized;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.scstream.models.device.EngineMemory;
import io.scstream.models.nn.Weights;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.FactorBlock;
import io.scstream.models.spec.FactorLosses.PermutationTerm;
import io.scstream.models.spec.FactorizedSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * That z_x and z_tx say nothing of each other given the covariates, and z_t and z_tx given the
 * treatments. Pairs of two cells are made by permuting cells inside a stratum, never by drawing a
 * cell's code again. Discriminators learn from codes without gradient; codes learn from
 * discriminators that are held still.
 */
final class Discriminators {
  static final List<FactorBlock> BLOCKS = List.of(FactorBlock.COVARIATE, FactorBlock.TREATMENT);

  private final FactorizedSpec spec;
  private final Weights weights;

  Discriminators(FactorizedSpec spec, Weights weights) {
    this.spec = spec;
    this.weights = weights;
  }

  /**
   * What is added to the loss.
   *
   * @param ofCodes pushes codes only, not weighted
   * @param ofDiscriminators pushes discriminators only
   */
  record Losses(List<NDArray> ofCodes, List<NDArray> ofDiscriminators) {}

  /** Both losses at drawn codes, [n, d] each. */
  Losses losses(
      Map<FactorBlock, NDArray> codes,
      BlockPriors.Embedded labels,
      Function<String, CounterRandom> chance,
      NDManager step) {
    List<NDArray> ofCodes = new ArrayList<>();
    List<NDArray> ofDiscriminators = new ArrayList<>();
    NDArray interaction = FactorNetworks.at(codes, FactorBlock.INTERACTION);
    for (FactorBlock block : BLOCKS) {
      boolean isCovariate = block == FactorBlock.COVARIATE;
      Strata strata =
          Strata.of(
              labels.rows().rows(),
              isCovariate ? labels.rows()::covariateStratum : labels.rows()::treatmentStratum,
              chance.apply("permutation/" + block.label()));
      if (strata.counted() > 0) {
        NDArray embedded = (isCovariate ? labels.covariates() : labels.treatments()).stopGradient();
        Pairs pairs = new Pairs(block, strata.weights(step), strata.exchange(step), embedded);
        NDArray code = FactorNetworks.at(codes, block);
        ofDiscriminators.add(
            pairs.loss(code.stopGradient(), interaction.stopGradient(), weights::get));
        ofCodes.add(pairs.push(code, interaction));
      }
    }
    return new Losses(ofCodes, ofDiscriminators);
  }

  /** Pairs of one block with the interaction. */
  private final class Pairs {
    private final Discriminator discriminator;
    private final NDArray rows;
    private final NDArray exchange;
    private final NDArray embedded;

    Pairs(FactorBlock block, NDArray rows, NDArray exchange, NDArray embedded) {
      this.discriminator = new Discriminator(block, spec.sizes());
      this.rows = rows;
      this.exchange = exchange;
      this.embedded = embedded;
    }

    NDArray loss(NDArray code, NDArray interaction, Function<String, NDArray> parameters) {
      NDArray real = discriminator.logits(code, interaction, embedded, parameters);
      NDArray permuted =
          discriminator.logits(code, exchange.matMul(interaction), embedded, parameters);
      return Terms.crossEntropy(real, permuted, rows);
    }

    NDArray push(NDArray code, NDArray interaction) {
      Function<String, NDArray> still = name -> weights.get(name).stopGradient();
      return spec.losses().form() == PermutationTerm.DENSITY_RATIO
          ? Terms.densityRatio(discriminator.logits(code, interaction, embedded, still), rows)
          : EngineMemory.scale(loss(code, interaction, still), -0.5);
    }
  }
}
