package io.scstream.models.baseline;

import io.scstream.models.ModelException;
import io.scstream.models.data.Condition;
import io.scstream.models.evaluate.response.Profile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Predictions from means alone, which more elaborate models are to beat (Ahlmann-Eltze et al.
 * 2025): that nothing happens, and that a treatment does everywhere what it does elsewhere on
 * average.
 */
public final class MeanResponses {
  private final Map<Condition, Profile> profiles;

  private MeanResponses(Map<Condition, Profile> profiles) {
    this.profiles = profiles;
  }

  /** Of the cells that may be learned from, by condition. */
  public static MeanResponses of(Map<Condition, Profile> profiles) {
    return new MeanResponses(new LinkedHashMap<>(profiles));
  }

  /**
   * The controls of the same covariates, as they are.
   *
   * @throws io.scstream.models.ModelException if there are none
   */
  public Profile controls(Condition condition) {
    return Optional.ofNullable(profiles.get(condition.untreated()))
        .orElseThrow(
            () ->
                new ModelException(
                    ModelException.Category.BAD_INPUT,
                    "Invalid condition: "
                        + condition
                        + "; expected covariates that controls are known of"));
  }

  /**
   * The controls plus the mean, over all other covariates with cells of the same treatments and
   * doses and with controls, of what these changed; each counts once. Empty if there are none.
   */
  public Optional<Profile> additive(Condition condition) {
    List<double[]> effects = new ArrayList<>();
    profiles.forEach(
        (other, profile) -> {
          boolean isLike =
              other.treatments().equals(condition.treatments()) && !other.equals(condition);
          Profile before = profiles.get(other.untreated());
          if (isLike && before != null) {
            effects.add(difference(profile.means(), before.means()));
          }
        });
    if (effects.isEmpty()) {
      return Optional.empty();
    }
    double[] means = controls(condition).means();
    for (double[] effect : effects) {
      for (int gene = 0; gene < means.length; gene++) {
        means[gene] += effect[gene] / effects.size();
      }
    }
    return Optional.of(Profile.of(means, controls(condition).variances()));
  }

  private static double[] difference(double[] after, double[] before) {
    double[] difference = after.clone();
    for (int gene = 0; gene < difference.length; gene++) {
      difference[gene] -= before[gene];
    }
    return difference;
  }
}
