package io.scstream.models.reference;

import io.scstream.models.data.Role;
import io.scstream.models.optim.VectorAdam;
import io.scstream.models.spec.ReferenceVaeSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Two linear discriminators that tell pairs of a cell and its codes from pairs of a decoded prior
 * draw and that draw: one for target cells, with both codes, and one for background cells, with z.
 * They take steps of their own, by Adam, on pairs whose gradients are stopped. They begin with
 * zeros, by which every pair is as likely real as decoded.
 */
public final class Discriminators {
  private static final String TARGET = "discriminator.target";
  private static final String BACKGROUND = "discriminator.background";

  private final VectorAdam target;
  private final VectorAdam background;

  private Discriminators(Map<String, float[]> state) {
    this.target = VectorAdam.of(TARGET, state);
    this.background = VectorAdam.of(BACKGROUND, state);
  }

  /** Discriminators that go on from a state. */
  public static Discriminators of(Map<String, float[]> state) {
    return new Discriminators(state);
  }

  /** The length of every tensor of a state. */
  public static Map<String, Integer> stateLengths(ReferenceVaeSpec spec) {
    int ofBackground = spec.genes() + spec.backgroundLatent();
    Map<String, Integer> lengths = new LinkedHashMap<>();
    lengths.putAll(VectorAdam.stateLengths(TARGET, ofBackground + spec.salientLatent() + 1));
    lengths.putAll(VectorAdam.stateLengths(BACKGROUND, ofBackground + 1));
    return lengths;
  }

  /** A weight for each coordinate of a pair of this role and, last, a constant. */
  float[] weights(Role role) {
    return (role == Role.TARGET ? target : background).weights();
  }

  /**
   * A step of each discriminator down its mean binary cross-entropy, if there are pairs for it.
   *
   * @param pairs of cells or draws x and their codes: [x, z, s, label] for targets, [x, z, label]
   *     for background cells; the label is 1 for a real pair, 0 for a decoded one, and there are as
   *     many of both
   */
  public void learn(List<float[]> pairs) {
    learn(target, pairs);
    learn(background, pairs);
  }

  private static void learn(VectorAdam one, List<float[]> all) {
    List<float[]> pairs = all.stream().filter(pair -> pair.length == one.size()).toList();
    if (pairs.isEmpty()) {
      return;
    }
    double share = 2.0 / pairs.size(); // The mean over real pairs, plus that over decoded ones.
    int last = one.size() - 1;
    double[] gradient = new double[one.size()];
    for (float[] pair : pairs) {
      double logit = one.weight(last);
      for (int i = 0; i < last; i++) {
        logit += (double) one.weight(i) * pair[i];
      }
      double error = share * (1 / (1 + Math.exp(-logit)) - pair[last]);
      for (int i = 0; i < last; i++) {
        gradient[i] += error * pair[i];
      }
      gradient[last] += error;
    }
    one.step(gradient);
  }

  /** The state after the last step. */
  public Map<String, float[]> state() {
    Map<String, float[]> state = new LinkedHashMap<>(target.state());
    state.putAll(background.state());
    return state;
  }
}
