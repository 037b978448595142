package io.scstream.models.gate;

import io.scstream.models.forgetting.Difference;
import io.scstream.models.gauge.Movement;
import io.scstream.models.leakage.LeakageReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Decides whether a version takes the place of the promoted one. A function of the evidence and of
 * nothing else: a run with crashes promotes the same versions.
 */
public final class PromotionGate {
  private final GateOptions options;

  /** A gate with these limits. */
  public PromotionGate(GateOptions options) {
    this.options = options;
  }

  /**
   * Judges a version.
   *
   * @param further conditions that are judged elsewhere, such as whether drift was acknowledged
   */
  public GateReport judge(Evidence evidence, List<Finding> further) {
    List<Finding> findings = new ArrayList<>();
    findings.add(finite(evidence.isFinite()));
    findings.add(bound(evidence.bound()));
    findings.add(forgetting(evidence.forgotten()));
    findings.add(leakage("leakage_domain", evidence.leakage().domainAuc(), options.domainAuc()));
    findings.add(leakage("leakage_label", evidence.leakage().label(), options.label()));
    findings.add(
        active(
            "active_background",
            evidence.active().stream().mapToInt(LeakageReport.Active::background).findFirst(),
            options.activeBackground()));
    findings.add(
        active(
            "active_salient",
            evidence.active().map(LeakageReport.Active::salient).orElse(OptionalInt.empty()),
            options.activeSalient()));
    findings.add(canary(evidence.movement()));
    findings.addAll(further);
    return new GateReport(findings);
  }

  private static Finding finite(boolean isFinite) {
    return Finding.of(
        "finite",
        isFinite,
        isFinite ? "all weights are finite" : "a weight is not finite",
        Double.NaN);
  }

  private Finding bound(Optional<Difference> bound) {
    if (bound.isEmpty() || Double.isNaN(bound.get().standardError())) {
      return Finding.unknown("bound", "no promoted version to compare with on the same cells");
    }
    Difference difference = bound.get();
    String detail =
        text(
            "%.4g nats per cell from the promoted version, SE %.4g, on %d held-out cells;"
                + " expected no less than -%s SE",
            difference.mean(),
            difference.standardError(),
            difference.cells(),
            options.standardErrors());
    return Finding.of(
        "bound", !difference.isBelow(options.standardErrors()), detail, difference.mean());
  }

  private static Finding forgetting(List<String> forgotten) {
    String detail =
        forgotten.isEmpty()
            ? "no stratum counts as forgotten"
            : "forgotten: " + String.join(", ", forgotten);
    return Finding.of("forgetting", forgotten.isEmpty(), detail, forgotten.size());
  }

  private static Finding leakage(String condition, OptionalDouble value, double limit) {
    if (value.isEmpty() || !Double.isFinite(value.getAsDouble())) {
      return Finding.unknown(condition, "not measured");
    }
    double found = value.getAsDouble();
    return Finding.of(
        condition, found <= limit, text("%.4g; expected at most %s", found, limit), found);
  }

  private static Finding active(String condition, OptionalInt units, int least) {
    if (units.isEmpty()) {
      return Finding.unknown(condition, "no cells to count units by");
    }
    int found = units.getAsInt();
    return Finding.of(
        condition, found >= least, text("%d; expected at least %d", found, least), found);
  }

  /** The larger movement of both spaces; a space without cells has none. */
  private Finding canary(Optional<Movement> movement) {
    OptionalDouble moved =
        movement.stream()
            .flatMap(it -> List.of(it.background(), it.salient()).stream())
            .mapToDouble(Double::doubleValue)
            .filter(it -> !Double.isNaN(it))
            .max();
    if (moved.isEmpty()) {
      return Finding.unknown("canary", "no promoted codes in this frame to compare with");
    }
    double found = moved.getAsDouble();
    return Finding.of(
        "canary",
        found <= options.movement(),
        text(
            "codes of the panel moved by %.4g of the spread between cells; expected at most %s",
            found, options.movement()),
        found);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
