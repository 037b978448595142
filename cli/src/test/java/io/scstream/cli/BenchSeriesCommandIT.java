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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchSeriesCommandIT {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  /** Twenty-four donors of thirty cells of two types, on twenty genes. */
  private String[] command(String... further) throws IOException {
    List<String> counts = new ArrayList<>();
    List<String> annotations = new ArrayList<>(List.of("cell,donor,type"));
    StringBuilder header = new StringBuilder("cell");
    for (int gene = 0; gene < 20; gene++) {
      header.append(",g").append(gene);
    }
    counts.add(header.toString());
    for (int cell = 0; cell < 720; cell++) {
      StringBuilder row = new StringBuilder("c" + cell);
      for (int gene = 0; gene < 20; gene++) {
        row.append(',').append(10 + (cell * 31 + gene * 17) % 13);
      }
      counts.add(row.toString());
      annotations.add("c%d,d%02d,%s".formatted(cell, cell % 24, cell % 5 < 3 ? "a" : "b"));
    }
    Files.write(folder.resolve("annotations.csv"), annotations);
    Path table = Files.write(folder.resolve("donors.csv"), counts);
    List<String> all =
        new ArrayList<>(
            List.of(
                table.toString(),
                "--orientation=cells-in-rows",
                "--annotations=" + folder.resolve("annotations.csv"),
                "--obs=role=@target",
                "--batch-by=donor",
                "--stratum=type",
                "--orders=3",
                "--changed=4"));
    all.addAll(List.of(further));
    return all.toArray(String[]::new);
  }

  @Test
  void printsOneObject() throws IOException {
    String table = folder.resolve("donors.csv").toString();
    assertThat(run(command("--run-length=100", "--json", "--other=" + table)))
        .as(err.toString())
        .isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.get("batches").asInt()).isEqualTo(24);
    assertThat(json.get("orders").asInt()).isEqualTo(3);
    assertThat(json.get("promised_false_alarms").asDouble()).isEqualTo(3 * 19 / 100.0);
    assertThat(json.get("changes").size()).isEqualTo(4);
    assertThat(json.get("changes").get("depth").get("found_share").asDouble()).isBetween(0.0, 1.0);
    assertThat(err.toString()).contains("24 batches of 720 cells");
  }

  @Test
  void printsLinesForPeople() throws IOException {
    assertThat(run(command("--parts=2"))).as(err.toString()).isZero();
    assertThat(out.toString()).contains("false alarms in 3 orders").contains("composition");
    assertThat(err.toString()).contains("48 batches");
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    assertThat(run(command("--changed=20"))).isEqualTo(2);
    assertThat(err.toString()).contains("Invalid changed batches: 20; expected 1 to 18");
    assertThat(run(command("--batch-by=plate"))).isEqualTo(1);
    assertThat(err.toString()).contains("plate");
    assertThat(out.toString()).isEmpty();
  }

  private int run(String... arguments) {
    return new CommandLine(new BenchSeriesCommand())
        .setOverwrittenOptionsAllowed(true)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
