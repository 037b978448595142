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

class BenchForgettingCommandIT {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private int run(String... arguments) {
    return new CommandLine(new BenchForgettingCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  /** Two lines of 150 cells; each third cell is a control, the others have one of two guides. */
  private Path table() throws IOException {
    List<String> counts = new ArrayList<>(List.of("cell,g0,g1,g2,g3"));
    List<String> annotations = new ArrayList<>(List.of("cell,guide,line"));
    for (int cell = 0; cell < 300; cell++) {
      int line = cell / 150;
      counts.add(
          "c%d,%d,%d,%d,%d"
              .formatted(cell, 1 + cell % 3, cell % 5, line == 0 ? 20 : 1, line == 0 ? 1 : 20));
      annotations.add(
          "c%d,%s,%s".formatted(cell, List.of("none", "A", "B").get(cell % 3), "l" + line));
    }
    Files.write(folder.resolve("annotations.csv"), annotations);
    return Files.write(folder.resolve("screen.csv"), counts);
  }

  @Test
  void phasesOfAFileAreComparedOnBothSides() throws IOException {
    int exit =
        run(
            table().toString(),
            "--orientation",
            "cells-in-rows",
            "--annotations",
            folder.resolve("annotations.csv").toString(),
            "--background",
            "none",
            "--obs",
            "role=guide,treatment=guide",
            "--by",
            "line",
            "--phases-each",
            "2",
            "--passes",
            "6",
            "--new-cells",
            "64",
            "--json");
    assertThat(exit).as(err.toString()).isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.get("phases").asInt()).isEqualTo(4);
    for (String side : List.of("replay", "plain")) {
      assertThat(json.get(side).get("losses")).hasSize(3);
      assertThat(json.get(side).get("losses").get(0).get("phase").asText()).isEqualTo("l0-1");
      assertThat(json.get(side).get("worst_loss_nats").asDouble()).isNotNegative();
    }
    assertThat(err.toString()).contains("replay: phase 4 of 4", "plain: phase 4 of 4");
  }

  @Test
  void filesNeedAnAnnotationThatMakesPhases() throws IOException {
    assertThat(run(table().toString())).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString())
        .contains("Missing --by; expected the annotation whose values make phases");
  }

  @Test
  void anUnknownRecipeIsAMisuse() {
    assertThat(run("--recipe", "none")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("Invalid recipe: none; expected one of");
  }
}
