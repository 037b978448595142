package io.scstream.models.contrastive;

import java.util.ArrayList;
import java.util.List;

/**
 * What a step measured besides its losses.
 *
 * @param constraints values of the objective's constraints, in their order; NaN where there were
 *     too few cells
 * @param backgroundWeight with which the gradient of the background loss was taken, from 0 to the
 *     number of losses, which is 2 without groups; 1 for a sum
 * @param cosine of the angle between the gradients of both roles' losses, with groups the least of
 *     any two losses; NaN where they were not taken apart
 */
public record Measures(List<Double> constraints, double backgroundWeight, double cosine) {

  public Measures {
    constraints = List.copyOf(constraints);
  }

  /** Of a sum of losses without constraints. */
  public static final Measures NONE = new Measures(List.of(), 1, Double.NaN);

  /** Of two halves of a minibatch. */
  public static Measures mean(Measures first, Measures second) {
    List<Double> both = new ArrayList<>();
    for (int k = 0; k < first.constraints.size(); k++) {
      both.add((first.constraints.get(k) + second.constraints.get(k)) / 2);
    }
    return new Measures(
        both,
        (first.backgroundWeight + second.backgroundWeight) / 2,
        (first.cosine + second.cosine) / 2);
  }
}
