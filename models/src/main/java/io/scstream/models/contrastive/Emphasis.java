package io.scstream.models.contrastive;

import io.scstream.models.spec.Objective;
import java.util.List;

/**
 * What a step descends besides the reconstruction.
 *
 * @param kl weight of both divergences, from 0 to 1
 * @param multipliers of the objective's constraints, in their order
 * @param discriminator weights of the linear discriminator on [z, s], dz + ds of them; empty
 *     without total correlation
 */
public record Emphasis(
    double kl, Objective objective, List<Double> multipliers, List<Float> discriminator) {

  public Emphasis {
    multipliers = List.copyOf(multipliers);
    discriminator = List.copyOf(discriminator);
  }

  /** Of an objective without constraints and discriminator. */
  public static Emphasis of(double kl, Objective objective) {
    return new Emphasis(kl, objective, List.of(), List.of());
  }
}
