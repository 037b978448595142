package io.scstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class BenchEmbedCommandIT {
  private final SmallBench bench = SmallBench.of(BenchEmbedCommand::new, "30", "8", "0.3");

  @Test
  void measuresBothInPairs() throws IOException {
    assertThat(bench.runTurns("--json", "--model", "CO")).as(bench.err.toString()).isZero();
    assertThat(bench.out.toString().lines()).hasSize(1);
    JsonNode json = new ObjectMapper().readTree(bench.out.toString());
    assertThat(json.get("model").asText()).isEqualTo("CO");
    assertThat(json.get("pairs").asInt()).isEqualTo(3);
    assertThat(json.get("density").asDouble()).isEqualTo(0.3);
    assertThat(json.get("cells_per_second").asDouble()).isPositive();
    assertThat(json.get("train_cells_per_second").asDouble()).isPositive();
    assertThat(json.get("ratio").asDouble()).isPositive();
    assertThat(bench.err.toString().lines()).hasSize(3);
  }

  @Test
  void printsTwoLinesForPeople() {
    assertThat(bench.runTurns()).as(bench.err.toString()).isZero();
    assertThat(bench.out.toString()).startsWith("SO, 30 genes, 8 cells at a time: ");
    assertThat(bench.out.toString()).contains("(median of 3 pairs)");
  }

  @Test
  void saysWhatIsMisused() {
    assertThat(bench.runTurns("--model", "XO")).isEqualTo(2);
    assertThat(bench.err.toString()).contains("embed: Invalid model: XO; expected one of CO");
    assertThat(bench.out.toString()).isEmpty();
  }

  @Test
  void showsAnExample() {
    assertThat(bench.run("--help")).isZero();
    assertThat(bench.out.toString()).contains("Example:").contains("scstream bench embed --genes");
  }
}
