package io.scstream.models.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.nn.Parameters;
import io.scstream.models.spec.AdamOptions;
import java.util.LinkedHashMap;
import java.util.Map;

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
    double norm = norm(gradients);
    double median = norms.median();
    if (!norms.accept(step.isFinite ? norm : Double.NaN)) {
      return new Applied(norm, median, true);
    }
    // The bias corrections of both moments, folded into the rate and the epsilon.
    double correction = Math.sqrt(1 - Math.pow(BETA_2, (double) step.number));
    double rate =
        options.learningRate() * correction / (1 - Math.pow(BETA_1, (double) step.number));
    rate *= step.rateFactor; // A factor of 1 leaves every bit as it is.
    for (Map.Entry<String, NDArray> entry : gradients.entrySet()) {
      NDManager manager = entry.getValue().getManager();
      try (NDArray parameter = parameters.view(entry.getKey(), manager);
          NDArray first = moments.view(FIRST + entry.getKey(), manager);
          NDArray second = moments.view(SECOND + entry.getKey(), manager)) {
        decay(parameter, entry.getValue());
        move(parameter, entry.getValue(), first, second, rate, options.epsilon() * correction);
      }
    }
    return new Applied(norm, median, false);
  }

  private void decay(NDArray parameter, NDArray gradient) {
    if (options.weightDecay() > 0) {
      try (NDArray part = parameter.mul(options.weightDecay())) {
        gradient.addi(part);
      }
    }
  }

  private static void move(
      NDArray parameter,
      NDArray gradient,
      NDArray first,
      NDArray second,
      double rate,
      double epsilon) {
    try (NDArray squared = gradient.square().muli(1 - BETA_2)) {
      second.muli(BETA_2).addi(squared);
    }
    try (NDArray part = gradient.mul(1 - BETA_1)) {
      first.muli(BETA_1).addi(part);
    }
    try (NDArray scale = second.sqrt().addi(epsilon);
        NDArray change = first.div(scale).muli(rate)) {
      parameter.subi(change);
    }
  }

  private static double norm(Map<String, NDArray> gradients) {
    double squares = 0;
    for (NDArray gradient : gradients.values()) {
      try (NDArray squared = gradient.square();
          NDArray sum = squared.sum()) {
        squares += sum.getFloat();
      }
    }
    return Math.sqrt(squares);
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
