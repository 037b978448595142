package io.scstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchEmbedCommandIT {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int runSmall(String... further) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--genes",
                "30",
                "--batch",
                "8",
                "--density",
                "0.3",
                "--hidden",
                "8",
                "--pairs",
                "3",
                "--steps",
                "2",
                "--warm-up",
                "0.1"));
    all.addAll(List.of(further));
    return run(all.toArray(String[]::new));
  }

  @Test
  void measuresBothInPairs() throws IOException {
    assertThat(runSmall("--json", "--model", "CO")).as(err.toString()).isZero();
    assertThat(out.toString().lines()).hasSize(1);
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.get("model").asText()).isEqualTo("CO");
    assertThat(json.get("pairs").asInt()).isEqualTo(3);
    assertThat(json.get("density").asDouble()).isEqualTo(0.3);
    assertThat(json.get("cells_per_second").asDouble()).isPositive();
    assertThat(json.get("train_cells_per_second").asDouble()).isPositive();
    assertThat(json.get("ratio").asDouble()).isPositive();
    assertThat(err.toString().lines()).hasSize(3);
  }

  @Test
  void printsTwoLinesForPeople() {
    assertThat(runSmall()).as(err.toString()).isZero();
    assertThat(out.toString()).startsWith("SO, 30 genes, 8 cells at a time: ");
    assertThat(out.toString()).contains("(median of 3 pairs)");
  }

  @Test
  void saysWhatIsMisused() {
    assertThat(runSmall("--model", "XO")).isEqualTo(2);
    assertThat(err.toString()).contains("embed: Invalid model: XO; expected one of CO");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void showsAnExample() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("Example:").contains("scstream bench embed --genes");
  }

  private int run(String... arguments) {
    return new CommandLine(new BenchEmbedCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .setExecutionExceptionHandler(Scstream::tell)
        .execute(arguments);
  }
}
