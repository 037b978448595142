package io.scstream.jobs.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GrafanaFilesTest {
  private static final Path FOLDER = Path.of("..", "deploy", "grafana");
  private static final Path BOARD = FOLDER.resolve("scstream.json");
  private static final Path RULES = FOLDER.resolve("scstream-rules.yaml");
  private static final Pattern NAME = Pattern.compile("flink_\\w+");

  @BeforeAll
  static void writeIfAsked() throws IOException {
    if (Boolean.getBoolean("docs.write")) {
      Files.createDirectories(FOLDER);
      Files.writeString(BOARD, GrafanaBoard.text());
      Files.writeString(RULES, AlertRule.text());
    }
  }

  @Test
  void theFilesAreWhatTheCatalogueSays() throws IOException {
    isCurrent(BOARD, GrafanaBoard.text());
    isCurrent(RULES, AlertRule.text());
  }

  private static void isCurrent(Path file, String text) throws IOException {
    assertThat(Files.exists(file) ? Files.readString(file) : "")
        .as("%s is stale; write it anew: %s", file, GrafanaBoard.COMMAND)
        .isEqualTo(text);
  }

  @Test
  void theBoardShowsEveryNumberOfFlinkOnceAndNoOther() throws IOException {
    Set<String> expected = names();
    expected.add(GrafanaBoard.PENDING);
    List<String> shown = new ArrayList<>();
    for (JsonNode expression : board().findValues("expr")) {
      shown.addAll(namesIn(expression.asText()));
    }
    assertThat(shown).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(board().findValues("query"))
        .allSatisfy(query -> assertThat(expected).containsAll(namesIn(query.asText())));
  }

  @Test
  void selectorsUseLabelsThatTheNumbersHave() throws IOException {
    for (JsonNode target : board().findValues("targets")) {
      String expression = target.get(0).get("expr").asText();
      assertThat(expression.contains("lineage=~"))
          .as(expression)
          .isEqualTo(expression.startsWith("flink_taskmanager_job_task_operator_lineage_"));
    }
  }

  @Test
  void panelsLieSideBySideWithoutOverlap() throws IOException {
    Set<List<Integer>> cells = new HashSet<>();
    for (JsonNode place : board().findValues("gridPos")) {
      for (int x = place.get("x").asInt(); x < end(place, "x", "w"); x++) {
        for (int y = place.get("y").asInt(); y < end(place, "y", "h"); y++) {
          assertThat(cells.add(List.of(x, y))).as("%d, %d is free", x, y).isTrue();
          assertThat(x).isLessThan(24);
        }
      }
    }
    assertThat(cells).isNotEmpty();
  }

  private static int end(JsonNode place, String from, String length) {
    return place.get(from).asInt() + place.get(length).asInt();
  }

  @Test
  void rulesUseNumbersThatThereAre() throws IOException {
    JsonNode rules = new YAMLMapper().readTree(RULES.toFile()).at("/groups/0/rules");
    assertThat(rules).hasSize(AlertRule.all().size());
    Set<String> expected = names();
    Set<String> alerts = new TreeSet<>();
    for (JsonNode rule : rules) {
      assertThat(namesIn(rule.get("expr").asText())).hasSize(1).isSubsetOf(expected);
      assertThat(rule.at("/annotations/description").asText()).isNotBlank().doesNotContain("](");
      assertThat(alerts.add(rule.get("alert").asText())).isTrue();
    }
    assertThat(AlertRule.all()).allMatch(rule -> rule.metric().isAt(rule.outlet()));
  }

  private static Set<String> names() {
    Set<String> names = new TreeSet<>();
    for (Metric metric : Metric.all()) {
      metric.entry().outlets().stream()
          .filter(Outlet::isFlink)
          .forEach(outlet -> names.add(metric.prometheus(outlet)));
    }
    return names;
  }

  private static List<String> namesIn(String text) {
    List<String> names = new ArrayList<>();
    Matcher name = NAME.matcher(text);
    while (name.find()) {
      names.add(name.group());
    }
    return names;
  }

  private static JsonNode board() throws IOException {
    return new ObjectMapper().readTree(BOARD.toFile());
  }
}
