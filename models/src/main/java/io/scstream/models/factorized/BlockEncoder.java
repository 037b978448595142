package io.scstream.models.factorized;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.nn.Normal;
import io.scstream.models.spec.FactorBlock;
import io.scstream.models.spec.FactorizedSpec;
import java.util.Map;
import java.util.function.Function;

/**
 * From expression and the embeddings of labels to the posterior of one block: two hidden layers and
 * linear heads. The first layer has a part for genes and one for labels.
 */
record BlockEncoder(FactorBlock block, FactorizedSpec.Sizes sizes) {
  static final double LEAST_LOG_VARIANCE = -8;
  static final double MOST_LOG_VARIANCE = 4;

  private String name() {
    return FactorNames.encode(block);
  }

  private String labels() {
    return name() + ".labels.weight";
  }

  private Dense genes() {
    return new Dense(name() + ".genes");
  }

  private Dense hidden() {
    return new Dense(name() + ".hidden");
  }

  private Dense heads() {
    return new Dense(name() + ".heads");
  }

  void addShapes(Map<String, Shape> shapes) {
    long embeddings = block == FactorBlock.INTERACTION ? 2 : 1;
    genes().addShapes(shapes, sizes.genes(), sizes.hidden());
    shapes.put(labels(), new Shape(sizes.hidden(), embeddings * sizes.embedding()));
    hidden().addShapes(shapes, sizes.hidden(), sizes.hidden());
    heads().addShapes(shapes, sizes.hidden(), 2 * sizes.latent(block));
  }

  /**
   * The posterior of every cell.
   *
   * @param x [n, G]
   * @param covariates embeddings [n, E], read but by the treatment block
   * @param treatments embeddings [n, E], read but by the covariate block
   */
  Normal encode(
      NDArray x, NDArray covariates, NDArray treatments, Function<String, NDArray> weights) {
    NDArray embedded =
        switch (block) {
          case COVARIATE -> covariates;
          case TREATMENT -> treatments;
          case INTERACTION -> covariates.concat(treatments, 1);
        };
    NDArray ofLabels = embedded.matMul(weights.apply(labels()).transpose()); // [n, h]
    NDArray units = Dense.activated(genes().linear(x, weights).add(ofLabels));
    return law(heads().linear(hidden().hidden(units, weights), weights), sizes.latent(block));
  }

  /** Means and log-variances that stand side by side, [n, 2d]. */
  static Normal law(NDArray heads, int latent) {
    return new Normal(heads.get(":, :" + latent), bounded(heads.get(":, " + latent + ":")));
  }

  static NDArray bounded(NDArray logVariance) {
    return logVariance.clip(LEAST_LOG_VARIANCE, MOST_LOG_VARIANCE);
  }
}
