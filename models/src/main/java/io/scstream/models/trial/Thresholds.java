package io.scstream.models.trial;

import io.scstream.models.spec.Constraint;
import io.scstream.models.spec.ConstraintFunctional;
import java.util.ArrayList;
import java.util.List;

/**
 * Bounds for the models that have constraints; the others do not read them.
 *
 * @param dependence of both codes of target cells
 * @param match of the background codes of both roles; 0 for no such constraint
 */
public record Thresholds(double dependence, double match) {

  /** A bound on dependence alone. */
  public static Thresholds of(double dependence) {
    return new Thresholds(dependence, 0);
  }

  List<Constraint> constraints() {
    List<Constraint> constraints = new ArrayList<>();
    constraints.add(new Constraint(ConstraintFunctional.DEPENDENCE, dependence));
    if (match != 0) {
      constraints.add(new Constraint(ConstraintFunctional.BACKGROUND_MATCH, match));
    }
    return constraints;
  }
}
