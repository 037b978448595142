package io.scstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchDriftCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void printsOneObject() throws IOException {
    assertThat(
            run(
                "--icc=0.02",
                "--signals=3",
                "--seed=1",
                "--run-length=30",
                "--replications=10",
                "--json"))
        .as(err.toString())
        .isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.get("asked").asDouble()).isEqualTo(30);
    assertThat(json.get("replications").asInt()).isEqualTo(10);
    assertThat(json.get("signals").asInt()).isEqualTo(3);
    assertThat(json.get("run_length").asDouble()).isPositive();
    assertThat(json.get("median_delay_2sd").asDouble()).isPositive();
    assertThat(json.get("found_share").asDouble()).isEqualTo(1);
  }

  @Test
  void printsATableOfSeveral() {
    assertThat(run("--icc=0,0.1", "--signals=1,2", "--run-length=20", "--replications=5")).isZero();
    assertThat(out.toString().lines()).hasSize(5).first().asString().contains("run length");
    assertThat(err.toString()).contains("icc 0.1, 2 signals");
  }

  @Test
  void saysWhatIsWrong() {
    assertThat(run("--icc=1")).isEqualTo(2);
    assertThat(err.toString()).contains("Invalid icc: 1.0; expected a number from 0 to below 1");
    assertThat(run("--reading=x")).isEqualTo(2);
    assertThat(err.toString()).contains("Invalid reading: x; expected mean or energy");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void tellsWhatPromotionsDo() throws IOException {
    assertThat(
            run(
                "--promotions=10",
                "--every=2",
                "--streams=2",
                "--genes=30",
                "--batch-cells=40",
                "--settling=8",
                "--json"))
        .as(err.toString())
        .isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.get("judged").asInt()).isEqualTo(20);
    assertThat(json.get("promised_alarms").asDouble()).isEqualTo(0.08);
    for (String monitor : new String[] {"reread", "left", "fixed"}) {
      assertThat(json.get(monitor).get("streams")).hasSize(2);
      assertThat(json.get(monitor).get("alarms").asInt()).isNotNegative();
    }
    assertThat(err.toString()).contains("stream of seed 1: 10 promotions");
  }

  @Test
  void promotionsAreOfOneLaw() {
    assertThat(run("--promotions=10", "--icc=0,0.1")).isEqualTo(2);
    assertThat(err.toString())
        .contains("Invalid --icc: [0.0, 0.1]; expected one value with --promotions");
  }

  @Test
  void showsExamples() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("scstream bench drift --icc 0.05");
  }

  private int run(String... arguments) {
    return new CommandLine(new BenchDriftCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
