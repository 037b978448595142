package io.scstream.models.stream;

import io.scstream.models.data.Role;
import io.scstream.models.leakage.LeakageReport;
import io.scstream.models.learner.StepOutcome;
import io.scstream.models.objective.ElboTerms;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the arrival of some cells led to.
 *
 * @param prequential per role the bound on the arriving cells before they changed anything; empty
 *     before the first step
 * @param steps the steps taken, in order; after going back, those that stand
 * @param step steps taken by the run in all
 * @param incidents what the guard did since the last report
 * @param leakage of the window of cells that ended with these, if one did
 */
public record ChunkReport(
    Map<Role, ElboTerms> prequential,
    List<StepOutcome> steps,
    long step,
    boolean isCutDue,
    List<Incident> incidents,
    Optional<LeakageReport> leakage) {
  /** Copies. */
  public ChunkReport {
    prequential = Map.copyOf(prequential);
    steps = List.copyOf(steps);
    incidents = List.copyOf(incidents);
  }
}
