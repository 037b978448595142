package io.scstream.models.stream;

import io.scstream.models.data.Role;
import io.scstream.models.forgetting.ForgettingReport;
import io.scstream.models.leakage.LeakageReport;
import io.scstream.models.learner.StepOutcome;
import io.scstream.models.objective.ElboTerms;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the arrival of some cells led to.
 *
 * @param prequential per role the bound on the arriving cells before they changed anything; empty
 *     before the first step
 * @param steps the steps taken, in order; after going back, those that stand
 * @param step steps taken by the run in all
 * @param incidents what the guard did since the last report
 * @param leakage of the window of cells that ended with these, if one did
 * @param forgetting what looks at held-out cells found, in order
 * @param rateShare of the model's learning rate at the last step; empty before the first one
 */
public record ChunkReport(
    Map<Role, ElboTerms> prequential,
    List<StepOutcome> steps,
    long step,
    boolean isCutDue,
    List<Incident> incidents,
    Optional<LeakageReport> leakage,
    List<ForgettingReport> forgetting,
    OptionalDouble rateShare) {
  /** Copies. */
  public ChunkReport {
    prequential = Map.copyOf(prequential);
    steps = List.copyOf(steps);
    incidents = List.copyOf(incidents);
    forgetting = List.copyOf(forgetting);
  }

  /** Without a look at held-out cells. */
  public ChunkReport(
      Map<Role, ElboTerms> prequential,
      List<StepOutcome> steps,
      long step,
      boolean isCutDue,
      List<Incident> incidents,
      Optional<LeakageReport> leakage) {
    this(prequential, steps, step, isCutDue, incidents, leakage, List.of(), OptionalDouble.empty());
  }
}
