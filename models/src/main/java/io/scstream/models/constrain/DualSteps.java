package io.scstream.models.constrain;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.spec.Constraint;
import io.scstream.models.spec.DualOptions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The dual half of primal-dual training: a multiplier for each constraint, which grows while the
 * constraint is violated and shrinks while it is not. A primal step descends the objective plus Σ
 * λ_k (C_k − κ_k) with {@link #weights}; then {@link #observe} takes what that step measured.
 *
 * <p>The rules are projected ascent (as in Cooper, Gallego-Posada et al. 2025), GECO (Rezende and
 * Viola 2018, "Taming VAEs", algorithm 1) and nuPI (Sohrabi et al. 2024, "On PI controllers for
 * updating Lagrange multipliers in constrained optimization"). At the end either the average is
 * about the threshold or the multiplier is about 0.
 *
 * <p>The state is float32, as it is saved, so a restored one goes on with the same bits. Not
 * thread-safe.
 */
public final class DualSteps {

  private static final String MULTIPLIER = "dual.multiplier";
  private static final String AVERAGE = "dual.average";
  private static final String ERROR = "dual.error";
  private static final String STEPS = "dual.steps";

  private final List<Constraint> constraints;
  private final DualOptions options;
  private final Multiplier[] multipliers;

  private DualSteps(List<Constraint> constraints, DualOptions options, Multiplier[] multipliers) {
    this.constraints = List.copyOf(constraints);
    this.options = options;
    this.multipliers = multipliers;
  }

  /** What a state consists of: the length of every tensor by its name, in a fixed order. */
  public static Map<String, Integer> stateLengths(int constraints) {
    Map<String, Integer> lengths = new LinkedHashMap<>();
    List.of(MULTIPLIER, AVERAGE, ERROR, STEPS).forEach(name -> lengths.put(name, constraints));
    return lengths;
  }

  /** The state before the first step. */
  public static Map<String, float[]> initialState(int constraints, DualOptions options) {
    Multiplier[] multipliers = new Multiplier[constraints];
    Arrays.fill(multipliers, Multiplier.initial(options));
    return state(multipliers);
  }

  /** Multipliers that go on from a state. */
  public static DualSteps of(
      List<Constraint> constraints, DualOptions options, Map<String, float[]> state) {
    Multiplier[] multipliers = new Multiplier[constraints.size()];
    float[] values = tensor(state, MULTIPLIER, multipliers.length);
    float[] averages = tensor(state, AVERAGE, multipliers.length);
    float[] errors = tensor(state, ERROR, multipliers.length);
    float[] steps = tensor(state, STEPS, multipliers.length);
    for (int k = 0; k < multipliers.length; k++) {
      multipliers[k] = new Multiplier(values[k], averages[k], errors[k], steps[k]);
    }
    return new DualSteps(constraints, options, multipliers);
  }

  private static float[] tensor(Map<String, float[]> state, String name, int length) {
    float[] values = state.getOrDefault(name, new float[0]);
    checkInput(
        values.length == length,
        "Invalid state %s: %d values; expected one for each of %d constraints",
        name,
        values.length,
        length);
    return values;
  }

  /** The multipliers λ, [K], to weigh the constraints in the next primal step. */
  public double[] weights() {
    double[] weights = new double[multipliers.length];
    Arrays.setAll(weights, k -> multipliers[k].value());
    return weights;
  }

  /** Moving averages of what was measured, [K]; 0 before the first measurement. */
  public double[] averages() {
    double[] averages = new double[multipliers.length];
    Arrays.setAll(averages, k -> multipliers[k].average());
    return averages;
  }

  /**
   * One dual step.
   *
   * @param values of the constraints at the minibatch of the primal step, before it, [K]; one that
   *     is not finite was not measured and leaves its constraint as it is
   */
  public void observe(double[] values) {
    checkInput(
        values.length == multipliers.length,
        "Invalid measurements: %d; expected one for each of %d constraints",
        values.length,
        multipliers.length);
    for (int k = 0; k < values.length; k++) {
      multipliers[k] = multipliers[k].next(constraints.get(k), options, values[k]);
    }
  }

  /**
   * The constraints that training cannot meet: their multiplier is at its bound, or after more than
   * 5,000 measurements their average is above 1.5 thresholds.
   */
  public List<Constraint> infeasible() {
    return IntStream.range(0, multipliers.length)
        .filter(k -> multipliers[k].isInfeasible(constraints.get(k), options))
        .mapToObj(constraints::get)
        .toList();
  }

  /** The state after the last step. */
  public Map<String, float[]> state() {
    return state(multipliers);
  }

  private static Map<String, float[]> state(Multiplier[] multipliers) {
    Map<String, float[]> state = new LinkedHashMap<>();
    state.put(MULTIPLIER, column(multipliers, Multiplier::value));
    state.put(AVERAGE, column(multipliers, Multiplier::average));
    state.put(ERROR, column(multipliers, Multiplier::error));
    state.put(STEPS, column(multipliers, Multiplier::steps));
    return state;
  }

  private static float[] column(Multiplier[] multipliers, Function<Multiplier, Float> component) {
    float[] column = new float[multipliers.length];
    for (int k = 0; k < column.length; k++) {
      column[k] = component.apply(multipliers[k]);
    }
    return column;
  }
}
