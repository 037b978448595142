package io.scstream.models.contrastive;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.contrastive.ContrastiveVae.Posterior;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.likelihood.Evaluation;
import io.scstream.models.likelihood.Likelihood;
import io.scstream.models.likelihood.Observed;
import io.scstream.models.nn.Decoder;
import io.scstream.models.nn.Encoder;
import io.scstream.models.nn.Initialization;
import io.scstream.models.nn.LogCounts;
import io.scstream.models.nn.Mode;
import io.scstream.models.nn.Normal;
import io.scstream.models.nn.Parameters;
import io.scstream.models.nn.Weights;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.Library;
import io.scstream.models.spec.OutputStart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The networks of a comparative autoencoder: an encoder of z, one of s for each group of target
 * cells, one decoder, one likelihood, and an encoder of library sizes where they are latent.
 */
final class Networks {
  static final String SALIENT = "salient_encoder";
  static final String BACKGROUND = "background_encoder";

  private final ContrastiveVaeSpec spec;
  private final Encoder backgroundEncoder;
  private final List<Encoder> salientEncoders;
  private final Decoder decoder;
  private final Likelihood likelihood;
  private final Optional<LatentLibrary> library;
  private final Map<String, Shape> shapes;
  private final Set<String> descended;

  Networks(ContrastiveVaeSpec spec) {
    this.spec = spec;
    this.backgroundEncoder = encoder(BACKGROUND, spec.backgroundLatent());
    this.salientEncoders =
        IntStream.range(0, spec.groups().count())
            .mapToObj(group -> encoder(salient(spec, group), spec.salientLatent()))
            .toList();
    this.likelihood = Likelihood.of(spec.noise());
    this.library =
        spec.library() == Library.LATENT ? Optional.of(new LatentLibrary(spec)) : Optional.empty();
    this.decoder =
        new Decoder(
            spec.backgroundLatent() + spec.salientWidth(),
            spec.hidden(),
            spec.layers(),
            spec.genes(),
            spec.decoder(),
            likelihood.heads());
    this.shapes = Collections.unmodifiableMap(shapes());
    this.descended = Parameters.descended(shapes).keySet();
  }

  /** The name of a group's salient encoder. */
  static String salient(ContrastiveVaeSpec spec, int group) {
    return spec.groups().areSeveral() ? SALIENT + ".groups." + group : SALIENT;
  }

  private Encoder encoder(String name, int latent) {
    return new Encoder(
        name, spec.genes(), spec.hidden(), spec.layers(), latent, spec.normalization());
  }

  /** Every parameter's name and shape, in a fixed order. */
  Map<String, Shape> parameterShapes() {
    return shapes;
  }

  /** The names of those that are descended on. */
  Set<String> descended() {
    return descended;
  }

  private Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    backgroundEncoder.addShapes(shapes);
    salientEncoders.forEach(it -> it.addShapes(shapes));
    decoder.addShapes(shapes);
    likelihood.geneParameter().ifPresent(it -> shapes.put(it.name(), new Shape(spec.genes())));
    library.ifPresent(it -> it.addShapes(shapes));
    return shapes;
  }

  Map<String, float[]> initialValues(long seed, List<Cell> cells) {
    Map<String, float[]> values = Initialization.values(parameterShapes(), seed);
    boolean isRandom = spec.decoder().start() == OutputStart.RANDOM;
    if (spec.noise().hasSoftmax() && !isRandom) {
      values.put(Decoder.bias("output"), Initialization.logMeanExpression(spec.genes(), cells));
    }
    likelihood
        .geneParameter()
        .ifPresent(
            it ->
                values.put(
                    it.name(),
                    isRandom
                        ? Initialization.standardNormal(spec.genes(), seed, it.name())
                        : Initialization.constant(spec.genes(), it.initial())));
    library.ifPresent(it -> LatentLibrary.addInitialValues(values, cells));
    return values;
  }

  /** The posteriors of z for all cells and of s for target cells, by their own group's encoder. */
  Posterior infer(LogCounts x, Minibatch minibatch, Weights weights) {
    Normal background = backgroundEncoder.encode(x, weights);
    List<Normal> salient = new ArrayList<>();
    for (int group = 0; group < salientEncoders.size(); group++) {
      LogCounts rows = x.rows(minibatch.groupStart(group), minibatch.groupStart(group + 1));
      if (rows.cells() > 0) {
        salient.add(salientEncoders.get(group).encode(rows, weights)); // [nk, ds]
      }
    }
    return new Posterior(
        background, salient.isEmpty() ? nothing(x) : Blocks.joined(salient, 0)); // s: [nT, ds]
  }

  private Normal nothing(LogCounts x) {
    Shape shape = new Shape(0, spec.salientLatent());
    return new Normal(x.manager().zeros(shape), x.manager().zeros(shape));
  }

  /** The posteriors of z and of s for all cells, of s by every group's encoder, [n, K ds]. */
  Posterior inferEvery(LogCounts x, Weights weights) {
    return new Posterior(backgroundEncoder.encode(x, weights), inferEverySalient(x, weights));
  }

  /** The posteriors of s alone, for all cells by every group's encoder, [n, K ds]. */
  Normal inferEverySalient(LogCounts x, Weights weights) {
    return Blocks.joined(salientEncoders.stream().map(it -> it.encode(x, weights)).toList(), 1);
  }

  /** The posterior means of library sizes, where those are latent. */
  Depth depth(LogCounts x, Weights weights) {
    return library.map(it -> it.score(x, weights)).orElse(Depth.OBSERVED);
  }

  Encoder background() {
    return backgroundEncoder;
  }

  Encoder salient(int group) {
    return salientEncoders.get(group);
  }

  Decoder decoder() {
    return decoder;
  }

  Optional<LatentLibrary> library() {
    return library;
  }

  /**
   * The decoder's last hidden units. A target cell's code stands in the block of its group; all
   * other blocks, and those of background cells, are exact zeros.
   *
   * @param z [n, dz]
   * @param s of the target rows only, [nT, ds]
   */
  NDArray generate(NDArray z, NDArray s, Minibatch minibatch, Weights weights) {
    NDArray silence = z.getManager().zeros(new Shape(minibatch.background(), spec.salientWidth()));
    NDArray placed = Blocks.placed(s, minibatch, spec.groups().count()); // [nT, K ds]
    return decoder.decode(z.concat(silence.concat(placed, 0), 1), weights, Mode.inference());
  }

  /** The likelihood part of the loss, in closed form from the decoder's last hidden units on. */
  record Reconstruction(Evaluation evaluation, NDArray byUnits, Map<String, NDArray> gradients) {}

  Reconstruction reconstruct(
      Minibatch minibatch, NDArray units, Depth depth, Parameters parameters, NDManager step) {
    Observed observed = depth.in(Observed.of(minibatch, lossWeights(minibatch), step));
    NDList heads = heads(units, parameters);
    Evaluation evaluation = likelihood.evaluate(observed, heads, geneArrays(parameters, step));
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    List<String> ofGenes = geneArrayNames(step.getDevice());
    for (int i = 0; i < ofGenes.size(); i++) {
      gradients.put(ofGenes.get(i), evaluation.geneGradients().get(i));
    }
    List<NDArray> byUnits = new ArrayList<>(); // [n, h] each
    for (int i = 0; i < likelihood.heads().size(); i++) {
      try (NDArray byHead = evaluation.headGradients().get(i); // [n, G]
          NDArray output = heads.get(i)) { // may be the same array
        String head = likelihood.heads().get(i);
        byUnits.add(
            likelihood.addsBias(step.getDevice())
                ? decoder.backwardProduct(head, units, byHead, parameters, gradients)
                : decoder.backward(head, units, byHead, parameters, gradients));
      }
    }
    return new Reconstruction(
        evaluation, byUnits.stream().reduce(NDArray::add).orElseThrow(), gradients);
  }

  /** What the likelihood says of hidden units, without gradients of the networks. */
  Evaluation evaluate(
      Minibatch minibatch, NDArray units, Depth depth, Parameters parameters, NDManager step) {
    return likelihood.score(
        depth.in(Observed.of(minibatch, lossWeights(minibatch), step)),
        heads(units, parameters),
        geneArrays(parameters, step));
  }

  /** The decoder's first output before the link, [n, G]. */
  NDArray output(NDArray units, Parameters parameters) {
    return decoder.head(likelihood.heads().get(0), units, parameters);
  }

  private NDList heads(NDArray units, Parameters parameters) {
    boolean isProduct = likelihood.addsBias(units.getDevice());
    NDList heads = new NDList();
    for (String head : likelihood.heads()) {
      heads.add(
          isProduct
              ? decoder.product(head, units, parameters)
              : decoder.head(head, units, parameters));
    }
    return heads;
  }

  /** The parameters with a number for each gene that the likelihood takes, in its order. */
  private List<String> geneArrayNames(Device device) {
    List<String> names = new ArrayList<>();
    likelihood.geneParameter().ifPresent(it -> names.add(it.name()));
    if (likelihood.addsBias(device)) {
      likelihood.heads().forEach(head -> names.add(Decoder.bias(head)));
    }
    return names;
  }

  private NDList geneArrays(Parameters parameters, NDManager step) {
    NDList views = new NDList();
    geneArrayNames(step.getDevice()).forEach(it -> views.add(parameters.view(it, step)));
    return views;
  }

  /** Brings free parameters back into their range after a step. */
  void project(Parameters parameters, NDManager step) {
    likelihood
        .geneParameter()
        .ifPresent(it -> parameters.clamp(it.name(), it.min(), it.max(), step));
  }

  /**
   * Minus one over the cells of the row's role or group: the loss is a sum of means of −log p. Of a
   * part of a minibatch it is that part's share of the sum.
   */
  static double[] lossWeights(Minibatch minibatch) {
    double[] weights = new double[minibatch.cells()];
    Arrays.fill(weights, 0, minibatch.background(), -1.0 / minibatch.wholeBackground());
    for (int group = 0; group < minibatch.groups(); group++) {
      Arrays.fill(
          weights,
          minibatch.groupStart(group),
          minibatch.groupStart(group + 1),
          -1.0 / minibatch.wholeTarget(group));
    }
    return weights;
  }
}
