package io.scstream.models.stream;

import io.scstream.models.data.Role;
import io.scstream.models.gate.GateReport;
import io.scstream.models.learner.Canary;
import io.scstream.models.learner.LearnerSnapshot;
import io.scstream.models.objective.ElboTerms;
import java.util.Map;
import java.util.Optional;

/**
 * A model version: the learner as it was, how far the run had come, and per role the bound on the
 * cells held out.
 *
 * @param counts as before the cut: their parent is the version that this one follows, 0 for none
 * @param canary the first cells of the reference with their codes, before any rotation; empty if
 *     there is none
 * @param alignment how its codes are turned to be published
 * @param gate whether it may take the place of the promoted version; empty if it was not judged
 */
public record VersionCut(
    LearnerSnapshot learner,
    StreamCounts counts,
    Map<Role, ElboTerms> heldOut,
    Optional<Canary> canary,
    Alignment alignment,
    Optional<GateReport> gate) {
  /** Copies. */
  public VersionCut {
    heldOut = Map.copyOf(heldOut);
  }

  /** One that nobody has judged. */
  public VersionCut(
      LearnerSnapshot learner,
      StreamCounts counts,
      Map<Role, ElboTerms> heldOut,
      Optional<Canary> canary,
      Alignment alignment) {
    this(learner, counts, heldOut, canary, alignment, Optional.empty());
  }

  VersionCut judged(Optional<GateReport> report) {
    return new VersionCut(learner, counts, heldOut, canary, alignment, report);
  }
}
