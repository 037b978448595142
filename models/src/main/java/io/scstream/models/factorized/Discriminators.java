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
 * That z_x says nothing of z_tx given the covariates, and z_t nothing of z_tx given the treatments.
 * As density ratios they ask for more that the graph says: nothing of z_tx and the treatments, or
 * of z_tx and the covariates. Without it a coordinate of z_tx that has moved into z_t stays there,
 * where its mean for each pair costs no more than a wider prior. Pairs of two cells are made by
 * permuting cells inside a stratum, never by drawing a cell's code again. Discriminators learn from
 * codes without gradient; codes learn from discriminators that are held still.
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
        NDArray own = isCovariate ? labels.covariates() : labels.treatments();
        NDArray other = isCovariate ? labels.treatments() : labels.covariates();
        Pairs pairs =
            new Pairs(block, strata.weights(step), strata.exchange(step), own.stopGradient());
        NDArray code = FactorNetworks.at(codes, block);
        NDArray rest =
            pairs.discriminator.readsOtherLabels()
                ? interaction.concat(other.stopGradient(), 1)
                : interaction;
        ofDiscriminators.add(pairs.loss(code.stopGradient(), rest.stopGradient(), weights::get));
        ofCodes.add(pairs.push(code, rest));
      }
    }
    return new Losses(ofCodes, ofDiscriminators);
  }

  /** Pairs of one block with its rest. */
  private final class Pairs {
    private final Discriminator discriminator;
    private final NDArray rows;
    private final NDArray exchange;
    private final NDArray embedded;

    Pairs(FactorBlock block, NDArray rows, NDArray exchange, NDArray embedded) {
      this.discriminator = new Discriminator(block, spec.sizes(), spec.losses().form());
      this.rows = rows;
      this.exchange = exchange;
      this.embedded = embedded;
    }

    NDArray loss(NDArray code, NDArray rest, Function<String, NDArray> parameters) {
      NDArray real = discriminator.logits(code, rest, embedded, parameters);
      NDArray permuted = discriminator.logits(code, exchange.matMul(rest), embedded, parameters);
      return Terms.crossEntropy(real, permuted, rows);
    }

    NDArray push(NDArray code, NDArray rest) {
      Function<String, NDArray> still = name -> weights.get(name).stopGradient();
      return spec.losses().form() == PermutationTerm.DENSITY_RATIO
          ? Terms.densityRatio(discriminator.logits(code, rest, embedded, still), rows)
          : EngineMemory.scale(loss(code, rest, still), -0.5);
    }
  }
}
