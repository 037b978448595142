package io.scstream.models.gate;

import io.scstream.models.forgetting.Difference;
import io.scstream.models.gauge.Movement;
import io.scstream.models.leakage.LeakageReport;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is known of a version when it is judged. All of it comes from the state of the run.
 *
 * @param isFinite whether all weights and all of the optimizer are finite numbers
 * @param bound of held-out cells under this version, less that of the same cells when the promoted
 *     version was judged; empty if there is none
 * @param forgotten strata that count as forgotten
 * @param leakage of the last window
 * @param active coordinates in use among the cells of the panel; empty without a panel
 * @param movement of the panel's published codes since the promoted version; empty if there is none
 *     or its frame is another
 */
public record Evidence(
    boolean isFinite,
    Optional<Difference> bound,
    List<String> forgotten,
    Leakage leakage,
    Optional<LeakageReport.Active> active,
    Optional<Movement> movement) {
  /**
   * What the last window of arriving cells said of leakage; empty before the first one, where it
   * could not be told, or where leakage is not measured.
   *
   * @param domainAuc how well background codes tell roles apart, 0.5 by chance
   * @param label how well background codes tell the label of target cells, 0 by chance
   */
  public record Leakage(OptionalDouble domainAuc, OptionalDouble label) {
    /** Nothing is known. */
    public static final Leakage UNKNOWN =
        new Leakage(OptionalDouble.empty(), OptionalDouble.empty());

    /** Of a window. */
    public static Leakage of(LeakageReport report) {
      return new Leakage(
          report.domainAuc(),
          report.labels().stream().mapToDouble(LeakageReport.LabelReading::background).findFirst());
    }
  }

  /** Copies. */
  public Evidence {
    forgotten = List.copyOf(forgotten);
  }
}
