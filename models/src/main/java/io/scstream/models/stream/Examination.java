package io.scstream.models.stream;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.learner.LearnerFactory;
import io.scstream.models.learner.LearnerSnapshot;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.objective.ElboTerms;
import io.scstream.models.spec.ModelSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at cells without changing the run: can a model make finite numbers of them? */
final class Examination implements AutoCloseable {
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
   * @param fault why the cells cannot be taken in, if so
   */
  record Finding(Map<Role, ElboTerms> prequential, Optional<String> fault) {}

  /** Scores cells by the model, or before its first step by one that has learned nothing. */
  Finding examine(@Nullable OnlineLearner model, List<Cell> cells) {
    for (Cell cell : cells) {
      float size = (float) cell.librarySize();
      if (!Float.isFinite(size) || size < Float.MIN_NORMAL) {
        return new Finding(
            Map.of(),
            Optional.of(
                "library size "
                    + cell.librarySize()
                    + " of cell "
                    + cell.id()
                    + " is outside the range of float32"));
      }
    }
    Map<Role, ElboTerms> scores = Scores.of(model == null ? untrained() : model, cells);
    if (!Scores.areFinite(scores)) {
      return new Finding(Map.of(), Optional.of("the score of its cells is not finite"));
    }
    if (model != null) {
      close(); // From the first step on the model itself is asked.
    }
    return new Finding(model == null ? Map.of() : scores, Optional.empty());
  }

  /** Whether these cells alone give a score or a gradient that is not finite. */
  boolean isPoison(Optional<LearnerSnapshot> model, List<Cell> cells) {
    if (cells.isEmpty()) {
      return false;
    }
    try (OnlineLearner copy =
        model.map(factory::restore).orElseGet(() -> factory.create(spec, List.of()))) {
      return !Scores.areFinite(Scores.of(copy, cells))
          || !copy.update(Minibatch.of(spec.genes(), cells)).isFinite();
    }
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
