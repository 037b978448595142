package io.scstream.jobs.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A rule by which Prometheus warns of a number of the catalogue.
 *
 * @param condition what of the number is worth a look, {@code NUMBER} in its place
 * @param causes the alerts by which the jobs tell of the same; none where they raise none
 */
record AlertRule(
    String name, Metric metric, Outlet outlet, String condition, List<AlertKind> causes) {
  private static final String RISES = "increase(NUMBER[10m]) > 0";
  private static final String ANY = "NUMBER > 0";
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .build();

  AlertRule {
    causes = List.copyOf(causes);
  }

  static List<AlertRule> all() {
    return List.of(
        rule("Drift", DriftMetric.DRIFT_ALARM, ANY, AlertKind.DRIFT),
        rule("Forgetting", ForgettingMetric.BWT_ALARMS, ANY, AlertKind.FORGETTING),
        rule("Halted", TrainMetric.CHUNKS_HELD, ANY, AlertKind.HALTED),
        rule("RolledBack", TrainMetric.ROLLBACKS_TOTAL, RISES, AlertKind.ROLLED_BACK),
        rule("Quarantined", TrainMetric.QUARANTINED, RISES, AlertKind.QUARANTINED),
        rule("Thinned", TrainMetric.THIN_SHARE, "NUMBER < 1"),
        rule("DeadLetters", IntakeMetric.DLQ_TOTAL, RISES),
        rule("Conflict", IntakeMetric.DUP_CONFLICT, RISES, AlertKind.CONFLICTING_DUPLICATE),
        rule("BatchIncomplete", IntakeMetric.BATCH_INCOMPLETE, RISES, AlertKind.BATCH_INCOMPLETE),
        rule("StoreDoesNotAnswer", PublishMetric.PUBLISH_FAILURES_TOTAL, RISES),
        rule(
            "ModelSwapFailed",
            EmbedMetric.SWAP_FAILURES_TOTAL,
            RISES,
            AlertKind.MODEL_SWAP_FAILED));
  }

  private static AlertRule rule(String name, Metric metric, String condition, AlertKind... causes) {
    Outlet outlet =
        metric.entry().outlets().stream().filter(Outlet::isFlink).findFirst().orElseThrow();
    return new AlertRule("Scstream" + name, metric, outlet, condition, List.of(causes));
  }

  /** All of them as a file of rules. */
  static String text() throws JsonProcessingException {
    Map<String, Object> group = new LinkedHashMap<>();
    group.put("name", "scstream");
    group.put("rules", all().stream().map(AlertRule::yaml).toList());
    return "# Written from the catalogue of metrics; do not edit.\n# "
        + GrafanaBoard.COMMAND
        + "\n"
        + YAML.writeValueAsString(Map.of("groups", List.of(group)));
  }

  private Map<String, Object> yaml() {
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put("alert", name);
    rule.put("expr", condition.replace("NUMBER", metric.prometheus(outlet)));
    rule.put("labels", Map.of("severity", severity()));
    Map<String, Object> notes = new LinkedHashMap<>();
    String label = outlet.label().isEmpty() ? "job_name" : outlet.label();
    notes.put(
        "summary",
        metric.flinkWord()
            + " of {{ $labels."
            + label
            + " }} "
            + (condition.equals(RISES) ? "rose by" : "is")
            + " {{ $value }}");
    notes.put("description", description());
    rule.put("annotations", notes);
    return rule;
  }

  private String severity() {
    return causes.isEmpty() ? "warn" : causes.get(0).severity().name().toLowerCase(Locale.ROOT);
  }

  private String description() {
    StringBuilder text = new StringBuilder();
    text.append(metric.entry().unit()).append(": ").append(metric.entry().meaning()).append(".");
    for (AlertKind kind : causes) {
      text.append(" Told as `").append(kind.word()).append("`: ").append(kind.cause());
      text.append(". The job: ").append(kind.action()).append(".");
    }
    return GrafanaBoard.withoutLinks(text.toString());
  }
}
