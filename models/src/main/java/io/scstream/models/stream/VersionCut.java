package io.scstream.models.stream;

import io.scstream.models.data.Role;
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
 */
public record VersionCut(
    LearnerSnapshot learner,
    StreamCounts counts,
    Map<Role, ElboTerms> heldOut,
    Optional<Canary> canary,
    Alignment alignment) {
  /** Copies. */
  public VersionCut {
    heldOut = Map.copyOf(heldOut);
  }
}
