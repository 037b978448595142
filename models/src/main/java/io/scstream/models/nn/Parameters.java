package io.scstream.models.nn;

import static io.scstream.models.ModelException.checkInput;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.device.EngineMemory;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model's named arrays, which outlive every step. They never require gradients themselves: a step
 * works on {@link #view views} that share their memory, so gradients die with the step and can
 * neither leak nor pile up, and no thread records a tape by accident.
 *
 * <p>Values and shapes are those of PyTorch's layers, [outputs, inputs]. In memory the first weight
 * of an encoder lies the other way round, so that the few genes of a cell are a few rows of it.
 */
public final class Parameters {

  /** How the names of values begin that are found once and never descended on. */
  public static final String STATISTIC = "statistic.";

  private final Map<String, NDArray> arrays = new LinkedHashMap<>();

  /** Copies the values to the manager's device; one for every shape. */
  public static Parameters of(
      Map<String, Shape> shapes, Map<String, float[]> values, NDManager manager) {
    Parameters parameters = new Parameters();
    shapes.forEach(
        (name, shape) -> {
          float[] value = values.getOrDefault(name, new float[0]);
          checkInput(
              value.length == shape.size(),
              "Invalid parameter %s: %d values; expected %d",
              name,
              value.length,
              shape.size());
          parameters.arrays.put(name, array(name, value, shape, manager));
        });
    return parameters;
  }

  /** The values as they lie in memory. */
  private static NDArray array(String name, float[] values, Shape shape, NDManager manager) {
    return Encoder.isByGene(name)
        ? EngineMemory.copy(manager, transposed(values, shape), transposed(shape))
        : EngineMemory.copy(manager, values, shape);
  }

  public Set<String> names() {
    return arrays.keySet();
  }

  /** The array itself; results of its operations would live as long as it does, so take a view. */
  NDArray get(String name) {
    NDArray array = arrays.get(name);
    if (array == null) {
      throw new IllegalStateException("No parameter " + name);
    }
    return array;
  }

  /** A copy of the values of one parameter. */
  public float[] values(String name) {
    float[] values = get(name).toFloatArray();
    return Encoder.isByGene(name) ? transposed(values, get(name).getShape()) : values;
  }

  public Shape shape(String name) {
    Shape shape = get(name).getShape();
    return Encoder.isByGene(name) ? transposed(shape) : shape;
  }

  private static Shape transposed(Shape shape) {
    return new Shape(shape.get(1), shape.get(0));
  }

  private static float[] transposed(float[] values, Shape shape) {
    int rows = (int) shape.get(0);
    int columns = (int) shape.get(1);
    float[] transposed = new float[values.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        transposed[column * rows + row] = values[row * columns + column];
      }
    }
    return transposed;
  }

  /** The arrays themselves, in the order of the names; for kernels, which leave nothing behind. */
  public List<NDArray> arrays(Collection<String> some) {
    return some.stream().map(this::get).toList();
  }

  /** The same memory, owned by the manager of a step. Writing to it writes the parameter. */
  public NDArray view(String name, NDManager step) {
    NDArray view = get(name).stopGradient();
    view.attach(step);
    return view;
  }

  /** Views of all parameters, for reading without a tape. */
  public Weights weights(NDManager step) {
    return weights(step, false);
  }

  /** Views of all parameters whose gradients a tape collects. */
  public Weights trainable(NDManager step) {
    return weights(step, true);
  }

  private Weights weights(NDManager step, boolean requiresGradient) {
    Map<String, NDArray> views = new LinkedHashMap<>();
    for (String name : names()) {
      NDArray view = view(name, step);
      if (requiresGradient && !isStatistic(name)) {
        view.setRequiresGradient(true);
      }
      views.put(name, view);
    }
    return new Weights(views);
  }

  static boolean isStatistic(String name) {
    return name.startsWith(STATISTIC) || HiddenLayer.isStatistic(name);
  }

  /** Those of these that are descended on; the others are gathered from cells. */
  public static Map<String, Shape> descended(Map<String, Shape> shapes) {
    Map<String, Shape> descended = new LinkedHashMap<>(shapes);
    descended.keySet().removeIf(Parameters::isStatistic);
    return descended;
  }

  /** Writes new values over those of one parameter. */
  public void set(String name, float[] values) {
    try (NDManager work = get(name).getManager().newSubManager()) {
      get(name).intern(array(name, values, shape(name), work));
    }
  }

  /** Holds every value of a parameter between two bounds. */
  public void clamp(String name, double min, double max, NDManager step) {
    try (NDArray view = view(name, step)) {
      get(name).intern(view.clip(min, max));
    }
  }
}
