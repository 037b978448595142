package io.scstream.models.spec;

import static io.scstream.models.ModelException.checkConfig;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * What training descends besides the divergences' warm-up.
 *
 * @param combination of the losses of the two roles
 * @param constraints to be kept by multipliers that are trained too, in a fixed order; empty for
 *     none
 * @param penalties with fixed weights
 */
public record Objective(
    Combination combination, List<Constraint> constraints, DualOptions dual, Penalties penalties)
    implements Serializable {

  public Objective {
    Objects.requireNonNull(combination);
    constraints =
        constraints.stream().sorted(Comparator.comparing(Constraint::functional)).toList();
    Objects.requireNonNull(dual);
    Objects.requireNonNull(penalties);
    long kinds = constraints.stream().map(Constraint::functional).distinct().count();
    checkConfig(
        kinds == constraints.size(),
        "Invalid constraints: %s; expected each functional at most once",
        constraints);
    checkConfig(
        combination == Combination.SUM || penalties.equals(Penalties.NONE),
        "Invalid penalties with combination %s: %s; expected constraints instead",
        combination,
        penalties);
  }

  /** The sum of the losses and nothing else: SO-cVAE. */
  public static Objective sum() {
    return new Objective(Combination.SUM, List.of(), DualOptions.defaults(), Penalties.NONE);
  }

  /** The sum with penalties. */
  public static Objective sum(Penalties penalties) {
    return new Objective(Combination.SUM, List.of(), DualOptions.defaults(), penalties);
  }

  /** The losses combined like this under constraints, with the default dual rule. */
  public static Objective of(Combination combination, List<Constraint> constraints) {
    return new Objective(combination, constraints, DualOptions.defaults(), Penalties.NONE);
  }

  /** Whether the salient codes of background cells take part in training. */
  public boolean readsSalientOfBackground() {
    return penalties.readsSalientOfBackground()
        || constraints.stream()
            .anyMatch(it -> it.functional() == ConstraintFunctional.SALIENT_SILENCE);
  }
}
