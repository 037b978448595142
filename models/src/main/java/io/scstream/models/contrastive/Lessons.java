package io.scstream.models.contrastive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.scstream.models.contrastive.ContrastiveVae.Chance;
import io.scstream.models.contrastive.ContrastiveVae.Lesson;
import io.scstream.models.data.Minibatch;
import io.scstream.models.nn.Parameters;
import io.scstream.models.nn.Weights;
import io.scstream.models.objective.ElboTerms;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.Normalization;
import io.scstream.models.spec.Objective;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The gradients of one step, with all cells of the minibatch in one pass. */
final class Lessons {
  private final ContrastiveVaeSpec spec;
  private final Networks networks;
  private final Parameters parameters;
  private final Weights weights;
  private final NDManager step;

  Lessons(ContrastiveVaeSpec spec, Networks networks, Parameters parameters, NDManager step) {
    this.spec = spec;
    this.networks = networks;
    this.parameters = parameters;
    this.weights = parameters.weights(step);
    this.step = step;
  }

  /** The gradient of the sum of both losses, constraints and penalties included. */
  Lesson together(Minibatch minibatch, Chance chance, Emphasis emphasis) {
    Objective objective = emphasis.objective();
    boolean isSilent = seesOtherSalient(minibatch, objective);
    Pass pass = pass(minibatch, chance, isSilent);
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    ElboTerms terms = descend(pass, minibatch, emphasis.kl(), gradients);
    double silence = objective.penalties().silence();
    if (silence > 0 && isSilent) {
      pass.silence(emphasis.kl() * silence);
    }
    List<Double> observed = List.of();
    if (!objective.constraints().isEmpty()) {
      observed = CodeTerms.constraints(pass.means(), emphasis);
    }
    List<float[]> drawn = List.of();
    if (objective.penalties().areOnDraws()) {
      CodeTerms.penalties(pass.draws(), emphasis);
      drawn = objective.penalties().totalCorrelation() > 0 ? pass.drawn() : drawn;
    }
    gradients.putAll(pass.backThroughEncoders());
    return new Lesson(
        terms,
        complete(gradients),
        pass.statistics(),
        new Measures(observed, 1, Double.NaN),
        drawn);
  }

  Pass pass(Minibatch minibatch, Chance chance, boolean isSilent) {
    return new Pass(spec, networks, minibatch, chance, isSilent, new Pass.Ground(weights, step));
  }

  /**
   * Adds reconstruction and divergences to the loss: leaves gradients of decoder and likelihood,
   * and lets those of codes gather in the pass.
   */
  ElboTerms descend(
      Pass pass, Minibatch minibatch, double klWeight, Map<String, NDArray> gradients) {
    double[] perCell = Networks.lossWeights(minibatch);
    double[] plain = scaled(perCell, -1);
    Depth depth = pass.depth(weights, plain);
    Networks.Reconstruction reconstruction =
        networks.reconstruct(minibatch, pass.units(), depth, parameters, step);
    gradients.putAll(reconstruction.gradients());
    pass.backThroughDecoder(reconstruction.byUnits(), gradients);
    pass.addLibrary(reconstruction.evaluation());
    Divergence divergence = pass.diverge(scaled(perCell, -klWeight));
    return depth.addedTo(divergence.terms(reconstruction.evaluation(), minibatch, klWeight));
  }

  private static double[] scaled(double[] values, double factor) {
    double[] scaled = new double[values.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = values[i] * factor;
    }
    return scaled;
  }

  /**
   * Whether encoders of s see cells that no loss reads in their space: those of the background, or
   * of other groups. Where batch statistics are taken, they are those of all cells, as in
   * scvi-tools.
   */
  private boolean seesOtherSalient(Minibatch minibatch, Objective objective) {
    return (objective.readsSalientOfBackground() || spec.normalization() == Normalization.BATCH)
        && (minibatch.background() > 0 || spec.groups().areSeveral());
  }

  /** One for every parameter that is descended on, in their order; zeros where none was found. */
  Map<String, NDArray> complete(Map<String, NDArray> found) {
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    for (String name : networks.descended()) {
      NDArray gradient = found.get(name);
      gradients.put(name, gradient == null ? step.zeros(weights.get(name).getShape()) : gradient);
    }
    return gradients;
  }
}
