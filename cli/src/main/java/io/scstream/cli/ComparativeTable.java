package io.scstream.cli;

import io.scstream.models.trial.Trial;
import io.scstream.models.trial.TrialResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Trials and what they found: every one as JSON, and means over seeds for people. */
final class ComparativeTable {
  private static final String LINE =
      "%-18s %-13s %-9s %5s  %5s %5s  %5s %5s %5s  %7s %7s  %6s %6s %5s";

  private final List<Row> rows;

  private record Row(Trial trial, TrialResult result) {}

  private ComparativeTable(List<Row> rows) {
    this.rows = rows;
  }

  static ComparativeTable of(List<Trial> trials, List<TrialResult> results) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < trials.size(); i++) {
      rows.add(new Row(trials.get(i), results.get(i)));
    }
    return new ComparativeTable(rows);
  }

  Map<String, Object> json() {
    return Map.of("rows", rows.stream().map(ComparativeTable::json).toList());
  }

  private static Map<String, Object> json(Row row) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("recipe", row.trial.recipe().label());
    json.put("model", row.trial.model().label());
    json.put("feed", row.trial.feed().label());
    json.put("seed", row.trial.seed());
    json.put("steps", row.trial.steps());
    json.put("threshold", row.trial.threshold());
    json.put("r2_z", row.result.backgroundRecovery());
    json.put("r2_s", row.result.salientRecovery());
    json.put("leak_sz", row.result.salientInBackground());
    json.put("leak_zs", row.result.backgroundInSalient());
    json.put("leak_sz_knn", row.result.nearestSalientInBackground());
    json.put("loss", row.result.loss());
    json.put("loss_background", row.result.elboBackground());
    json.put("loss_target", row.result.elboTarget());
    json.put("constraint", row.result.dependence());
    json.put("decoded_leakage", row.result.decodedLeakage());
    json.put("background_weight", row.result.course().backgroundWeight());
    if (Double.isFinite(row.result.course().constraint())) {
      json.put("constraint_training", row.result.course().constraint());
    }
    return json;
  }

  /** One line for all seeds of the same trial. */
  String text() {
    Map<String, List<Row>> groups = new LinkedHashMap<>();
    for (Row row : rows) {
      Trial trial = row.trial;
      String key = trial.recipe() + "/" + trial.model() + "/" + trial.feed() + trial.threshold();
      groups.computeIfAbsent(key, it -> new ArrayList<>()).add(row);
    }
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            LINE,
            "recipe",
            "model",
            "feed",
            "seeds",
            "r2_z",
            "r2_s",
            "SZ",
            "ZS",
            "SZkNN",
            "bg",
            "target",
            "nHSIC",
            "decod.",
            "w_bg"));
    groups.values().forEach(group -> text.append('\n').append(line(group)));
    return text.toString();
  }

  private static String line(List<Row> group) {
    Trial trial = group.get(0).trial;
    String model =
        trial.model().isConstrained()
            ? trial.model().label() + " " + trial.threshold()
            : trial.model().label();
    return String.format(
        Locale.ROOT,
        LINE,
        trial.recipe().label(),
        model,
        trial.feed().label().replace("blocks-without-replay", "no-replay"),
        group.size(),
        mean(group, "%.3f", TrialResult::backgroundRecovery),
        mean(group, "%.3f", TrialResult::salientRecovery),
        mean(group, "%.3f", TrialResult::salientInBackground),
        mean(group, "%.3f", TrialResult::backgroundInSalient),
        mean(group, "%.3f", TrialResult::nearestSalientInBackground),
        mean(group, "%.2f", TrialResult::elboBackground),
        mean(group, "%.2f", TrialResult::elboTarget),
        mean(group, "%.4f", TrialResult::dependence),
        mean(group, "%.3f", TrialResult::decodedLeakage),
        mean(group, "%.2f", it -> it.course().backgroundWeight()));
  }

  private static String mean(List<Row> group, String format, ToDoubleFunction<TrialResult> value) {
    return String.format(
        Locale.ROOT,
        format,
        group.stream().map(Row::result).mapToDouble(value).average().orElse(Double.NaN));
  }
}
