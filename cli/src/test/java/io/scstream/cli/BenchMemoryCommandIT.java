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

class BenchMemoryCommandIT {
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
  void tellsMemoryEarlyAndLate() throws IOException {
    assertThat(runSmall("--json", "--total-steps", "4000")).as(err.toString()).isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.get("steps").asInt()).isEqualTo(4000);
    assertThat(json.get("resident_mib_first").asDouble()).isPositive();
    assertThat(json.get("growth").asDouble())
        .isEqualTo(
            json.get("resident_mib_last").asDouble() / json.get("resident_mib_first").asDouble());
    assertThat(err.toString().lines()).hasSize(3);
  }

  @Test
  void asksForStepsEnough() {
    assertThat(runSmall("--total-steps", "2999")).isEqualTo(2);
    assertThat(err.toString()).contains("Invalid total-steps: 2999; expected 3000 or more");
  }

  private int run(String... arguments) {
    return new CommandLine(new BenchMemoryCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .setExecutionExceptionHandler(Scstream::tell)
        .execute(arguments);
  }
}
