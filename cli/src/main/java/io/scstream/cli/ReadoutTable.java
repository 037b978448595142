package io.scstream.cli;

import io.scstream.bench.RealCells;
import io.scstream.models.trial.KnownResult;
import io.scstream.models.trial.KnownTrial;
import io.scstream.models.trial.Readout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Read-outs of real cells: every one as JSON, and a line each for people. */
final class ReadoutTable {
  private static final String LINE =
      "%-14s %4s  %8s %8s  %6s %6s %6s  %6s %6s %6s  %6s %6s  %6s %6s %6s %6s";

  private final RealCells cells;
  private final int steps;
  private final List<Row> rows = new ArrayList<>();

  private record Row(KnownTrial trial, KnownResult result) {}

  ReadoutTable(RealCells cells, int steps) {
    this.cells = cells;
    this.steps = steps;
  }

  void add(KnownTrial trial, KnownResult result) {
    rows.add(new Row(trial, result));
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("dataset", cells.dataset());
    json.put("genes", cells.genes().size());
    json.put("cells_fitted", cells.cells().fitted().size());
    json.put("cells_held_out", cells.cells().heldOut().size());
    json.put("steps", steps);
    json.put("kl_warmup_steps", KnownTrial.warmUp(steps));
    json.put("rows", rows.stream().map(ReadoutTable::json).toList());
    return json;
  }

  private static Map<String, Object> json(Row row) {
    KnownResult result = row.result;
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", row.trial.model().label());
    json.put("seed", row.trial.seed());
    if (row.trial.model().isConstrained()) {
      json.put("threshold", row.trial.thresholds().dependence());
      json.put("match_threshold", row.trial.thresholds().match());
    }
    json.put("loss_background", result.elboBackground());
    json.put("loss_target", result.elboTarget());
    json.put("role", json(result.role()));
    result.label().ifPresent(label -> json.put("label", json(label)));
    result.shared().ifPresent(shared -> json.put("shared", json(shared)));
    json.put("domain_auc", result.domainAuc());
    json.put("dependence", result.dependence());
    json.put("salient_silence", result.salientSilence());
    if (!Double.isNaN(result.decodedLeakage())) {
      json.put("decoded_leakage", result.decodedLeakage());
    }
    json.put("active_z", result.active().background());
    json.put("active_s", result.active().salient());
    return json;
  }

  private static Map<String, Object> json(Readout readout) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("labels", readout.labels());
    json.put("cells", readout.cells());
    json.put("leakage_ratio", readout.leakageRatio());
    json.put("z", json(readout.background()));
    json.put("s", json(readout.salient()));
    return json;
  }

  private static Map<String, Object> json(Readout.OfCode code) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("balanced_accuracy", code.probe().balancedAccuracy());
    json.put("above_chance", code.probe().aboveChance());
    json.put("information", code.probe().information());
    json.put("nmi", code.separation().agreement().normalizedInformation());
    json.put("ari", code.separation().agreement().adjustedRand());
    json.put("silhouette", code.separation().silhouette());
    return json;
  }

  /** Balanced accuracies; the rest is in the JSON. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            LINE,
            "model",
            "seed",
            "bg",
            "target",
            "role z",
            "role s",
            "AUC z",
            "lab. z",
            "lab. s",
            "ratio",
            "sha. z",
            "sha. s",
            "nHSIC",
            "silent",
            "decod.",
            "units"));
    rows.forEach(row -> text.append('\n').append(line(row)));
    return text.toString();
  }

  private static String line(Row row) {
    KnownResult result = row.result;
    return String.format(
        Locale.ROOT,
        LINE,
        row.trial.model().label(),
        row.trial.seed(),
        number("%.1f", result.elboBackground()),
        number("%.1f", result.elboTarget()),
        accuracy(result.role().background()),
        accuracy(result.role().salient()),
        number("%.3f", result.domainAuc()),
        result.label().map(Readout::background).map(ReadoutTable::accuracy).orElse("-"),
        result.label().map(Readout::salient).map(ReadoutTable::accuracy).orElse("-"),
        result.label().map(label -> number("%.2f", label.leakageRatio())).orElse("-"),
        result.shared().map(Readout::background).map(ReadoutTable::accuracy).orElse("-"),
        result.shared().map(Readout::salient).map(ReadoutTable::accuracy).orElse("-"),
        number("%.4f", result.dependence()),
        number("%.3f", result.salientSilence()),
        number("%.3f", result.decodedLeakage()),
        result.active().background() + "/" + result.active().salient());
  }

  private static String accuracy(Readout.OfCode code) {
    return number("%.3f", code.probe().balancedAccuracy());
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
