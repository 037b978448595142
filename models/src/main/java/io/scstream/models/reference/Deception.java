package io.scstream.models.reference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.data.Role;
import io.scstream.models.device.EngineMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Real and decoded pairs of a minibatch, and what encoder and decoder do about discriminators. */
final class Deception {
  private final Roles roles;
  private final Map<Role, Pairs> pairs = new LinkedHashMap<>();

  /** Rows [x, codes] of one role, on an open tape. */
  private record Pairs(NDArray real, NDArray decoded) {}

  /**
   * Of cells and decoded draws [n, G] and their codes [n, d].
   *
   * @param prior the draws themselves
   */
  Deception(Roles roles, NDArray x, NDArray codes, NDArray decoded, NDArray prior) {
    this.roles = roles;
    if (roles.has(Role.TARGET)) {
      pairs.put(Role.TARGET, pairs(Role.TARGET, x, codes, decoded, prior));
    }
    if (roles.has(Role.BACKGROUND)) {
      pairs.put(
          Role.BACKGROUND,
          pairs(Role.BACKGROUND, x, roles.background(codes), decoded, roles.background(prior)));
    }
  }

  private Pairs pairs(Role role, NDArray x, NDArray codes, NDArray decoded, NDArray prior) {
    return new Pairs(
        roles.of(role, x).concat(roles.of(role, codes), 1),
        roles.of(role, decoded).concat(roles.of(role, prior), 1));
  }

  /** The cross-entropy with real pairs called decoded, and decoded ones real. */
  NDArray loss(Discriminators discriminators) {
    List<NDArray> losses = new ArrayList<>();
    pairs.forEach(
        (role, its) -> {
          float[] view = discriminators.weights(role);
          // −log(1 − D) = softplus(logit), and −log D = softplus(−logit).
          NDArray ofReal = logits(its.real, view).getNDArrayInternal().softPlus();
          NDArray ofDecoded = logits(its.decoded, view).neg().getNDArrayInternal().softPlus();
          losses.add(EngineMemory.scale(ofReal.add(ofDecoded).sum(), roles.share(role)));
        });
    return losses.stream().reduce(NDArray::add).orElseThrow();
  }

  private static NDArray logits(NDArray pairs, float[] view) {
    int width = view.length - 1;
    float[] weights = Arrays.copyOf(view, width);
    float[] constant = {view[width]};
    NDArray column = EngineMemory.copy(pairs.getManager(), weights, new Shape(width, 1));
    return pairs
        .matMul(column)
        .add(EngineMemory.copy(pairs.getManager(), constant, new Shape(1))); // [n, 1]
  }

  /** All pairs with their labels, without gradients. */
  List<float[]> pairs() {
    List<float[]> rows = new ArrayList<>();
    for (Pairs its : pairs.values()) {
      addRows(rows, its.real, 1);
      addRows(rows, its.decoded, 0);
    }
    return rows;
  }

  private static void addRows(List<float[]> rows, NDArray array, float label) {
    try (NDArray values = array.stopGradient()) {
      int width = (int) array.getShape().get(1);
      float[] flat = values.toFloatArray();
      for (int from = 0; from < flat.length; from += width) {
        float[] row = Arrays.copyOfRange(flat, from, from + width + 1);
        row[width] = label;
        rows.add(row);
      }
    }
  }
}
