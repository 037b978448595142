package io.scstream.models.baseline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.device.EngineMemory;
import io.scstream.models.likelihood.Likelihood;
import io.scstream.models.nn.Decoder;
import io.scstream.models.nn.Encoder;
import io.scstream.models.nn.Initialization;
import io.scstream.models.nn.LogCounts;
import io.scstream.models.nn.Mode;
import io.scstream.models.nn.Normal;
import io.scstream.models.nn.Weights;
import io.scstream.models.spec.Activation;
import io.scstream.models.spec.DecoderLayers;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.Normalization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The networks of a baseline, run operation by operation. */
final class BaselineNetworks {
  static final String OUTPUT = "output";

  private final BaselineSpec spec;
  private final Encoder encoder;
  private final Encoder prior;
  private final Decoder decoder;
  private final Likelihood likelihood;

  BaselineNetworks(BaselineSpec spec) {
    this.spec = spec;
    BaselineSpec.Sizes sizes = spec.sizes();
    int inputs = sizes.genes() + (spec.kind().readsLabels() ? sizes.labels() : 0);
    this.encoder = network("encoder", inputs);
    this.prior = network("prior_encoder", sizes.labels());
    this.likelihood = Likelihood.of(spec.noise());
    this.decoder =
        new Decoder(
            sizes.latent(),
            sizes.hidden(),
            sizes.layers(),
            sizes.genes(),
            new DecoderLayers(Activation.LEAKY_RELU, Normalization.NONE),
            List.of(OUTPUT));
  }

  private Encoder network(String name, int inputs) {
    BaselineSpec.Sizes sizes = spec.sizes();
    return new Encoder(
        name, inputs, sizes.hidden(), sizes.layers(), sizes.latent(), Normalization.NONE);
  }

  Likelihood likelihood() {
    return likelihood;
  }

  Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    encoder.addShapes(shapes);
    decoder.addShapes(shapes);
    if (spec.kind().readsLabels()) {
      prior.addShapes(shapes);
    }
    likelihood
        .geneParameter()
        .ifPresent(free -> shapes.put(free.name(), new Shape(spec.sizes().genes())));
    return shapes;
  }

  /** First values; for counts outputs begin at the log of mean expression. */
  Map<String, float[]> initialValues(List<Cell> cells, long seed) {
    int genes = spec.sizes().genes();
    Map<String, float[]> values = Initialization.values(shapes(), seed);
    likelihood
        .geneParameter()
        .ifPresent(free -> values.put(free.name(), Initialization.constant(genes, free.initial())));
    if (spec.noise() != Noise.GAUSSIAN) {
      values.put(Decoder.bias(OUTPUT), Initialization.logMeanExpression(genes, cells));
    }
    return values;
  }

  /** What the encoder reads of cells, [n, G] or, with labels beside them, [n, G + L]. */
  NDArray inputs(Minibatch minibatch, NDArray labels, NDManager step) {
    NDArray expression = LogCounts.of(minibatch, step).dense();
    return spec.kind().readsLabels() ? expression.concat(labels, 1) : expression;
  }

  /** The label vectors of cells, [n, L]. */
  NDArray labels(Minibatch minibatch, LabelVectors vectors, NDManager step) {
    int length = spec.sizes().labels();
    float[] flat = new float[minibatch.cells() * length];
    for (int row = 0; row < minibatch.cells(); row++) {
      float[] own = vectors.of(minibatch.cell(row).condition());
      System.arraycopy(own, 0, flat, row * length, length);
    }
    return EngineMemory.copy(step, flat, new Shape(minibatch.cells(), length));
  }

  Normal encode(NDArray inputs, Weights weights) {
    return encoder.encode(inputs, weights, Mode.inference());
  }

  /** The law of codes given labels [n, L]. */
  Normal prior(NDArray labels, Weights weights) {
    Normal law = prior.encode(labels, weights, Mode.inference());
    return spec.kind() == BaselineSpec.Kind.I_VAE
        ? new Normal(EngineMemory.scale(law.mean(), 0), law.logVariance())
        : law;
  }

  /** Outputs before the link, [n, G]. */
  NDArray decode(NDArray codes, Weights weights) {
    return decoder.head(OUTPUT, decoder.decode(codes, weights, Mode.inference()), weights);
  }
}
