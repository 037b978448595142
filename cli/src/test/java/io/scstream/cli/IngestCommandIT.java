package io.scstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.scstream.embedded.Workdir;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class IngestCommandIT {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Test
  void fillsTheEmbeddedBrokerOnceAndReports() throws IOException {
    Path table = Files.write(folder.resolve("tiny.csv"), List.of("cell,g1,g2", "c1,1,0", "c2,0,3"));
    String workdir = folder.resolve("work").toString();
    String[] command = {
      table.toString(), "--orientation", "cells-in-rows", "--workdir", workdir, "--json"
    };
    assertThat(run(command)).as(err.toString()).isZero();
    JsonNode first = new ObjectMapper().readTree(out.toString());
    assertThat(first.get("dataset").asText()).isEqualTo("tiny");
    assertThat(first.get("cells").asLong()).isEqualTo(2);
    assertThat(first.get("target").asLong()).isEqualTo(2);
    assertThat(err.toString()).contains("No cell is BACKGROUND");

    out.getBuffer().setLength(0);
    assertThat(run(command)).isZero();
    assertThat(new ObjectMapper().readTree(out.toString()).get("skippedChunks").asLong())
        .isEqualTo(1);

    out.getBuffer().setLength(0);
    String[] forPeople = Arrays.copyOf(command, command.length - 1);
    assertThat(run(forPeople)).isZero();
    assertThat(out.toString())
        .startsWith("Dataset tiny on topic sc.cells.v1: 0 cells")
        .contains("1 chunks were there already");
  }

  @Test
  void failsInOneLineWithoutStackTrace() {
    assertThat(run("no-such-file.h5ad", "--workdir", folder.resolve("work").toString()))
        .isEqualTo(1);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("ingest: no-such-file.h5ad: invalid file: does not exist");
  }

  @Test
  void refusesAFolderInUse() {
    try (Workdir other = Workdir.open(folder)) {
      assertThat(run("x.h5ad", "--workdir", folder.toString())).isEqualTo(1);
      assertThat(err.toString()).contains("The folder " + other.path() + " is in use by process");
    }
  }

  @Test
  void tellsMisuseApart() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("x.h5ad", "--genes", "some")).isEqualTo(2);
    assertThat(err.toString()).contains("'some'; expected inner or outer");
    assertThat(run("x.h5ad", "--obs", "colour=red")).isEqualTo(2);
    assertThat(err.toString()).contains("ingest: Invalid obs: colour=red");
    assertThat(out.toString()).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void showsAnExample() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("Example:").contains("scstream ingest screen.h5ad");
  }

  private int run(String... arguments) {
    return new CommandLine(new IngestCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
