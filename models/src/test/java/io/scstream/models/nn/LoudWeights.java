package io.scstream.models.nn;

import java.util.Map;

/**
 * First values with so much variance that hidden units keep away from the kink of their activation,
 * where a difference of losses is no gradient.
 */
public final class LoudWeights {
  private LoudWeights() {}

  /** The same, with louder weights of linear layers. */
  public static Map<String, float[]> of(Map<String, float[]> values) {
    values.forEach(
        (name, value) -> {
          if (name.endsWith(".weight") && !name.endsWith(".norm.weight")) {
            double factor = Math.sqrt(name.contains(".layers.") ? 6 : 3);
            for (int i = 0; i < value.length; i++) {
              value[i] *= (float) factor;
            }
          }
        });
    return values;
  }
}
