package io.scstream.models.learner;

import static io.scstream.models.ModelException.checkInput;

import ai.djl.ndarray.types.Shape;
import io.scstream.models.data.Cell;
import io.scstream.models.data.GeneMap;
import io.scstream.models.data.Minibatch;
import io.scstream.models.likelihood.Likelihood;
import io.scstream.models.nn.Decoder;
import io.scstream.models.optim.Adam;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.FactorizedSpec;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.spec.Noise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A learner's state on a larger gene space. Encoders weigh the new genes with 0, so that the codes
 * of cells without counts on them stay what they are. Decoders predict each new gene's mean in
 * every cell: weights 0, and a bias from {@link NewGenes}. Parameters that genes have of their own
 * begin at their first values, moments at 0. The history of gradient lengths begins anew, as the
 * loss of more genes is on another scale and its gradients would be refused. All else is the same
 * to the bit.
 *
 * <p>The genes' axis of a tensor is the one whose extent follows the number of genes; what stands
 * behind the genes on it, as in the discriminators of the reference-based autoencoder, stays behind
 * them.
 *
 * <p>Adam corrects its moments by the step that the learner has come to, not by one of the new
 * slices' own: with moments of 0 the k-th step after growth moves a weight under a constant
 * gradient by (1 − β₁ᵏ)/√(1 − β₂ᵏ) learning rates, 3.2 at first, 6.6 at most (k = 12) and 1 in the
 * end; under any gradients by 7.3 at most.
 */
public final class GeneGrowth {
  private static final String OUTPUT = "output";
  private static final int AT_ONCE = 128;

  /** Keeps the denominator a number where the gene that measures it takes nearly all. */
  private static final double LEAST_LOG_SHARE = 1e-6;

  private final LearnerSnapshot before;
  private final GeneMap genes;

  private GeneGrowth(LearnerSnapshot before, GeneMap genes) {
    this.before = before;
    this.genes = genes;
  }

  /**
   * The growth of a learner along a map of its genes.
   *
   * @throws io.scstream.models.ModelException if the map is from another number of genes
   */
  public static GeneGrowth of(LearnerSnapshot before, GeneMap genes) {
    checkInput(
        before.spec().genes() == genes.from(),
        "Invalid map of genes: from %d; expected from the %d of the model",
        genes.from(),
        before.spec().genes());
    return new GeneGrowth(before, genes);
  }

  /** The learner on the larger space. */
  public LearnerSnapshot grown(NewGenes expected) {
    checkInput(
        expected.means().size() == genes.to() - genes.from(),
        "Invalid means of new genes: %d; expected %d, one for each",
        expected.means().size(),
        genes.to() - genes.from());
    double[] biases = before.spec().match(new FirstBiases(expected));
    return grown(biases);
  }

  private LearnerSnapshot grown(double[] biases) {
    ModelSpec spec = before.spec().withGenes(genes.to());
    Map<String, Shape> weights = Family.of(spec).parameterShapes();
    Map<String, Shape> state = Family.of(spec).stateShapes(before.options().objective());
    Map<String, Double> constants = constants(spec);
    List<NamedTensor> grownWeights = new ArrayList<>();
    for (NamedTensor tensor : before.weights()) {
      NamedTensor wider =
          widened(
              tensor,
              weights.getOrDefault(tensor.name(), new Shape()),
              constants.getOrDefault(tensor.name(), 0.0));
      grownWeights.add(
          tensor.name().equals(Decoder.bias(OUTPUT)) ? withBiases(wider, biases) : wider);
    }
    List<NamedTensor> grownState =
        before.optimizer().stream()
            .map(it -> begunAnew(widened(it, state.getOrDefault(it.name(), new Shape()), 0)))
            .toList();
    return LearnerSnapshot.of(spec, before.options(), before.progress(), grownWeights, grownState);
  }

  private static NamedTensor begunAnew(NamedTensor tensor) {
    float[] first = Adam.initialState(Map.of()).get(tensor.name());
    return first == null ? tensor : NamedTensor.owning(tensor.name(), tensor.shape(), first);
  }

  /** First values of parameters that genes have of their own, where they are not 0. */
  private static Map<String, Double> constants(ModelSpec spec) {
    Map<String, Double> constants = new HashMap<>();
    noise(spec)
        .flatMap(it -> Likelihood.of(it).geneParameter())
        .ifPresent(it -> constants.put(it.name(), it.initial()));
    return constants;
  }

  /** The noise of a family that chooses one. */
  private static Optional<Noise> noise(ModelSpec spec) {
    if (spec instanceof FactorizedSpec factorized) {
      return Optional.of(factorized.noise());
    }
    return spec instanceof ContrastiveVaeSpec vae ? Optional.of(vae.noise()) : Optional.empty();
  }

  private NamedTensor withBiases(NamedTensor bias, double[] biases) {
    float[] values = bias.values();
    List<Integer> added = genes.added();
    for (int i = 0; i < biases.length; i++) {
      values[added.get(i)] = (float) biases[i];
    }
    return NamedTensor.owning(bias.name(), bias.shape(), values);
  }

  /** The values of the old genes at their new places, and a constant at all others. */
  private NamedTensor widened(NamedTensor tensor, Shape to, double constant) {
    long[] from = tensor.shape();
    int axis = 0;
    while (axis < from.length && from[axis] == to.get(axis)) {
      axis++;
    }
    if (axis == from.length) {
      return tensor;
    }
    int extent = (int) from[axis];
    int wider = (int) to.get(axis);
    int inner = 1;
    for (int i = axis + 1; i < from.length; i++) {
      inner *= (int) from[i];
    }
    float[] values = tensor.shared();
    float[] widened = new float[(int) to.size()];
    Arrays.fill(widened, (float) constant);
    for (int row = 0; row < values.length / inner; row++) {
      int at = (row / extent) * wider + place(row % extent);
      System.arraycopy(values, row * inner, widened, at * inner, inner);
    }
    return NamedTensor.owning(tensor.name(), to.getShape(), widened);
  }

  private int place(int index) {
    return index < genes.from() ? genes.place(index) : index - genes.from() + genes.to();
  }

  /**
   * The mean over cells of log Σ exp over the model's logits, which a softmax divides by and a
   * snapshot does not tell: one more gene with a known logit is added, and its share read. Without
   * cells, that of the biases alone.
   *
   * @param cells on the model's genes
   * @param device auto, cpu or gpu:N
   * @throws io.scstream.models.ModelException if the model has no softmax
   */
  public static double logDenominator(LearnerSnapshot model, List<Cell> cells, String device) {
    checkInput(
        noise(model.spec()).filter(Noise::hasSoftmax).isPresent(),
        "Invalid model: %s; expected one with a softmax over genes",
        model.spec());
    double known = logSumExp(bias(model));
    if (cells.isEmpty()) {
      return known;
    }
    int gene = model.spec().genes();
    LearnerSnapshot probe =
        of(model, GeneMap.appending(gene, 1)).grown(new double[] {(float) known});
    double sum = 0;
    try (Embedder reader =
        DjlLearnerFactory.restoreForInference(probe.weightsSafetensors(), device)) {
      List<Cell> ordered = Minibatch.ordered(cells);
      for (int from = 0; from < ordered.size(); from += AT_ONCE) {
        int to = Math.min(ordered.size(), from + AT_ONCE);
        float[] logs =
            reader.logExpression(Minibatch.of(gene + 1, ordered.subList(from, to))); // [n, G + 1]
        for (int row = 0; row < to - from; row++) {
          double share = Math.max(-logs[row * (gene + 1) + gene], LEAST_LOG_SHARE);
          sum += (float) known + share + Math.log(-Math.expm1(-share));
        }
      }
    }
    return sum / cells.size();
  }

  private static float[] bias(LearnerSnapshot model) {
    return model.weights().stream()
        .filter(it -> it.name().equals(Decoder.bias(OUTPUT)))
        .findFirst()
        .orElseThrow()
        .shared();
  }

  private static double logSumExp(float[] logits) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      largest = Math.max(largest, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - largest);
    }
    return largest + Math.log(sum);
  }
}
