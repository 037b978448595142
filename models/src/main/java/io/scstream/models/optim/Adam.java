package io.scstream.models.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.kernel.Kernels;
import io.scstream.models.nn.Parameters;
import io.scstream.models.spec.AdamOptions;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Adam (Kingma and Ba 2015) with its state in the open: two moments per parameter, the step and the
 * lengths of recent gradients. The engine's own optimisers keep their moments private and so cannot
 * go on after a restart.
 *
 * <p>A gradient that is not finite, or far longer than the recent ones, is skipped: neither
 * parameters nor moments change. Gradients are handed in by value and belong to the step's manager,
 * so nothing is left to be zeroed on any path.
 */
public final class Adam {

  private static final double BETA_1 = 0.9;
  private static final double BETA_2 = 0.999;
  private static final String FIRST = "first_moment.";
  private static final String SECOND = "second_moment.";
  private static final String NORMS = "recent_norms";

  private final AdamOptions options;
  private final Parameters moments;
  private final NormHistory norms;

  private Adam(AdamOptions options, Parameters moments, NormHistory norms) {
    this.options = options;
    this.moments = moments;
    this.norms = norms;
  }

  /** What a state consists of, for parameters of these shapes. */
  public static Map<String, Shape> stateShapes(Map<String, Shape> parameters) {
    Map<String, Shape> shapes = momentShapes(parameters);
    shapes.put(NORMS, new Shape(NormHistory.SIZE));
    return shapes;
  }

  private static Map<String, Shape> momentShapes(Map<String, Shape> parameters) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    parameters.forEach((name, shape) -> shapes.put(FIRST + name, shape));
    parameters.forEach((name, shape) -> shapes.put(SECOND + name, shape));
    return shapes;
  }

  /** The state before the first step. */
  public static Map<String, float[]> initialState(Map<String, Shape> parameters) {
    Map<String, float[]> state = new LinkedHashMap<>();
    momentShapes(parameters)
        .forEach((name, shape) -> state.put(name, new float[(int) shape.size()]));
    state.put(NORMS, NormHistory.empty());
    return state;
  }

  /** An optimiser that goes on from a state. Its moments live as long as the manager. */
  public static Adam of(
      Map<String, Shape> parameters,
      Map<String, float[]> state,
      AdamOptions options,
      NDManager manager) {
    Parameters moments = Parameters.of(momentShapes(parameters), state, manager);
    float[] recent = state.getOrDefault(NORMS, NormHistory.empty());
    return new Adam(options, moments, new NormHistory(recent, options.maxNormFactor()));
  }

  /**
   * The step that a call is to take.
   *
   * @param number counted from 1 over applied steps
   * @param rateFactor of the learning rate
   * @param isFinite whether the loss itself was a number
   * @param roles a number for the roles whose losses the gradient is of
   */
  public record Step(long number, double rateFactor, boolean isFinite, int roles) {}

  /**
   * What one call did.
   *
   * @param medianNorm of recent gradients before this one; infinite while there are too few
   */
  public record Applied(double norm, double medianNorm, boolean skipped) {}

  /** Moves the parameters, unless the gradient is refused. */
  public Applied apply(Parameters parameters, Map<String, NDArray> gradients, Step step) {
    norms.meet(step.roles);
    double norm = Kernels.get().norm(List.copyOf(gradients.values()));
    double median = norms.median();
    if (!norms.accept(step.isFinite ? norm : Double.NaN)) {
      return new Applied(norm, median, true);
    }
    Iterator<NDArray> any = gradients.values().iterator();
    if (any.hasNext()) {
      move(parameters, gradients, step, any.next().getManager());
    }
    return new Applied(norm, median, false);
  }

  private void move(
      Parameters parameters, Map<String, NDArray> gradients, Step step, NDManager manager) {
    Set<String> names = gradients.keySet();
    try (NDArray number = manager.create((float) step.number)) {
      Kernels.get()
          .adam(
              new Kernels.Descent(
                  parameters.arrays(names),
                  List.copyOf(gradients.values()),
                  moments.arrays(names.stream().map(FIRST::concat).toList()),
                  moments.arrays(names.stream().map(SECOND::concat).toList()),
                  number),
              new Kernels.AdamRates(
                  options.learningRate() * step.rateFactor,
                  BETA_1,
                  BETA_2,
                  options.weightDecay(),
                  options.epsilon()));
    }
  }

  /** The state after the last step. */
  public Map<String, float[]> state() {
    Map<String, float[]> state = new LinkedHashMap<>();
    moments.names().forEach(name -> state.put(name, moments.values(name)));
    state.put(NORMS, norms.values());
    return state;
  }

  /** The shape of a state's tensor. */
  public Shape stateShape(String name) {
    return name.equals(NORMS) ? new Shape(NormHistory.SIZE) : moments.shape(name);
  }
}
