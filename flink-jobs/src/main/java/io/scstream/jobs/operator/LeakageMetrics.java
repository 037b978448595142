package io.scstream.jobs.operator;

import io.scstream.jobs.catalogue.LeakageMetric;
import io.scstream.models.evaluate.DecodedLeakage;
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
  record Reading(LeakageMetric metric, double value, int cells) {}

  static List<Reading> of(LeakageReport report) {
    int all = report.cells().all();
    int target = report.cells().target();
    List<Reading> numbers = new ArrayList<>();
    addEstimates(numbers, report);
    report.domainAuc().ifPresent(it -> add(numbers, LeakageMetric.LEAKAGE_DOMAIN_AUC, it, all));
    report.labels().ifPresent(it -> addLabels(numbers, it, target));
    report.decoded().ifPresent(it -> addDecoded(numbers, it, all));
    report.silence().ifPresent(it -> add(numbers, LeakageMetric.SALIENT_SILENCE, it, all));
    add(numbers, LeakageMetric.ACTIVE_UNITS_BACKGROUND, report.active().background(), all);
    report
        .active()
        .salient()
        .ifPresent(it -> add(numbers, LeakageMetric.ACTIVE_UNITS_SALIENT, it, target));
    return numbers.stream().filter(it -> Double.isFinite(it.value())).toList();
  }

  private static void addEstimates(List<Reading> numbers, LeakageReport report) {
    int all = report.cells().all();
    int target = report.cells().target();
    report
        .dependence()
        .ifPresent(
            it -> {
              add(numbers, LeakageMetric.LEAKAGE_DEPENDENCE, it.value(), target);
              add(numbers, LeakageMetric.LEAKAGE_DEPENDENCE_FLOOR, it.floor(), target);
            });
    report
        .match()
        .ifPresent(
            it -> {
              add(numbers, LeakageMetric.LEAKAGE_MATCH, it.value(), all);
              add(numbers, LeakageMetric.LEAKAGE_MATCH_FLOOR, it.floor(), all);
            });
  }

  private static void addLabels(
      List<Reading> numbers, LeakageReport.LabelReading labels, int target) {
    add(numbers, LeakageMetric.LEAKAGE_LABEL_BACKGROUND, labels.background(), target);
    add(numbers, LeakageMetric.LEAKAGE_LABEL_SALIENT, labels.salient(), target);
    add(numbers, LeakageMetric.LEAKAGE_LABELS, labels.labels(), target);
    add(numbers, LeakageMetric.LEAKAGE_LABEL_CELLS_IGNORED, labels.ignored(), target);
  }

  private static void addDecoded(List<Reading> numbers, DecodedLeakage.Effects effects, int all) {
    add(numbers, LeakageMetric.LEAKAGE_DECODED, effects.share(), all);
    add(numbers, LeakageMetric.LEAKAGE_DECODED_EFFECT, effects.full(), all);
  }

  private static void add(List<Reading> numbers, LeakageMetric metric, double value, int cells) {
    numbers.add(new Reading(metric, value, cells));
  }
}
