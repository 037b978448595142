package io.scstream.models.learner;

import ai.djl.ndarray.types.Shape;
import io.scstream.models.constrain.DualSteps;
import io.scstream.models.contrastive.ContrastiveVae;
import io.scstream.models.contrastive.Discriminator;
import io.scstream.models.contrastive.Emphasis;
import io.scstream.models.optim.Adam;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.Objective;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is trained beside a model: the multipliers of constraints, and a discriminator. */
final class Companions {
  private final Objective objective;
  private final DualSteps dual;
  private final Optional<Discriminator> discriminator;

  private Companions(Objective objective, DualSteps dual, Optional<Discriminator> discriminator) {
    this.objective = objective;
    this.dual = dual;
    this.discriminator = discriminator;
  }

  static Companions of(ContrastiveVaeSpec spec, Objective objective, Map<String, float[]> state) {
    return new Companions(
        objective,
        DualSteps.of(objective.constraints(), objective.dual(), state),
        objective.penalties().totalCorrelation() > 0
            ? Optional.of(Discriminator.of(spec.backgroundLatent(), state))
            : Optional.empty());
  }

  /** Every tensor of an optimizer's file, those of Adam included. */
  static Map<String, Shape> stateShapes(ContrastiveVaeSpec spec, Objective objective) {
    Map<String, Shape> shapes =
        new LinkedHashMap<>(Adam.stateShapes(ContrastiveVae.descendedShapes(spec)));
    lengths(spec, objective).forEach((name, length) -> shapes.put(name, new Shape(length)));
    return shapes;
  }

  private static Map<String, Integer> lengths(ContrastiveVaeSpec spec, Objective objective) {
    Map<String, Integer> lengths = new LinkedHashMap<>();
    if (!objective.constraints().isEmpty()) {
      lengths.putAll(DualSteps.stateLengths(objective.constraints().size()));
    }
    if (objective.penalties().totalCorrelation() > 0) {
      lengths.putAll(Discriminator.stateLengths(spec.backgroundLatent() + spec.salientWidth()));
    }
    return lengths;
  }

  /** The state of all of it before the first step, that of Adam included. */
  static Map<String, float[]> initialState(ContrastiveVaeSpec spec, Objective objective) {
    Map<String, float[]> state = Adam.initialState(ContrastiveVae.descendedShapes(spec));
    lengths(spec, objective).forEach((name, length) -> state.put(name, new float[length]));
    if (!objective.constraints().isEmpty()) {
      state.putAll(DualSteps.initialState(objective.constraints().size(), objective.dual()));
    }
    return state;
  }

  /** What the next step descends. */
  Emphasis emphasis(double kl) {
    List<Double> multipliers = Arrays.stream(dual.weights()).boxed().toList();
    return new Emphasis(
        kl, objective, multipliers, discriminator.map(Discriminator::weights).orElse(List.of()));
  }

  /** A step was taken that measured this. */
  void follow(ContrastiveVae.Lesson lesson) {
    if (!objective.constraints().isEmpty()) {
      dual.observe(
          lesson.measures().constraints().stream().mapToDouble(Double::doubleValue).toArray());
    }
    discriminator.ifPresent(it -> it.learn(lesson.draws()));
  }

  /** The multipliers, their averages, and which constraints cannot be met. */
  StepOutcome.Dual dual() {
    return new StepOutcome.Dual(
        Arrays.stream(dual.weights()).boxed().toList(),
        Arrays.stream(dual.averages()).boxed().toList(),
        dual.infeasible().size());
  }

  /** The state after the last step, without that of Adam. */
  Map<String, float[]> state() {
    Map<String, float[]> state = new HashMap<>();
    if (!objective.constraints().isEmpty()) {
      state.putAll(dual.state());
    }
    discriminator.ifPresent(it -> state.putAll(it.state()));
    return state;
  }
}
