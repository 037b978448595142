package io.scstream.models.spec;

import java.util.Objects;

/**
 * A symmetric reference-based autoencoder, sRB-VAE (Ruiz et al. 2019): one encoder for both codes,
 * a learned salient code for all background cells, and discriminators in place of divergences. It
 * reads the log of 1 + counts per 10,000 and predicts it with squared errors.
 *
 * @param sizes of all layers
 */
public record ReferenceVaeSpec(ContrastiveVaeSpec.Sizes sizes) implements ModelSpec {

  public ReferenceVaeSpec {
    Objects.requireNonNull(sizes);
  }

  @Override
  public int genes() {
    return sizes.genes();
  }

  @Override
  public int backgroundLatent() {
    return sizes.backgroundLatent();
  }

  @Override
  public int salientLatent() {
    return sizes.salientLatent();
  }

  @Override
  public ReferenceVaeSpec withGenes(int genes) {
    return new ReferenceVaeSpec(sizes.withGenes(genes));
  }

  @Override
  public <R> R match(Cases<R> cases) {
    return cases.referenceVae(this);
  }
}
