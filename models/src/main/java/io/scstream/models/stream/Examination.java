package io.scstream.models.stream;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.leakage.CodedCells;
import io.scstream.models.learner.LearnerFactory;
import io.scstream.models.learner.LearnerSnapshot;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.objective.ElboTerms;
import io.scstream.models.spec.ModelSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at cells without changing the run: can a model make finite numbers of them? */
final class Examination implements AutoCloseable {
  private static final int ASKED_AT_ONCE = 128;

  /** A step that shows the gradient and leaves the weights where they are, to ask all alike. */
  private static final double NO_RATE = Double.MIN_VALUE;

  private final ModelSpec spec;
  private final LearnerFactory factory;
  private @Nullable OnlineLearner untrained;

  Examination(ModelSpec spec, LearnerFactory factory) {
    this.spec = spec;
    this.factory = factory;
  }

  /**
   * What a model says of arriving cells.
   *
   * @param prequential empty before the first step
   * @param coded likewise; empty too where leakage is not measured
   * @param fault why the cells cannot be taken in, if so
   */
  record Finding(Map<Role, ElboTerms> prequential, List<CodedCells> coded, Optional<String> fault) {
    static Finding refused(String fault) {
      return new Finding(Map.of(), List.of(), Optional.of(fault));
    }
  }

  /**
   * Scores cells by the model, or before its first step by one that has learned nothing.
   *
   * @param withCodes whether to look at the codes as well, with the model alone
   */
  Finding examine(@Nullable OnlineLearner model, List<Arrival> arrivals, boolean withCodes) {
    List<Cell> cells = arrivals.stream().map(it -> it.remembered().cell()).toList();
    int groups = spec.groups().count();
    for (Cell cell : cells) {
      if (cell.group() >= groups) {
        return Finding.refused(
            "group %d of cell %s is none of the model's %d"
                .formatted(cell.group(), cell.id(), groups));
      }
      float size = (float) cell.librarySize();
      if (!Float.isFinite(size) || size < Float.MIN_NORMAL) {
        return Finding.refused(
            "library size "
                + cell.librarySize()
                + " of cell "
                + cell.id()
                + " is outside the range of float32");
      }
    }
    List<CodedCells> coded = new ArrayList<>();
    Map<Role, ElboTerms> scores =
        model != null && withCodes
            ? Readings.of(model, arrivals, coded)
            : Scores.of(model == null ? untrained() : model, cells);
    if (!Scores.areFinite(scores)) {
      return Finding.refused("the score of its cells is not finite");
    }
    if (model != null) {
      close(); // From the first step on the model itself is asked.
    }
    return new Finding(model == null ? Map.of() : scores, coded, Optional.empty());
  }

  /**
   * Of these chunks those whose cells alone give a score or a gradient that is not finite.
   *
   * @param model that is asked; empty for one that has learned nothing
   */
  Set<String> poisonousChunks(Optional<LearnerSnapshot> model, Map<String, List<Cell>> chunks) {
    Set<String> found = new LinkedHashSet<>();
    try (OnlineLearner copy = copy(model)) {
      chunks.forEach(
          (chunk, cells) -> {
            if (isPoison(copy, cells)) {
              found.add(chunk);
            }
          });
    }
    return found;
  }

  /** The ids of those among these cells that alone give a score or a gradient not finite. */
  Set<String> poisonousCells(Optional<LearnerSnapshot> model, List<Cell> cells) {
    Set<String> found = new LinkedHashSet<>();
    try (OnlineLearner copy = copy(model)) {
      for (int from = 0; from < cells.size(); from += ASKED_AT_ONCE) {
        int to = Math.min(cells.size(), from + ASKED_AT_ONCE);
        narrowDown(copy, cells.subList(from, to), found);
      }
    }
    return found;
  }

  /** Whether the first of these cells, together, give a score and a gradient that are finite. */
  boolean canTake(Optional<LearnerSnapshot> model, List<Cell> cells) {
    try (OnlineLearner copy = copy(model)) {
      return !isPoison(copy, cells.subList(0, Math.min(ASKED_AT_ONCE, cells.size())));
    }
  }

  private void narrowDown(OnlineLearner copy, List<Cell> cells, Set<String> found) {
    if (!isPoison(copy, cells)) {
      return;
    }
    if (cells.size() == 1) {
      found.add(cells.get(0).id());
      return;
    }
    narrowDown(copy, cells.subList(0, cells.size() / 2), found);
    narrowDown(copy, cells.subList(cells.size() / 2, cells.size()), found);
  }

  private OnlineLearner copy(Optional<LearnerSnapshot> model) {
    return model.map(factory::restore).orElseGet(() -> factory.create(spec, List.of()));
  }

  private boolean isPoison(OnlineLearner copy, List<Cell> cells) {
    return !cells.isEmpty()
        && (!Scores.areFinite(Scores.of(copy, cells))
            || !copy.update(Minibatch.of(spec.genes(), cells), NO_RATE).isFinite());
  }

  private OnlineLearner untrained() {
    if (untrained == null) {
      untrained = factory.create(spec, List.of());
    }
    return untrained;
  }

  @Override
  public void close() {
    if (untrained != null) {
      untrained.close();
      untrained = null;
    }
  }
}
