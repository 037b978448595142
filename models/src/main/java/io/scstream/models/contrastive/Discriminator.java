package io.scstream.models.contrastive;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A linear discriminator that tells pairs of codes [z, s] of one target cell from pairs of two
 * cells (Abid and Zou 2019). It takes steps of its own, by Adam: where one optimiser moves both,
 * the discriminator is also pushed to be wrong. Being linear it sees marginal laws only, which
 * shuffling leaves alone, so it is a baseline and no remedy.
 */
public final class Discriminator {
  private static final String WEIGHT = "discriminator.weight";
  private static final String FIRST = "discriminator.first_moment";
  private static final String SECOND = "discriminator.second_moment";
  private static final String STEPS = "discriminator.steps";
  private static final double RATE = 1e-3;
  private static final double BETA_1 = 0.9;
  private static final double BETA_2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final int background;
  private final float[] weight;
  private final float[] first;
  private final float[] second;
  private float steps;

  private Discriminator(int background, Map<String, float[]> state) {
    this.background = background;
    this.weight = state.getOrDefault(WEIGHT, new float[0]).clone();
    this.first = state.getOrDefault(FIRST, new float[0]).clone();
    this.second = state.getOrDefault(SECOND, new float[0]).clone();
    this.steps = state.getOrDefault(STEPS, new float[1])[0];
  }

  /** One that goes on from a state, for codes [z, s] of which so many belong to z. */
  public static Discriminator of(int background, Map<String, float[]> state) {
    return new Discriminator(background, state);
  }

  /** The length of every tensor of a state, for codes of so many coordinates in all. */
  public static Map<String, Integer> stateLengths(int latent) {
    Map<String, Integer> lengths = new LinkedHashMap<>();
    List.of(WEIGHT, FIRST, SECOND).forEach(name -> lengths.put(name, latent + 1));
    lengths.put(STEPS, 1);
    return lengths;
  }

  /** Weights of the coordinates and, last, the constant. */
  public List<Float> weights() {
    return IntStream.range(0, weight.length).mapToObj(i -> weight[i]).toList();
  }

  /**
   * One step on the codes of a minibatch: its two halves as they are are to be told from the first
   * one's z with the second one's s, and the other way round. Does nothing below two cells.
   */
  public void learn(List<float[]> codes) {
    int half = codes.size() / 2;
    if (half == 0) {
      return;
    }
    double[] gradient = new double[weight.length];
    for (int row = 0; row < half; row++) {
      float[] one = codes.get(row);
      float[] other = codes.get(half + row);
      addGradient(gradient, one, true, 1.0 / half);
      addGradient(gradient, other, true, 1.0 / half);
      addGradient(gradient, mixed(one, other), false, 1.0 / half);
      addGradient(gradient, mixed(other, one), false, 1.0 / half);
    }
    step(gradient);
  }

  private float[] mixed(float[] ofZ, float[] ofS) {
    float[] mixed = ofS.clone();
    System.arraycopy(ofZ, 0, mixed, 0, background);
    return mixed;
  }

  /** Of −log D, or of −log (1 − D). */
  private void addGradient(double[] gradient, float[] codes, boolean isReal, double share) {
    double logit = weight[codes.length];
    for (int i = 0; i < codes.length; i++) {
      logit += (double) weight[i] * codes[i];
    }
    double error = share * (1 / (1 + Math.exp(-logit)) - (isReal ? 1 : 0));
    for (int i = 0; i < codes.length; i++) {
      gradient[i] += error * codes[i];
    }
    gradient[codes.length] += error;
  }

  private void step(double[] gradient) {
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
    state.put(WEIGHT, weight.clone());
    state.put(FIRST, first.clone());
    state.put(SECOND, second.clone());
    state.put(STEPS, new float[] {steps});
    return state;
  }
}
