package io.scstream.models.stream;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.ModelException;
import io.scstream.models.data.Cell;
import io.scstream.models.gauge.Gauge;
import io.scstream.models.gauge.Panel;
import io.scstream.models.learner.Canary;
import io.scstream.models.learner.LearnerSnapshot;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.memory.RememberedCell;
import io.scstream.models.spec.ModelSpec;
import java.util.List;
import java.util.Optional;

/** What a version is made of, and what a run can go back to. */
final class Cutting {
  private Cutting() {}

  /**
   * A version of the present model that nobody has judged.
   *
   * @param panel what it is aligned with
   */
  static VersionCut version(
      Course course,
      OnlineLearner now,
      LearnerSnapshot snapshot,
      Optional<Panel> panel,
      int canaryCells) {
    List<Cell> reference = cells(course, MemoryWatcher.Which.REFERENCE);
    return new VersionCut(
        snapshot,
        course.counts(),
        Scores.of(now, cells(course, MemoryWatcher.Which.HOLD_OUT)),
        canary(now, reference.subList(0, Math.min(canaryCells, reference.size()))),
        Alignment.of(now, panel, reference));
  }

  private static Optional<Canary> canary(OnlineLearner now, List<Cell> cells) {
    try {
      return cells.isEmpty() ? Optional.empty() : Optional.of(Canary.of(now, cells));
    } catch (ModelException e) {
      return Optional.empty(); // A version without a check is better than none.
    }
  }

  private static List<Cell> cells(Course course, MemoryWatcher.Which which) {
    return course.memories().of(which).cells().stream().map(RememberedCell::cell).toList();
  }

  /**
   * Refuses a version that a run cannot go on from.
   *
   * @throws ModelException if it is of another model or not finite
   */
  static void checkFits(ModelSpec spec, LearnerSnapshot version, Gauge gauge) {
    checkInput(
        version.spec().equals(spec),
        "Invalid version to roll back to: %s; expected %s",
        version.spec(),
        spec);
    checkInput(
        version.isFinite(),
        "Invalid version to roll back to: step %d has values that are not finite",
        version.step());
    checkInput(
        gauge.fits(spec),
        "Invalid gauge to roll back to: for codes of %d and %d dimensions; expected those of %s",
        gauge.background().size(),
        gauge.salient().size(),
        spec);
  }
}
