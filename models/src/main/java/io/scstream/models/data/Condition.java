package io.scstream.models.data;

import static io.scstream.models.ModelException.checkInput;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of a cell besides its expression: the values of its covariates by name, and what it
 * was treated with. One condition is shared by all cells that were kept and treated alike.
 *
 * @param covariates by name; a covariate that is not known is left out
 * @param treatments each once; none for a control
 */
public record Condition(SortedMap<String, String> covariates, List<Dose> treatments) {

  /** Of a cell that nothing is known of. */
  public static final Condition UNKNOWN = of(Map.of());

  /** Checks and copies. */
  public Condition {
    covariates = Collections.unmodifiableSortedMap(new TreeMap<>(covariates));
    treatments = List.copyOf(treatments);
    Set<String> names = new HashSet<>();
    for (Dose dose : treatments) {
      checkInput(
          names.add(dose.treatment()),
          "Invalid treatments: %s twice; expected each once",
          dose.treatment());
    }
  }

  /**
   * One treatment.
   *
   * @param amount in the unit of the data set, finite and not negative
   */
  public record Dose(String treatment, double amount) {
    public Dose {
      checkInput(!treatment.isBlank(), "Invalid treatment: a blank name; expected a name");
      checkInput(
          Double.isFinite(amount) && amount >= 0,
          "Invalid dose of %s: %s; expected zero or a positive number",
          treatment,
          amount);
    }
  }

  /** Of a control. */
  public static Condition of(Map<String, String> covariates) {
    return new Condition(new TreeMap<>(covariates), List.of());
  }

  /** The same with this treatment alone. */
  public Condition treated(String treatment, double amount) {
    return new Condition(covariates, List.of(new Dose(treatment, amount)));
  }

  /** The same without treatments. */
  public Condition untreated() {
    return treatments.isEmpty() ? this : new Condition(covariates, List.of());
  }
}
