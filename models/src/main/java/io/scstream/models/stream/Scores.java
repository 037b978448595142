package io.scstream.models.stream;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.forgetting.ScoredCell;
import io.scstream.models.learner.Embedder;
import io.scstream.models.memory.RememberedCell;
import io.scstream.models.objective.ElboTerms;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Bounds on more cells than fit a minibatch. */
final class Scores {
  private static final int SCORED_AT_ONCE = 128;

  private Scores() {}

  /** Per role that is there the mean over its cells. */
  static Map<Role, ElboTerms> of(Embedder model, List<Cell> cells) {
    return of(cells, it -> it, ofRole -> model.score(minibatch(model, ofRole)));
  }

  /** The same from other things than cells, in portions of one role. */
  static <T> Map<Role, ElboTerms> of(
      List<T> items, Function<T, Cell> cell, Function<List<T>, ElboTerms> score) {
    Map<Role, ElboTerms> scores = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      List<T> ofRole = items.stream().filter(it -> cell.apply(it).role() == role).toList();
      List<ElboTerms> parts = new ArrayList<>();
      for (int from = 0; from < ofRole.size(); from += SCORED_AT_ONCE) {
        int to = Math.min(ofRole.size(), from + SCORED_AT_ONCE);
        parts.add(score.apply(ofRole.subList(from, to)));
      }
      if (!parts.isEmpty()) {
        scores.put(role, mean(parts));
      }
    }
    return scores;
  }

  /** Of every cell, in the order of minibatches. */
  static List<ScoredCell> perCell(Embedder model, List<RememberedCell> cells) {
    List<ScoredCell> scored = new ArrayList<>();
    for (int from = 0; from < cells.size(); from += SCORED_AT_ONCE) {
      List<RememberedCell> rows =
          cells.subList(from, Math.min(cells.size(), from + SCORED_AT_ONCE)).stream()
              .sorted(
                  Comparator.comparing((RememberedCell it) -> it.cell().role())
                      .thenComparing(it -> it.cell().group()))
              .toList();
      double[] bounds =
          model.bounds(minibatch(model, rows.stream().map(RememberedCell::cell).toList()));
      for (int row = 0; row < bounds.length; row++) {
        RememberedCell cell = rows.get(row);
        scored.add(new ScoredCell(cell.cell().id(), cell.stratum(), cell.donor(), bounds[row]));
      }
    }
    return scored;
  }

  static Minibatch minibatch(Embedder model, List<Cell> cells) {
    return Minibatch.of(model.spec().genes(), cells);
  }

  static ElboTerms mean(Collection<ElboTerms> parts) {
    return ElboTerms.mean(parts, 1);
  }

  static boolean areFinite(Map<Role, ElboTerms> scores) {
    return scores.values().stream().allMatch(ElboTerms::isFinite);
  }
}
