package io.scstream.models.learner;

import io.scstream.models.spec.AdamOptions;
import io.scstream.models.spec.Combination;
import io.scstream.models.spec.Constraint;
import io.scstream.models.spec.ConstraintFunctional;
import io.scstream.models.spec.DualOptions;
import io.scstream.models.spec.DualRule;
import io.scstream.models.spec.Objective;
import io.scstream.models.spec.Penalties;
import io.scstream.models.spec.TrainingOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Training options in the metadata of an optimizer's file. */
final class OptionsFormat {
  private static final String CONSTRAINT = "options.constraint.";

  private OptionsFormat() {}

  static void write(TrainingOptions options, Map<String, String> metadata) {
    AdamOptions adam = options.adam();
    Objective objective = options.objective();
    DualOptions dual = objective.dual();
    Penalties penalties = objective.penalties();
    metadata.put("options.seed", Long.toString(options.seed()));
    metadata.put("options.learning-rate", Double.toString(adam.learningRate()));
    metadata.put("options.adam-epsilon", Double.toString(adam.epsilon()));
    metadata.put("options.weight-decay", Double.toString(adam.weightDecay()));
    metadata.put("options.max-norm-factor", Double.toString(adam.maxNormFactor()));
    metadata.put("options.kl-warmup-steps", Integer.toString(options.klWarmupSteps()));
    metadata.put("options.combination", objective.combination().name());
    for (Constraint constraint : objective.constraints()) {
      metadata.put(
          CONSTRAINT + constraint.functional().name(), Double.toString(constraint.threshold()));
    }
    metadata.put("options.dual-rule", dual.rule().name());
    metadata.put("options.dual-rate", Double.toString(dual.rate()));
    metadata.put("options.dual-proportional-gain", Double.toString(dual.proportionalGain()));
    metadata.put("options.dual-maximum", Double.toString(dual.maximum()));
    metadata.put("options.penalty.silence", Double.toString(penalties.silence()));
    metadata.put("options.penalty.match", Double.toString(penalties.match()));
    metadata.put("options.penalty.salient-match", Double.toString(penalties.salientMatch()));
    metadata.put(
        "options.penalty.total-correlation", Double.toString(penalties.totalCorrelation()));
  }

  static TrainingOptions read(Map<String, String> metadata) {
    return new TrainingOptions(
        SnapshotFormat.read(metadata, "options.seed", Long::valueOf),
        new AdamOptions(
            number(metadata, "options.learning-rate"),
            number(metadata, "options.adam-epsilon"),
            number(metadata, "options.weight-decay"),
            number(metadata, "options.max-norm-factor")),
        SnapshotFormat.read(metadata, "options.kl-warmup-steps", Integer::valueOf),
        objective(metadata));
  }

  private static Objective objective(Map<String, String> metadata) {
    List<Constraint> constraints = new ArrayList<>();
    for (ConstraintFunctional functional : ConstraintFunctional.values()) {
      String name = CONSTRAINT + functional.name();
      if (metadata.containsKey(name)) {
        constraints.add(new Constraint(functional, number(metadata, name)));
      }
    }
    return new Objective(
        SnapshotFormat.read(metadata, "options.combination", Combination::valueOf),
        constraints,
        new DualOptions(
            SnapshotFormat.read(metadata, "options.dual-rule", DualRule::valueOf),
            number(metadata, "options.dual-rate"),
            number(metadata, "options.dual-proportional-gain"),
            number(metadata, "options.dual-maximum")),
        new Penalties(
            number(metadata, "options.penalty.silence"),
            number(metadata, "options.penalty.match"),
            number(metadata, "options.penalty.salient-match"),
            number(metadata, "options.penalty.total-correlation")));
  }

  private static double number(Map<String, String> metadata, String key) {
    return SnapshotFormat.read(metadata, key, Double::valueOf);
  }
}
