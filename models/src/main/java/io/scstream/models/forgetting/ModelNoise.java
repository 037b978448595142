package io.scstream.models.forgetting;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How much a stratum's transfer changes from look to look. Every step of the optimizer moves all
 * cells of a stratum at once, which the error of a paired difference, taken over cells, does not
 * see. The mean squared change between looks estimates the variance that this adds to the
 * difference between two versions of one model: twice the variance of one version (von Neumann
 * 1941, "Distribution of the ratio of the mean square successive difference to the variance").
 *
 * <p>Noise rises as much as it falls, and what is forgotten only falls. So rises are taken, twice,
 * and a loss does not hide behind itself.
 *
 * @param last transfer that was seen, in nats per cell; empty before the first
 * @param changes the last ones, oldest first, at most {@link #WINDOW}
 */
public record ModelNoise(OptionalDouble last, List<Double> changes) {
  /** Changes that are remembered. */
  public static final int WINDOW = 20;

  /** Changes that are needed to know the noise. */
  public static final int LEAST = 3;

  /** Nothing was seen. */
  public static final ModelNoise NONE = new ModelNoise(OptionalDouble.empty(), List.of());

  /** Copies. */
  public ModelNoise {
    changes = List.copyOf(changes);
  }

  /** The next look found this transfer. */
  ModelNoise seen(double transfer) {
    List<Double> all = new ArrayList<>(changes);
    if (last.isPresent()) {
      all.add(transfer - last.getAsDouble());
    }
    return new ModelNoise(
        OptionalDouble.of(transfer), all.subList(Math.max(0, all.size() - WINDOW), all.size()));
  }

  /** The model at hand is what later ones are compared with: its transfer is 0. */
  ModelNoise restarted() {
    return new ModelNoise(OptionalDouble.of(0), changes);
  }

  /** Of the difference between two versions, in squared nats per cell; NaN while it is unknown. */
  double variance() {
    return changes.size() < LEAST
        ? Double.NaN
        : 2 * changes.stream().mapToDouble(ModelNoise::squaredRise).average().orElse(Double.NaN);
  }

  private static double squaredRise(double change) {
    return change > 0 ? change * change : 0;
  }
}
