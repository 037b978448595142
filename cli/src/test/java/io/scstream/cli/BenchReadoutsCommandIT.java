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

class BenchReadoutsCommandIT {
  private static final int CELLS = 300;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  /** Thirty genes of few counts; every third cell is a control, others have a gene of their own. */
  private Path table() throws IOException {
    List<String> counts = new ArrayList<>();
    List<String> annotations = new ArrayList<>(List.of("cell,guide,line"));
    StringBuilder header = new StringBuilder("cell");
    for (int gene = 0; gene < 30; gene++) {
      header.append(",g").append(gene);
    }
    counts.add(header.toString());
    for (int cell = 0; cell < CELLS; cell++) {
      StringBuilder row = new StringBuilder("c" + cell);
      for (int gene = 0; gene < 30; gene++) {
        row.append(',').append((cell * 7 + gene * 5) % 4 + (gene == cell % 3 && gene > 0 ? 30 : 0));
      }
      counts.add(row.toString());
      annotations.add(
          "c%d,%s,%s"
              .formatted(
                  cell, List.of("none", "A", "B").get(cell % 3), cell / 3 % 2 == 0 ? "k" : "l"));
    }
    Files.write(folder.resolve("annotations.csv"), annotations);
    return Files.write(folder.resolve("screen.csv"), counts);
  }

  private String[] command(String... further) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                table().toString(),
                "--orientation",
                "cells-in-rows",
                "--annotations",
                folder.resolve("annotations.csv").toString(),
                "--background",
                "none",
                "--obs",
                "role=guide",
                "--label",
                "guide",
                "--shared",
                "line",
                "--held-out",
                "0.3",
                "--most-variable",
                "20",
                "--steps",
                "3"));
    command.addAll(List.of(further));
    return command.toArray(String[]::new);
  }

  @Test
  void readsFitsAsksAndWrites() throws IOException {
    Path written = folder.resolve("written");
    assertThat(run(command("--model", "SO", "--seeds", "3,4", "--write", "" + written, "--json")))
        .as(err.toString())
        .isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.get("genes").asInt()).isEqualTo(20);
    assertThat(json.get("steps").asInt()).isEqualTo(3);
    int heldOut = json.get("cells_held_out").asInt();
    assertThat(heldOut + json.get("cells_fitted").asInt()).isEqualTo(CELLS);
    assertThat(json.get("rows")).hasSize(2);
    JsonNode row = json.get("rows").get(1);
    assertThat(row.get("seed").asInt()).isEqualTo(4);
    assertThat(row.get("role").get("cells").asInt()).isEqualTo(heldOut);
    assertThat(row.get("label").get("labels").asInt()).isEqualTo(2);
    assertThat(row.get("shared").get("z").get("balanced_accuracy").asDouble()).isBetween(0.0, 1.0);

    List<String> cells = Files.readAllLines(written.resolve("cells.csv"));
    assertThat(cells).hasSize(CELLS + 1).startsWith("cell,role,held_out,label,shared");
    assertThat(cells.stream().filter(line -> line.contains(",1,"))).hasSize(heldOut);
    assertThat(cells).contains("screen|c0,background,%s,,".formatted(split(cells, "screen|c0")));
    assertThat(cells).anyMatch(line -> line.matches("screen\\|c1,target,[01],A,k"));
    assertThat(Files.readAllLines(written.resolve("genes.csv"))).hasSize(21).contains("g1", "g2");
    assertThat(Files.readAllLines(written.resolve("counts.mtx")).get(1)).startsWith("300 20 ");
    assertThat(Files.readAllLines(written.resolve("codes-SO-4.csv")))
        .hasSize(CELLS + 1)
        .first()
        .asString()
        .startsWith("cell,z_0,")
        .endsWith(",s_9");
  }

  private static String split(List<String> cells, String id) {
    return cells.stream()
        .filter(line -> line.startsWith(id + ","))
        .map(line -> line.split(",", -1)[2])
        .findFirst()
        .orElseThrow();
  }

  @Test
  void printsATableForPeople() throws IOException {
    assertThat(run(command("--model", "CONTRASTIVEVI"))).as(err.toString()).isZero();
    assertThat(out.toString().lines()).hasSize(2);
    assertThat(out.toString()).startsWith("model").contains("\nCONTRASTIVEVI ");
    assertThat(err.toString()).contains("20 of 30 genes").contains("CONTRASTIVEVI, seed 0");
  }

  @Test
  void bindsBothConstraints() throws IOException {
    assertThat(run(command("--model", "SO,MO-CO", "--match-threshold", "0.005", "--json")))
        .as(err.toString())
        .isZero();
    JsonNode rows = new ObjectMapper().readTree(out.toString()).get("rows");
    assertThat(rows.get(0).has("match_threshold")).isFalse();
    assertThat(rows.get(1).get("threshold").asDouble()).isEqualTo(0.01);
    assertThat(rows.get(1).get("match_threshold").asDouble()).isEqualTo(0.005);
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    assertThat(run(command("--model", "XO"))).isEqualTo(2);
    assertThat(err.toString()).contains("readouts: Invalid model: XO; expected one of SO, MO");
    assertThat(run(command("--seeds", "x"))).isEqualTo(2);
    assertThat(err.toString()).contains("Invalid --seeds: x; expected 0..4 or 0,2,5");
    assertThat(run(table().toString(), "--orientation", "cells-in-rows", "--label", "dose"))
        .isEqualTo(1);
    assertThat(err.toString()).contains("dose");
    assertThat(run(table().toString(), "--orientation", "cells-in-rows", "--steps", "3"))
        .isEqualTo(1);
    assertThat(err.toString()).contains("Invalid cells: 0 BACKGROUND cells");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void showsExamples() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("Examples:").contains("scstream bench readouts kang.h5ad");
  }

  private int run(String... arguments) {
    return new CommandLine(new BenchReadoutsCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
