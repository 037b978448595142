package io.scstream.models.optim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adam (Kingma and Ba 2015) on one vector of a few numbers, off the engine: for what is trained
 * beside a model by steps of its own. Learning rate 0.001 and the usual constants.
 */
public final class VectorAdam {
  private static final String WEIGHT = ".weight";
  private static final String FIRST = ".first_moment";
  private static final String SECOND = ".second_moment";
  private static final String STEPS = ".steps";
  private static final double RATE = 1e-3;
  private static final double BETA_1 = 0.9;
  private static final double BETA_2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final String name;
  private final float[] weight;
  private final float[] first;
  private final float[] second;
  private float steps;

  private VectorAdam(String name, Map<String, float[]> state) {
    this.name = name;
    this.weight = state.getOrDefault(name + WEIGHT, new float[0]).clone();
    this.first = state.getOrDefault(name + FIRST, new float[0]).clone();
    this.second = state.getOrDefault(name + SECOND, new float[0]).clone();
    this.steps = state.getOrDefault(name + STEPS, new float[1])[0];
  }

  /** The vector of this name that goes on from a state. */
  public static VectorAdam of(String name, Map<String, float[]> state) {
    return new VectorAdam(name, state);
  }

  /** The length of every tensor of a state, for a vector of so many numbers. */
  public static Map<String, Integer> stateLengths(String name, int size) {
    Map<String, Integer> lengths = new LinkedHashMap<>();
    List.of(WEIGHT, FIRST, SECOND).forEach(it -> lengths.put(name + it, size));
    lengths.put(name + STEPS, 1);
    return lengths;
  }

  /** How many numbers the vector has. */
  public int size() {
    return weight.length;
  }

  /** One number of the vector. */
  public float weight(int i) {
    return weight[i];
  }

  /** A copy of the vector. */
  public float[] weights() {
    return weight.clone();
  }

  /** One step down this gradient. */
  public void step(double[] gradient) {
    steps++;
    double correction1 = 1 - Math.pow(BETA_1, steps);
    double correction2 = 1 - Math.pow(BETA_2, steps);
    for (int i = 0; i < weight.length; i++) {
      first[i] = (float) (BETA_1 * first[i] + (1 - BETA_1) * gradient[i]);
      second[i] = (float) (BETA_2 * second[i] + (1 - BETA_2) * gradient[i] * gradient[i]);
      weight[i] -=
          (float)
              (RATE * (first[i] / correction1) / (Math.sqrt(second[i] / correction2) + EPSILON));
    }
  }

  /** The state after the last step. */
  public Map<String, float[]> state() {
    Map<String, float[]> state = new LinkedHashMap<>();
    state.put(name + WEIGHT, weight.clone());
    state.put(name + FIRST, first.clone());
    state.put(name + SECOND, second.clone());
    state.put(name + STEPS, new float[] {steps});
    return state;
  }
}
