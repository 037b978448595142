package io.scstream.jobs.operator;

import io.scstream.jobs.publish.Promotion;
import io.scstream.models.gate.Finding;
import io.scstream.models.gate.GateReport;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The findings of a gate as numbers of a manifest: {@code gate.CONDITION} is 1 if it holds and 0 if
 * it is broken, and left out if it is unknown; {@code gate_value.CONDITION} is what was judged.
 */
final class GateMetrics {
  private GateMetrics() {}

  static SortedMap<String, Double> of(GateReport report) {
    SortedMap<String, Double> metrics = new TreeMap<>();
    metrics.put(Promotion.PASSED, report.isPassed() ? 1.0 : 0.0);
    for (Finding finding : report.findings()) {
      if (finding.verdict() != Finding.Verdict.UNKNOWN) {
        metrics.put("gate." + finding.condition(), finding.isBroken() ? 0.0 : 1.0);
      }
      finding.value().ifPresent(value -> metrics.put("gate_value." + finding.condition(), value));
    }
    return metrics;
  }
}
