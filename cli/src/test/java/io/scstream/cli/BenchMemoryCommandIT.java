package io.scstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class BenchMemoryCommandIT {
  private final SmallBench bench = SmallBench.of(BenchMemoryCommand::new, "30", "8", "0.3");

  @Test
  void tellsMemoryEarlyAndLate() throws IOException {
    assertThat(bench.runSmall("--json", "--total-steps", "4000")).as(bench.err.toString()).isZero();
    JsonNode json = new ObjectMapper().readTree(bench.out.toString());
    assertThat(json.get("steps").asInt()).isEqualTo(4000);
    assertThat(json.get("resident_mib_first").asDouble()).isPositive();
    assertThat(json.get("growth").asDouble())
        .isEqualTo(
            json.get("resident_mib_last").asDouble() / json.get("resident_mib_first").asDouble());
    assertThat(bench.err.toString().lines()).hasSize(3);
  }

  @Test
  void asksForStepsEnough() {
    assertThat(bench.runSmall("--total-steps", "2999")).isEqualTo(2);
    assertThat(bench.err.toString()).contains("Invalid total-steps: 2999; expected 3000 or more");
  }
}
