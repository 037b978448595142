package io.scstream.models.contrastive;

import static io.scstream.models.contrastive.ContrastiveVae.targets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.contrastive.ContrastiveVae.Chance;
import io.scstream.models.contrastive.ContrastiveVae.Lesson;
import io.scstream.models.contrastive.ContrastiveVae.Posterior;
import io.scstream.models.data.Minibatch;
import io.scstream.models.device.EngineMemory;
import io.scstream.models.nn.Dropout;
import io.scstream.models.nn.GradientTape;
import io.scstream.models.nn.LogCounts;
import io.scstream.models.nn.Mode;
import io.scstream.models.nn.Normal;
import io.scstream.models.nn.Parameters;
import io.scstream.models.nn.Weights;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.Normalization;
import io.scstream.models.spec.Objective;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The gradients of one step, with all cells of the minibatch in one pass. */
final class Lessons {
  private final ContrastiveVaeSpec spec;
  private final Networks networks;
  private final Parameters parameters;
  private final NDManager step;

  Lessons(ContrastiveVaeSpec spec, Networks networks, Parameters parameters, NDManager step) {
    this.spec = spec;
    this.networks = networks;
    this.parameters = parameters;
    this.step = step;
  }

  /** What a pass made of a minibatch, on an open tape. */
  private record Pass(
      Posterior both,
      Posterior posterior,
      NDArray z,
      NDArray s,
      NDArray units,
      Depth depth,
      Mode mode) {}

  /** The gradient of the sum of both losses, constraints and penalties included. */
  Lesson together(Minibatch minibatch, Chance chance, Emphasis emphasis) {
    Objective objective = emphasis.objective();
    boolean isSilent = seesOtherSalient(minibatch, objective);
    try (GradientTape tape = GradientTape.open()) {
      Weights weights = parameters.trainable(step);
      Pass pass = pass(minibatch, weights, chance, isSilent);
      Networks.Reconstruction reconstruction =
          networks.reconstruct(minibatch, pass.units, pass.depth, parameters, step);
      Divergence divergence = Divergence.of(pass.posterior);
      // The tape starts at the units: the surrogate has the reconstruction's derivative there.
      NDArray surrogate = pass.units.mul(reconstruction.byUnits()).sum();
      NDArray weighted = divergence.weighted(minibatch, step);
      double silence = objective.penalties().silence();
      if (silence > 0 && isSilent) {
        NDArray loudness = Blocks.loudness(pass.both.salient(), minibatch, spec.groups().count());
        weighted = weighted.add(EngineMemory.scale(loudness, silence));
      }
      NDArray loss = surrogate.add(EngineMemory.scale(weighted, emphasis.kl()));
      loss = pass.depth.addedTo(loss, reconstruction.evaluation(), minibatch);
      CodeTerms constraints = CodeTerms.NONE;
      if (!objective.constraints().isEmpty()) {
        constraints = CodeTerms.constraints(means(pass, minibatch, isSilent, chance), emphasis);
        loss = constraints.addedTo(loss);
      }
      List<float[]> drawn = List.of();
      if (objective.penalties().areOnDraws()) {
        CodeTerms.Sight draws = draws(pass, minibatch, isSilent, chance);
        loss = CodeTerms.penalties(draws.byGroup(minibatch, spec.groups()), emphasis).addedTo(loss);
        drawn = objective.penalties().totalCorrelation() > 0 ? drawn(draws) : drawn;
      }
      tape.backward(loss);
      return new Lesson(
          pass.depth.addedTo(
              divergence.terms(reconstruction.evaluation(), minibatch, emphasis.kl())),
          gradients(weights, reconstruction),
          pass.mode.statistics(),
          new Measures(constraints.observed(), 1, Double.NaN),
          drawn);
    }
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

  private Map<String, NDArray> gradients(Weights weights, Networks.Reconstruction reconstruction) {
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    for (String name : networks.descended()) {
      NDArray inHand = reconstruction.gradients().get(name);
      gradients.put(name, inHand == null ? weights.gradient(name) : inHand);
    }
    return gradients;
  }

  private Pass pass(Minibatch minibatch, Weights weights, Chance chance, boolean isSilent) {
    LogCounts x = LogCounts.of(minibatch, step); // [n, G]
    Mode mode = mode(chance);
    Posterior both =
        isSilent // s: [n, K ds] or [nT, ds]
            ? networks.inferEvery(x, weights, mode)
            : networks.infer(x, minibatch, weights, mode);
    Posterior posterior = isSilent ? withOwnSalient(both, minibatch) : both;
    NDArray z = draw(posterior.background(), chance.stream("noise/background"));
    NDArray s = draw(posterior.salient(), chance.stream("noise/salient"));
    NDArray units = networks.generate(z, s, minibatch, weights, mode);
    Depth depth = networks.depth(x, weights, mode, it -> draw(it, chance.stream("noise/library")));
    return new Pass(both, posterior, z, s, units, depth, mode);
  }

  private Mode mode(Chance chance) {
    return Mode.training(Dropout.of(spec.dropout(), layer -> chance.stream("dropout/" + layer)));
  }

  private Posterior withOwnSalient(Posterior every, Minibatch minibatch) {
    return new Posterior(
        every.background(), Blocks.own(every.salient(), minibatch, spec.groups().count()));
  }

  private static NDArray backgrounds(NDArray rows, Minibatch minibatch) {
    return rows.get(":" + minibatch.background()); // [nB, ...]
  }

  private List<CodeTerms.Sight> means(
      Pass pass, Minibatch minibatch, boolean isSilent, Chance chance) {
    NDArray z = pass.posterior.background().mean(); // [n, dz]
    CodeTerms.Sight all =
        new CodeTerms.Sight(
            backgrounds(z, minibatch),
            targets(z, minibatch),
            pass.posterior.salient().mean(),
            isSilent ? backgrounds(pass.both.salient().mean(), minibatch) : none(pass.s),
            chance);
    return all.byGroup(minibatch, spec.groups());
  }

  private static CodeTerms.Sight draws(
      Pass pass, Minibatch minibatch, boolean isSilent, Chance chance) {
    NDArray silent = none(pass.s);
    if (isSilent) {
      Normal salient = pass.both.salient();
      silent =
          draw(
              new Normal(
                  backgrounds(salient.mean(), minibatch),
                  backgrounds(salient.logVariance(), minibatch)),
              chance.stream("noise/silent"));
    }
    return new CodeTerms.Sight(
        backgrounds(pass.z, minibatch), targets(pass.z, minibatch), pass.s, silent, chance);
  }

  private static NDArray none(NDArray codes) {
    return codes.get("0:0"); // [0, ds]
  }

  /** [z, s] of every target cell. */
  private static List<float[]> drawn(CodeTerms.Sight draws) {
    try (NDArray both = draws.targetZ().stopGradient().concat(draws.targetS().stopGradient(), 1)) {
      int width = (int) both.getShape().get(1);
      float[] flat = both.toFloatArray();
      return IntStream.range(0, flat.length / width)
          .mapToObj(row -> Arrays.copyOfRange(flat, row * width, (row + 1) * width))
          .toList();
    }
  }

  private static NDArray draw(Normal posterior, CounterRandom random) {
    Shape shape = posterior.mean().getShape();
    float[] noise = new float[(int) shape.size()];
    random.fillGaussian(noise);
    return posterior.draw(EngineMemory.copy(posterior.mean().getManager(), noise, shape)); // [n, d]
  }

  /** The gradients of constraints alone, through the encoders, and what they measured. */
  record Pressure(Map<String, NDArray> gradients, List<Double> observed) {}

  /** A role's or a group's cells, and the chance of its own loss. */
  record Part(Minibatch minibatch, Chance chance) {}

  /** The constraints at background and groups that are encoded apart. */
  Pressure constraints(Part background, List<Part> targets, Emphasis emphasis) {
    boolean isSilent = emphasis.objective().readsSalientOfBackground();
    try (GradientTape tape = GradientTape.open()) {
      Weights weights = parameters.trainable(step);
      List<Posterior> ofTargets = targets.stream().map(it -> infer(it, weights)).toList();
      Posterior ofBackground =
          isSilent
              ? networks.inferEvery(
                  LogCounts.of(background.minibatch, step), weights, mode(background.chance))
              : infer(background, weights);
      List<CodeTerms.Sight> sights = new ArrayList<>();
      for (int i = 0; i < targets.size(); i++) {
        int group = targets.get(i).minibatch.groups() - 1;
        NDArray silent = ofBackground.salient().mean();
        sights.add(
            new CodeTerms.Sight(
                ofBackground.background().mean(),
                ofTargets.get(i).background().mean(),
                ofTargets.get(i).salient().mean(),
                isSilent ? Blocks.columns(silent, group, spec.groups().count()) : silent,
                targets.get(i).chance));
      }
      CodeTerms terms = CodeTerms.constraints(sights, emphasis);
      Map<String, NDArray> gradients = new LinkedHashMap<>();
      if (!terms.isEmpty()) {
        // Every parameter of the encoders takes part, if only with a gradient of zero.
        tape.backward(terms.sum());
        for (String name : networks.descended()) {
          if (name.startsWith(Networks.BACKGROUND) || name.startsWith(Networks.SALIENT)) {
            if (weights.hasGradient(name)) {
              gradients.put(name, weights.gradient(name));
            }
          }
        }
      }
      return new Pressure(gradients, terms.observed());
    }
  }

  private Posterior infer(Part part, Weights weights) {
    LogCounts x = LogCounts.of(part.minibatch, step); // [n, G]
    return networks.infer(x, part.minibatch, weights, mode(part.chance));
  }
}
