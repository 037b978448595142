package io.scstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Broker, Flink and store in the process of the test, with a tiny model. */
class BenchPipelineCommandIT {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aTrainingJobTakesTurnsWithTheLearnerAndCellsAreEmbedded() throws IOException {
    int code =
        run(
            new BenchPipelineCommand(),
            "--cells",
            "600",
            "--batch",
            "32",
            "--pairs",
            "2",
            "--warm-up",
            "0.1",
            "--set",
            "model.hidden=8",
            "--set",
            "train.initial-cells=64",
            "--set",
            "publish.every-steps=5",
            "--json");
    assertThat(code).as(err.toString()).isZero();
    assertThat(out.toString().lines()).hasSize(1);
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.get("pairs").asInt()).isEqualTo(2);
    assertThat(json.get("batch").asInt()).isEqualTo(32);
    assertThat(json.get("job_steps_per_second").asDouble()).isPositive();
    assertThat(json.get("learner_steps_per_second").asDouble()).isPositive();
    assertThat(json.get("share").asDouble())
        .isBetween(json.get("share_min").asDouble(), json.get("share_max").asDouble());
    assertThat(json.get("latency_cells").asInt()).isBetween(300, 364);
    assertThat(json.get("latency_p50_ms").asDouble())
        .isPositive()
        .isLessThanOrEqualTo(json.get("latency_p99_ms").asDouble());
    assertThat(json.get("cells").asLong()).isGreaterThan(64 + 600 + 300);
    assertThat(err.toString()).contains("2 of 2: ").contains("Sending ");
  }

  @Test
  void filesAreIngestedInTurnsWithSteps() throws IOException {
    int code =
        run(
            new BenchIngestCommand(),
            "--copies",
            "2",
            "--ingests",
            "1",
            "--batch",
            "16",
            "--pairs",
            "2",
            "--warm-up",
            "0",
            "--json");
    assertThat(code).as(err.toString()).isZero();
    assertThat(out.toString().lines()).hasSize(1);
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.get("cells").asLong()).isEqualTo(2 * 5961);
    assertThat(json.get("genes").asInt()).isEqualTo(500);
    assertThat(json.get("batch").asInt()).isEqualTo(16);
    assertThat(json.get("pairs").asInt()).isEqualTo(2);
    assertThat(json.get("cells_per_second").asDouble()).isPositive();
    assertThat(json.get("train_cells_per_second").asDouble()).isPositive();
    assertThat(json.get("ratio").asDouble()).isPositive();
    assertThat(err.toString()).contains("2 of 2: ");
  }

  @Test
  void sayWhatIsMisused() {
    assertThat(run(new BenchPipelineCommand(), "--cells", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("Invalid cells: 0; expected at least one for each pair");
    assertThat(run(new BenchPipelineCommand(), "--batch", "1")).isEqualTo(2);
    assertThat(err.toString()).contains("Invalid batch: 1; expected 2 or more, half of each role");
    assertThat(run(new BenchPipelineCommand(), "--set", "train.depth=2")).isEqualTo(2);
    assertThat(err.toString()).contains("train.depth");
    assertThat(run(new BenchIngestCommand(), "--copies", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("Invalid copies: 0; expected a positive number");
    assertThat(run(new BenchIngestCommand(), "--model", "XO")).isEqualTo(2);
    assertThat(err.toString()).contains("Invalid model: XO; expected one of CO");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void showExamples() {
    assertThat(run(new BenchPipelineCommand(), "--help")).isZero();
    assertThat(run(new BenchIngestCommand(), "--help")).isZero();
    assertThat(out.toString())
        .contains("scstream bench pipeline --cells 60000 --json")
        .contains("scstream bench ingest --json");
  }

  private int run(Callable<Integer> command, String... arguments) {
    List<String> all = new ArrayList<>(List.of("--examples", examples().toString()));
    all.addAll(List.of(arguments));
    return new CommandLine(command)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .setExecutionExceptionHandler(Scstream::tell)
        .execute(all.toArray(String[]::new));
  }

  private static Path examples() {
    Path here = Path.of("").toAbsolutePath();
    return Files.isDirectory(here.resolve("examples"))
        ? here.resolve("examples")
        : here.resolveSibling("examples");
  }
}
