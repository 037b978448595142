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

/** What {@code bench factorized} asks of codes, after few steps on few cells. */
class BenchCodesIT {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private int run(String... arguments) {
    return new CommandLine(new BenchFactorizedCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .setExecutionExceptionHandler(Scstream::tell)
        .execute(arguments);
  }

  @Test
  void asksBothQuestionsOfSimulatedCells() throws IOException {
    assertThat(
            run(
                "--task",
                "codes",
                "--steps",
                "3",
                "--cells",
                "300",
                "--seeds",
                "0",
                "--replicas",
                "2",
                "--json",
                "--baseline",
                "beta-vae"))
        .isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.get("cells").asText()).isEqualTo("s1");
    // The truth, then untrained and trained, with labels and without.
    assertThat(json.at("/independence/rows")).hasSize(5);
    JsonNode claims = json.at("/independence/means/4");
    assertThat(claims.get("model").asText()).isEqualTo("fcr, labels masked");
    assertThat(claims.get("p_x_t").asDouble()).isBetween(0.0, 1.0);
    assertThat(claims.has("hsic_random_t")).isTrue();
    // Three blocks each, and the baseline's one.
    assertThat(json.at("/clustering/rows")).hasSize(16);
    JsonNode baseline = json.at("/clustering/means/15");
    assertThat(baseline.get("model").asText()).isEqualTo("beta-vae");
    assertThat(baseline.get("mcc").asDouble()).isBetween(0.0, 1.0);
    assertThat(baseline.get("leiden_nmi_xt").asDouble()).isBetween(0.0, 1.0);
  }

  @Test
  void readsTheCellsOfFiles() throws IOException {
    List<String> counts = new ArrayList<>(List.of("cell,g0,g1,g2,g3,g4"));
    List<String> annotations = new ArrayList<>(List.of("cell,guide,line"));
    for (int cell = 0; cell < 240; cell++) {
      counts.add("c%d,%d,%d,3,%d,1".formatted(cell, cell % 4, cell % 3, cell % 5));
      annotations.add(
          "c%d,%s,%s".formatted(cell, cell % 3 == 0 ? "none" : "A", "kl".charAt(cell % 2)));
    }
    Path table = Files.write(folder.resolve("screen.csv"), counts);
    Path beside = Files.write(folder.resolve("annotations.csv"), annotations);
    assertThat(
            run(
                "--task",
                "independence",
                "--steps",
                "2",
                "--seeds",
                "0",
                "--json",
                "--orientation",
                "cells-in-rows",
                "--annotations",
                beside.toString(),
                "--background",
                "none",
                "--obs",
                "role=guide,treatment=guide,covariate=line",
                table.toString()))
        .as(err.toString())
        .isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.get("cells").asText()).isEqualTo("screen");
    assertThat(json.has("clustering")).isFalse();
    assertThat(err.toString()).contains("covariates [line]");
  }

  @Test
  void leavesPairsOutAndSaysWhereTheyAreTooFewForIntervals() throws IOException {
    assertThat(pairs("2")).isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.get("pairs").asInt()).isEqualTo(5);
    assertThat(json.get("calibration_pairs").asInt()).isEqualTo(10);
    assertThat(json.get("coverage").asDouble()).isBetween(0.0, 1.0);
    out.getBuffer().setLength(0);
    assertThat(pairs("1")).isZero();
    json = new ObjectMapper().readTree(out.toString());
    assertThat(json.get("calibration_pairs").asInt()).isEqualTo(5);
    assertThat(json.has("coverage")).isFalse();
    assertThat(pairs("6")).isEqualTo(2);
    assertThat(err.toString()).contains("Invalid replicas: 6; expected at most 5");
  }

  private int pairs(String replicas) {
    String[] few = {"--task", "coverage", "--steps", "2", "--cells", "900", "--seeds", "0"};
    List<String> arguments = new ArrayList<>(List.of(few));
    arguments.addAll(List.of("--replicas", replicas, "--json"));
    return run(arguments.toArray(String[]::new));
  }

  @Test
  void namesTheBaselinesThatThereAre() {
    assertThat(run("--task", "clustering", "--cells", "300", "--baseline", "vae")).isEqualTo(2);
    assertThat(err.toString())
        .contains(
            "Invalid baseline: vae; expected one of [beta-vae, factor-vae, i-vae, i-vae-means]");
  }
}
