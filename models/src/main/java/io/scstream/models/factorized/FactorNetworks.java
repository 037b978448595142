package io.scstream.models.factorized;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.likelihood.Likelihood;
import io.scstream.models.nn.Decoder;
import io.scstream.models.nn.Initialization;
import io.scstream.models.nn.Mode;
import io.scstream.models.nn.Normal;
import io.scstream.models.nn.Weights;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.DecoderLayers;
import io.scstream.models.spec.FactorBlock;
import io.scstream.models.spec.FactorizedSpec;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All networks of a factorized autoencoder, put together. */
final class FactorNetworks {
  private static final int LAYERS = 2;
  private static final double SLOPE = 0.1;

  /** So that log(1 + e^α) is 1 in the beginning. */
  static final float UNIT_SLOPE = (float) Math.log(Math.E - 1);

  private final FactorizedSpec spec;
  private final LabelEmbedding embedding;
  private final BlockPriors priors;
  private final Decoder decoder;
  private final CountOutput output;
  private final Likelihood likelihood;
  private final Map<String, Shape> shapes;

  FactorNetworks(FactorizedSpec spec) {
    this.spec = spec;
    this.embedding = new LabelEmbedding(spec);
    this.priors = new BlockPriors(spec, embedding);
    this.likelihood = Likelihood.of(spec.noise());
    this.decoder =
        new Decoder(
            spec.sizes().latent(),
            spec.sizes().hidden(),
            LAYERS,
            spec.genes(),
            DecoderLayers.identifiable(),
            likelihood.heads());
    this.output = new CountOutput(spec, decoder, likelihood);
    this.shapes = Collections.unmodifiableMap(shapes());
  }

  private Map<String, Shape> shapes() {
    Map<String, Shape> all = new LinkedHashMap<>();
    ExpressionInput.addShapes(all, spec.genes());
    embedding.addShapes(all);
    for (FactorBlock block : FactorBlock.values()) {
      encoder(block).addShapes(all);
    }
    priors.addShapes(all);
    decoder.addShapes(all);
    output.addShapes(all);
    if (spec.losses().permutation() > 0) {
      Discriminators.BLOCKS.forEach(
          it -> new Discriminator(it, spec.sizes(), spec.losses().form()).addShapes(all));
    }
    if (spec.losses().classification() > 0) {
      new Classifiers(spec).addShapes(all);
    }
    Support.addShapes(all, spec.labels());
    return all;
  }

  Map<String, Shape> parameterShapes() {
    return shapes;
  }

  LabelEmbedding embedding() {
    return embedding;
  }

  BlockPriors priors() {
    return priors;
  }

  CountOutput output() {
    return output;
  }

  private BlockEncoder encoder(FactorBlock block) {
    return new BlockEncoder(block, spec.sizes());
  }

  /** First values: He's, the last layer of each network halved; labels' rows by their names. */
  Map<String, float[]> initialValues(long seed, List<Cell> cells) {
    Map<String, float[]> values = new LinkedHashMap<>();
    shapes.forEach((name, shape) -> values.put(name, initialValue(name, shape, seed)));
    ExpressionInput.addValues(values, spec.genes(), cells);
    if (spec.noise().hasSoftmax()) {
      values.put(
          Decoder.bias(likelihood.heads().get(0)),
          Initialization.logMeanExpression(spec.genes(), cells));
    }
    likelihood
        .geneParameter()
        .ifPresent(
            it -> values.put(it.name(), Initialization.constant(spec.genes(), it.initial())));
    LabelTables.addFirstRows(values, spec, seed);
    return values;
  }

  private static float[] initialValue(String name, Shape shape, long seed) {
    float[] value = new float[(int) shape.size()];
    if (name.equals(FactorNames.DOSE_SLOPES)) {
      Arrays.fill(value, UNIT_SLOPE);
    } else if (isWeight(name)) {
      double inputs = shape.get(1);
      double last = name.contains(".heads.") || name.equals("decoder.output.weight") ? 0.5 : 1;
      double deviation = last * Math.sqrt(2 / ((1 + SLOPE * SLOPE) * inputs));
      CounterRandom.of(seed, 0, "initial/" + name).fillGaussian(value);
      for (int i = 0; i < value.length; i++) {
        value[i] *= (float) deviation;
      }
    }
    return value;
  }

  private static boolean isWeight(String name) {
    return name.endsWith(".weight")
        || name.equals(FactorNames.SENSITIVITY)
        || name.equals(FactorNames.LOADING);
  }

  /** The posteriors of all blocks of cells, given embeddings as the encoders are to see them. */
  Map<FactorBlock, Normal> encode(
      Minibatch minibatch,
      NDArray covariates,
      NDArray treatments,
      Weights weights,
      NDManager step) {
    NDArray x = ExpressionInput.of(minibatch, weights, step); // [n, G]
    Map<FactorBlock, Normal> laws = new EnumMap<>(FactorBlock.class);
    for (FactorBlock block : FactorBlock.values()) {
      laws.put(block, encoder(block).encode(x, covariates, treatments, weights::get));
    }
    return laws;
  }

  /** The decoder's last hidden units of codes, [n, h]. */
  NDArray decode(Map<FactorBlock, NDArray> codes, Weights weights) {
    return decoder.decode(joined(codes), weights, Mode.inference());
  }

  /** What a map that has all blocks has for one. */
  static <T> T at(Map<FactorBlock, T> blocks, FactorBlock block) {
    T found = blocks.get(block);
    if (found == null) {
      throw new IllegalStateException("No block " + block);
    }
    return found;
  }

  /** All blocks side by side, in their order, [n, d]. */
  static NDArray joined(Map<FactorBlock, NDArray> codes) {
    return new EnumMap<>(codes)
        .values().stream().reduce((left, right) -> left.concat(right, 1)).orElseThrow();
  }
}
