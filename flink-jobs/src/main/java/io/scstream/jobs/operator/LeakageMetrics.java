package io.scstream.jobs.operator;

import io.scstream.models.leakage.LeakageReport;
import java.util.ArrayList;
import java.util.List;

/** The numbers of a leakage report under their names; what could not be told is left out. */
final class LeakageMetrics {
  private LeakageMetrics() {}

  /**
   * One of them.
   *
   * @param cells of the window that it is of: all, or those of the role concerned
   */
  record Reading(String name, double value, int cells) {}

  static List<Reading> of(LeakageReport report) {
    int all = report.cells().all();
    int target = report.cells().target();
    List<Reading> numbers = new ArrayList<>();
    report.dependence().ifPresent(it -> add(numbers, "leakage_dependence", it, target));
    report.match().ifPresent(it -> add(numbers, "leakage_match", it, all));
    report.domainAuc().ifPresent(auc -> numbers.add(new Reading("leakage_domain_auc", auc, all)));
    report
        .labels()
        .ifPresent(
            it -> {
              numbers.add(new Reading("leakage_label_background", it.background(), target));
              numbers.add(new Reading("leakage_label_salient", it.salient(), target));
              numbers.add(new Reading("leakage_labels", it.labels(), target));
              numbers.add(new Reading("leakage_label_cells_ignored", it.ignored(), target));
            });
    report
        .decoded()
        .ifPresent(
            it -> {
              numbers.add(new Reading("leakage_decoded", it.share(), all));
              numbers.add(new Reading("leakage_decoded_effect", it.full(), all));
            });
    report.silence().ifPresent(it -> numbers.add(new Reading("salient_silence", it, all)));
    numbers.add(new Reading("active_units_background", report.active().background(), all));
    report
        .active()
        .salient()
        .ifPresent(it -> numbers.add(new Reading("active_units_salient", it, target)));
    return numbers.stream().filter(it -> Double.isFinite(it.value())).toList();
  }

  private static void add(
      List<Reading> numbers, String name, LeakageReport.Estimate estimate, int cells) {
    numbers.add(new Reading(name, estimate.value(), cells));
    numbers.add(new Reading(name + "_floor", estimate.floor(), cells));
  }
}
