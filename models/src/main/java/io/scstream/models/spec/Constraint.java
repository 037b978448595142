package io.scstream.models.spec;

import static io.scstream.models.ModelException.checkConfig;

import java.io.Serializable;
import java.util.Objects;

/** A functional that training is to keep at or below a threshold. */
public record Constraint(ConstraintFunctional functional, double threshold)
    implements Serializable {

  public Constraint {
    Objects.requireNonNull(functional);
    checkConfig(
        Double.isFinite(threshold) && threshold > 0,
        "Invalid threshold: %s; expected a positive number",
        threshold);
  }

  /** With the functional's own threshold for latent spaces of these sizes. */
  public static Constraint of(
      ConstraintFunctional functional, int backgroundLatent, int salientLatent) {
    return new Constraint(functional, functional.defaultThreshold(backgroundLatent, salientLatent));
  }
}
