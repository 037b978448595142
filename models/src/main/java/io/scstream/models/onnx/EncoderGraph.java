package io.scstream.models.onnx;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.ModelException;
import io.scstream.models.contrastive.ContrastiveVae;
import io.scstream.models.gauge.Gauge;
import io.scstream.models.gauge.Rotation;
import io.scstream.models.learner.LearnerSnapshot;
import io.scstream.models.learner.NamedTensor;
import io.scstream.models.nn.Encoder;
import io.scstream.models.onnx.EncoderLayers.Posterior;
import io.scstream.models.onnx.OnnxGraph.Attribute;
import io.scstream.models.onnx.OnnxGraph.ElementType;
import io.scstream.models.reference.ReferenceVae;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.FactorizedSpec;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.ReferenceVaeSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The encoders of a model as an ONNX file, from raw counts to codes as they are published: turned
 * by the version's gauge, and 0 outside of a target cell's own group.
 *
 * <p>Inputs: {@code counts} float32 [cells, genes]; {@code library_size} float32 [cells], which
 * every family takes and only those read that look at counts per 10,000; where a model has several
 * groups {@code group} int64 [cells], -1 for background cells. Outputs, float32 [cells, d]: {@code
 * background_mean}, {@code background_log_variance}, {@code salient_mean}, {@code
 * salient_log_variance}.
 */
public final class EncoderGraph {
  static final String COUNTS = "counts";
  static final String LIBRARY_SIZE = "library_size";
  static final String GROUP = "group";
  static final String BACKGROUND = "background";
  static final String SALIENT = "salient";
  static final String MEAN = "_mean";
  static final String LOG_VARIANCE = "_log_variance";

  private static final float PER = 10_000;

  private final ModelSpec spec;
  private final Gauge gauge;
  private final OnnxGraph graph = new OnnxGraph();
  private final EncoderLayers layers;

  private EncoderGraph(LearnerSnapshot model, Gauge gauge) {
    this.spec = model.spec();
    this.gauge = gauge;
    this.layers =
        new EncoderLayers(
            graph,
            model.weights().stream()
                .collect(Collectors.toMap(NamedTensor::name, Function.identity())));
  }

  /**
   * The file of a model. Equal models and gauges give equal bytes.
   *
   * @param gauge what its codes are turned by
   * @throws io.scstream.models.ModelException if the gauge is for codes of other sizes
   */
  public static byte[] of(LearnerSnapshot model, Gauge gauge) {
    checkInput(
        gauge.fits(model.spec()),
        "Invalid gauge: for codes of %d and %d dimensions; expected those of %s",
        gauge.background().size(),
        gauge.salient().size(),
        model.spec());
    EncoderGraph encoder = new EncoderGraph(model, gauge);
    encoder.write();
    return encoder.graph.write("encoder", model.step(), encoder.facts());
  }

  private Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("format", "scstream-encoder-1");
    facts.put("gauge", Long.toString(gauge.number()));
    for (int group = 0; spec.groups().areSeveral() && group < spec.groups().count(); group++) {
      facts.put("group." + group, spec.groups().names().get(group));
    }
    return facts;
  }

  private void write() {
    graph.input(COUNTS, ElementType.FLOAT, spec.genes(), "raw counts, genes as in genes.tsv");
    graph.input(LIBRARY_SIZE, ElementType.FLOAT, 0, "total counts over all genes measured");
    if (spec.groups().areSeveral()) {
      graph.input(
          GROUP, ElementType.INT64, 0, "number of a target cell's group, -1 for background cells");
    }
    Codes codes = spec.match(new Families());
    publish(BACKGROUND, codes.background, gauge.background());
    publish(SALIENT, codes.salient, gauge.salient());
  }

  /** Both posteriors before they are turned. */
  private record Codes(Posterior background, Posterior salient) {}

  /** How each family comes from counts to codes. */
  private final class Families implements ModelSpec.Cases<Codes> {
    @Override
    public Codes contrastiveVae(ContrastiveVaeSpec vae) {
      String cells = vae.noise() == Noise.LOG_SQUARED_ERROR ? perLibrary() : logCounts(COUNTS);
      return new Codes(
          layers.add(ContrastiveVae.backgroundEncoder(vae), cells),
          ownGroup(
              ContrastiveVae.salientEncoders(vae).stream()
                  .map(encoder -> layers.add(encoder, cells))
                  .toList()));
    }

    @Override
    public Codes referenceVae(ReferenceVaeSpec vae) {
      Encoder encoder = ReferenceVae.encoder(vae);
      Posterior both = layers.add(encoder, perLibrary());
      String sizes =
          graph.constant("sizes", new long[] {vae.backgroundLatent(), vae.salientLatent()}, 2);
      List<String> means = List.of("background_mean.raw", "salient_mean.raw");
      List<String> spreads = List.of("background_log_variance.raw", "salient_log_variance.raw");
      Attribute columns = new Attribute("axis", 1);
      graph.node("Split", means, List.of(both.mean(), sizes), columns);
      graph.node("Split", spreads, List.of(both.logVariance(), sizes), columns);
      return new Codes(
          new Posterior(means.get(0), spreads.get(0)), new Posterior(means.get(1), spreads.get(1)));
    }

    @Override
    public Codes factorized(FactorizedSpec fcr) {
      throw new ModelException(
          ModelException.Category.BAD_INPUT,
          "Cannot export an encoder of factorized models: its inputs are labels beside counts;"
              + " expected a comparative family");
    }
  }

  /** The log of 1 + x. */
  private String logCounts(String x) {
    String one = graph.constant("one", new float[] {1});
    return graph.node("Log", "log_counts", List.of(graph.node("Add", "shifted", List.of(x, one))));
  }

  /** The log of 1 + counts per 10,000; of a cell without counts 0, whatever its size. */
  private String perLibrary() {
    String per = graph.constant("per", new float[] {PER});
    String least = graph.constant("least_size", new float[] {Float.MIN_NORMAL});
    String size = graph.node("Max", "size", List.of(LIBRARY_SIZE, least));
    String scaled = graph.node("Mul", "scaled", List.of(COUNTS, per));
    return logCounts(graph.node("Div", "share", List.of(scaled, column(size))));
  }

  /** From [cells] to [cells, 1]. */
  private String column(String values) {
    String shape = graph.constant(values + ".shape", new long[] {-1, 1}, 2);
    return graph.node("Reshape", values + ".column", List.of(values, shape));
  }

  /** The codes of all groups side by side; of a target cell only those of its own are kept. */
  private Posterior ownGroup(List<Posterior> groups) {
    if (groups.size() == 1) {
      return groups.get(0);
    }
    String number = column(GROUP);
    String numbers =
        graph.constant(
            "groups",
            IntStream.range(0, spec.salientWidth())
                .mapToLong(at -> at / spec.salientLatent())
                .toArray(),
            1,
            spec.salientWidth());
    String none = graph.constant("no_group", new long[] {0});
    String own = graph.node("Equal", "is_own", List.of(number, numbers));
    String background = graph.node("Less", "is_background", List.of(number, none));
    String kept = graph.node("Or", "is_kept", List.of(own, background));
    return new Posterior(
        kept(kept, "salient_mean", groups.stream().map(Posterior::mean).toList(), 0),
        kept(
            kept,
            "salient_log_variance",
            groups.stream().map(Posterior::logVariance).toList(),
            (float) -Encoder.LOG_VARIANCE_BOUND));
  }

  private String kept(String kept, String name, List<String> groups, float otherwise) {
    String every = graph.node("Concat", name + ".every", groups, new Attribute("axis", 1));
    String other = graph.constant(name + ".other", new float[] {otherwise});
    return graph.node("Where", name + ".kept", List.of(kept, every, other));
  }

  /** Turns a block: means to x W, log-variances to the log of the diagonal of Wᵀ V W. */
  private void publish(String block, Posterior raw, Rotation rotation) {
    int size = rotation.size();
    String mean = block + MEAN;
    String w = graph.constant(block + "_rotation", rotation.toArray(), size, size);
    graph.node("MatMul", mean, List.of(raw.mean(), w));
    graph.output(mean, size, "published posterior means");
    String logVariance = block + LOG_VARIANCE;
    String squares =
        graph.constant(block + "_rotation.squared", squared(rotation.toArray()), size, size);
    String variance = graph.node("Exp", block + "_variance", List.of(raw.logVariance()));
    String turned = graph.node("MatMul", block + "_turned", List.of(variance, squares));
    graph.node("Log", logVariance, List.of(turned));
    graph.output(logVariance, size, "logarithms of the marginal variances of published codes");
  }

  private static float[] squared(float[] values) {
    float[] squares = Arrays.copyOf(values, values.length);
    for (int i = 0; i < squares.length; i++) {
      squares[i] *= squares[i];
    }
    return squares;
  }
}
