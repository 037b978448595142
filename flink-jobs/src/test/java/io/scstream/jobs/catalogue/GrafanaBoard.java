package io.scstream.jobs.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.runtime.metrics.MetricNames;

/** A dashboard of Grafana with a panel for each number of the catalogue that Flink shows. */
final class GrafanaBoard {
  static final String COMMAND =
      "./mvnw -pl flink-jobs -am test -Dtest=GrafanaFilesTest -Ddocs.write=true"
          + " -Dsurefire.failIfNoSpecifiedTests=false";

  /** How many messages of the topic of cells wait, as Flink's Kafka source tells it. */
  static final String PENDING =
      "flink_taskmanager_job_task_operator_" + MetricNames.PENDING_RECORDS;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final int COLUMNS = 24;
  private static final int WIDTH = 8;
  private static final int HEIGHT = 8;
  // Newer releases of Grafana read an older schema and bring it up to date.
  private static final int SCHEMA_VERSION = 39;

  private final List<Map<String, Object>> panels = new ArrayList<>();
  private int x;
  private int y;

  private GrafanaBoard() {}

  static String text() throws JsonProcessingException {
    GrafanaBoard board = new GrafanaBoard();
    board.row("Waiting");
    board.panel(
        MetricNames.PENDING_RECORDS,
        "messages",
        "of the topic of cells that a source has not read",
        PENDING,
        "");
    for (Section section : Section.values()) {
      board.section(section);
    }
    return JSON.writeValueAsString(board.whole()) + "\n";
  }

  private void section(Section section) {
    List<Metric> metrics =
        Metric.all().stream()
            .filter(metric -> metric.entry().section() == section)
            .filter(metric -> metric.entry().outlets().stream().anyMatch(Outlet::isFlink))
            .toList();
    if (metrics.isEmpty()) {
      return; // Only on the topic of metrics.
    }
    row(section.title());
    for (Metric metric : metrics) {
      for (Outlet outlet : metric.entry().outlets().stream().filter(Outlet::isFlink).toList()) {
        panel(
            metric.flinkWord(),
            metric.entry().unit(),
            metric.entry().meaning(),
            metric.prometheus(outlet),
            outlet.label());
      }
    }
  }

  private void row(String title) {
    y += x == 0 ? 0 : HEIGHT;
    x = 0;
    Map<String, Object> row = begin("row", title, COLUMNS, 1);
    row.put("collapsed", false);
    row.put("panels", List.of());
    y++;
  }

  private void panel(String title, String unit, String meaning, String name, String label) {
    Map<String, Object> panel = begin("timeseries", title, WIDTH, HEIGHT);
    panel.put("description", unit + ": " + withoutLinks(meaning));
    panel.put("datasource", source());
    panel.put(
        "fieldConfig",
        new TreeMap<>(
            Map.of("defaults", Map.of("unit", grafanaUnit(unit)), "overrides", List.of())));
    Map<String, Object> target = new LinkedHashMap<>();
    target.put("refId", "A");
    target.put("expr", name + selector(label));
    target.put("legendFormat", label.isEmpty() ? "{{job_name}}" : "{{" + label + "}}");
    panel.put("targets", List.of(target));
    x = (x + WIDTH) % COLUMNS;
    y += x == 0 ? HEIGHT : 0;
  }

  private Map<String, Object> begin(String type, String title, int width, int height) {
    Map<String, Object> panel = new LinkedHashMap<>();
    panel.put("id", panels.size() + 1);
    panel.put("type", type);
    panel.put("title", title);
    Map<String, Object> place = new LinkedHashMap<>();
    place.put("x", x);
    place.put("y", y);
    place.put("w", width);
    place.put("h", height);
    panel.put("gridPos", place);
    panels.add(panel);
    return panel;
  }

  private Map<String, Object> whole() {
    Map<String, Object> board = new LinkedHashMap<>();
    board.put("uid", "scstream");
    board.put("title", "scstream");
    board.put("description", "Written from the catalogue of metrics; do not edit. " + COMMAND);
    board.put("tags", List.of("scstream"));
    board.put("schemaVersion", SCHEMA_VERSION);
    board.put("editable", true);
    board.put("refresh", "10s");
    board.put("time", Map.of("from", "now-1h"));
    board.put(
        "templating", Map.of("list", List.of(sources(), choice("job_name"), choiceOfLineages())));
    board.put("panels", panels);
    return board;
  }

  /** The choice among Grafana's sources of data, so that the file fits any installation. */
  private static Map<String, Object> sources() {
    Map<String, Object> choice = new LinkedHashMap<>();
    choice.put("name", "source");
    choice.put("label", "Prometheus");
    choice.put("type", "datasource");
    choice.put("query", "prometheus");
    return choice;
  }

  private static Map<String, Object> choice(String label) {
    return choice(label, PENDING);
  }

  private static Map<String, Object> choiceOfLineages() {
    return choice("lineage", TrainMetric.TRAIN_STEP.prometheus(Outlet.TRAIN));
  }

  private static Map<String, Object> choice(String label, String name) {
    Map<String, Object> choice = new LinkedHashMap<>();
    choice.put("name", label);
    choice.put("type", "query");
    choice.put("datasource", source());
    choice.put("query", "label_values(" + name + ", " + label + ")");
    choice.put("refresh", 2); // Whenever the span of time changes.
    choice.put("includeAll", true);
    choice.put("allValue", ".*");
    choice.put("multi", true);
    choice.put("current", new TreeMap<>(Map.of("text", "All", "value", "$__all")));
    return choice;
  }

  private static Map<String, Object> source() {
    Map<String, Object> source = new LinkedHashMap<>();
    source.put("type", "prometheus");
    source.put("uid", "${source}");
    return source;
  }

  private static String selector(String label) {
    String jobs = "job_name=~\"$job_name\"";
    return label.equals("lineage") ? "{" + jobs + ", lineage=~\"$lineage\"}" : "{" + jobs + "}";
  }

  private static String grafanaUnit(String unit) {
    return unit.equals("seconds") ? "s" : "short";
  }

  /** Links of the page of metrics lead nowhere from here. */
  static String withoutLinks(String markdown) {
    return markdown.replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1");
  }
}
