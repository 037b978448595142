package io.scstream.jobs.catalogue;

import io.scstream.schema.AlertRecord;
import io.scstream.schema.MetricRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/** The document of the catalogue, {@code docs/metrics.md}, as text. */
final class MetricsPage {
  static final String COMMAND =
      "./mvnw -pl flink-jobs -am test -Dtest=MetricsPageTest -Ddocs.write=true"
          + " -Dsurefire.failIfNoSpecifiedTests=false";

  private final List<String> lines = new ArrayList<>();

  private MetricsPage() {}

  static String text() {
    MetricsPage page = new MetricsPage();
    page.introduce();
    for (Section section : Section.values()) {
      page.describe(section);
    }
    page.describePrometheus();
    page.describeAlerts();
    return String.join("\n", page.lines) + "\n";
  }

  private void add(String... more) {
    lines.addAll(List.of(more));
  }

  private void row(String... cells) {
    add("| " + String.join(" | ", cells) + " |");
  }

  private void head(String... titles) {
    row(titles);
    row(Arrays.stream(titles).map(title -> "---").toArray(String[]::new));
  }

  private void introduce() {
    add(
        "# Metrics and alerts",
        "",
        "Every number and every alert that the jobs give. This page is written from the catalogue in"
            + " the code,",
        "[`Metric`](../flink-jobs/src/main/java/io/scstream/jobs/catalogue/Metric.java) and",
        "[`AlertKind`](../flink-jobs/src/main/java/io/scstream/jobs/catalogue/AlertKind.java); do"
            + " not edit it. To write it anew:",
        "",
        "```sh",
        COMMAND,
        "```",
        "",
        "A word in capitals stands for many: `constraint.NAME` is a number for each constraint. What"
            + " to do about them:",
        "[operations](operations.md#metrics). Numbers of a version are in its"
            + " [manifest](operations.md#numbers-of-a-version).",
        "",
        "## The topic of metrics",
        "",
        MetricRecord.getClassSchema().getDoc().replace("lineage|metric", "`lineage|metric`"),
        "");
    fields(MetricRecord.getClassSchema());
  }

  private void fields(Schema schema) {
    head("field", "type", "meaning");
    for (Schema.Field field : schema.getFields()) {
      row("`" + field.name() + "`", type(field.schema()), String.valueOf(field.doc()));
    }
    add("");
  }

  private static String type(Schema schema) {
    if (schema.getLogicalType() != null) {
      return schema.getType().getName() + ", " + schema.getLogicalType().getName();
    }
    return switch (schema.getType()) {
      case UNION ->
          schema.getTypes().stream().map(MetricsPage::type).collect(Collectors.joining(" or "));
      case ENUM ->
          schema.getEnumSymbols().stream()
              .map(symbol -> "`" + symbol + "`")
              .collect(Collectors.joining(", "));
      case MAP -> "map of " + type(schema.getValueType());
      default -> schema.getType().getName();
    };
  }

  private void describe(Section section) {
    add("## " + section.title(), "", section.written(), "");
    head("metric", "unit or range", "what it is", "where");
    for (Metric.Entry metric : Metric.all().stream().map(Metric::entry).toList()) {
      if (metric.section() == section) {
        row(
            "`" + metric.pattern() + "`",
            metric.unit(),
            metric.meaning(),
            metric.outlets().stream().map(MetricsPage::where).collect(Collectors.joining("; ")));
      }
    }
    add("");
  }

  private static String where(Outlet outlet) {
    return outlet.isFlink() ? outlet.kind() + " of `" + outlet.operator() + "`" : "topic";
  }

  private void describePrometheus() {
    add(
        "## Names in Prometheus",
        "",
        "As Flink's Prometheus reporter forms them, with its default scopes. Beside its own labels"
            + " (`job_name`, `operator_name`, `subtask_index`, ...) a number has the one shown. In"
            + " values of labels every character but letters, digits, `:` and `_` becomes `_`:"
            + " `lineage=\"so_cvae\"`. The reporter gives counters as gauges; they begin at 0 with"
            + " every attempt of a job. No reporter is switched on by default.",
        "");
    head("name", "label", "operator", "kind");
    for (Outlet outlet : Outlet.values()) {
      for (Metric metric : outlet.isFlink() ? Metric.at(outlet) : List.<Metric>of()) {
        row(
            "`" + metric.prometheus(outlet) + "`",
            outlet.label().isEmpty() ? "" : "`" + outlet.label() + "`",
            "`" + outlet.operator() + "`",
            outlet.kind());
      }
    }
    add("");
  }

  private void describeAlerts() {
    Schema schema = AlertRecord.getClassSchema();
    add("## The topic of alerts", "", schema.getDoc().replace(": lineage.", ": `lineage`."), "");
    fields(schema);
    head("kind", "severity", "raised by", "evidence", "action");
    for (AlertKind kind : AlertKind.values()) {
      row(
          "`" + kind.word() + "`",
          kind.severity().name(),
          kind.cause(),
          kind.evidence().stream().map(name -> "`" + name + "`").collect(Collectors.joining(", ")),
          kind.action());
    }
  }
}
