package io.scstream.models.contrastive;

import io.scstream.models.optim.VectorAdam;
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
  private static final String NAME = "discriminator";

  private final int background;
  private final VectorAdam weight;

  private Discriminator(int background, Map<String, float[]> state) {
    this.background = background;
    this.weight = VectorAdam.of(NAME, state);
  }

  /** One that goes on from a state, for codes [z, s] of which so many belong to z. */
  public static Discriminator of(int background, Map<String, float[]> state) {
    return new Discriminator(background, state);
  }

  /** The length of every tensor of a state, for codes of so many coordinates in all. */
  public static Map<String, Integer> stateLengths(int latent) {
    return VectorAdam.stateLengths(NAME, latent + 1);
  }

  /** Weights of the coordinates and, last, the constant. */
  public List<Float> weights() {
    return IntStream.range(0, weight.size()).mapToObj(weight::weight).toList();
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
    double[] gradient = new double[weight.size()];
    for (int row = 0; row < half; row++) {
      float[] one = codes.get(row);
      float[] other = codes.get(half + row);
      addGradient(gradient, one, true, 1.0 / half);
      addGradient(gradient, other, true, 1.0 / half);
      addGradient(gradient, mixed(one, other), false, 1.0 / half);
      addGradient(gradient, mixed(other, one), false, 1.0 / half);
    }
    weight.step(gradient);
  }

  private float[] mixed(float[] ofZ, float[] ofS) {
    float[] mixed = ofS.clone();
    System.arraycopy(ofZ, 0, mixed, 0, background);
    return mixed;
  }

  /** Of −log D, or of −log (1 − D). */
  private void addGradient(double[] gradient, float[] codes, boolean isReal, double share) {
    double logit = weight.weight(codes.length);
    for (int i = 0; i < codes.length; i++) {
      logit += (double) weight.weight(i) * codes[i];
    }
    double error = share * (1 / (1 + Math.exp(-logit)) - (isReal ? 1 : 0));
    for (int i = 0; i < codes.length; i++) {
      gradient[i] += error * codes[i];
    }
    gradient[codes.length] += error;
  }

  /** The state after the last step. */
  public Map<String, float[]> state() {
    return weight.state();
  }
}
