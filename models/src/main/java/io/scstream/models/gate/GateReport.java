package io.scstream.models.gate;

import java.util.List;

/** What the gate found, condition by condition. */
public record GateReport(List<Finding> findings) {
  /** Copies. */
  public GateReport {
    findings = List.copyOf(findings);
  }

  /** Whether the version is promoted: no condition is broken. */
  public boolean isPassed() {
    return findings.stream().noneMatch(Finding::isBroken);
  }

  /** Why not, one line a condition; empty if it is. */
  public List<String> reasons() {
    return findings.stream()
        .filter(Finding::isBroken)
        .map(it -> it.condition() + ": " + it.detail())
        .toList();
  }
}
