package io.scstream.demo;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.scstream.store.FileModelStore;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelStore;
import io.scstream.store.ModelVersion;
import io.scstream.store.VersionRef;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a user starts it: a process of its own, killed at the worst moment. */
class DemoIT {
  private static final int CELLS = 1600;

  @TempDir static Path folder;
  private static JsonNode summary = new ObjectMapper().createObjectNode();

  @BeforeAll
  static void runUninterrupted() throws Exception {
    Path out = folder.resolve("out.json");
    Process demo = start("straight", out);
    assertThat(demo.waitFor(5, MINUTES)).isTrue();
    assertThat(demo.exitValue()).isZero();
    summary = new ObjectMapper().readTree(Files.readString(out));
  }

  @Test
  void everyCellIsAccountedFor() {
    assertThat(summary.get("cells_in").asLong()).isEqualTo(CELLS);
    assertThat(count("cells_trained") + count("cells_held_out") + count("cells_rejected"))
        .isEqualTo(CELLS);
    assertThat(count("embeddings")).isEqualTo(CELLS - count("cells_rejected"));
    assertThat(count("cells_held_out")).isBetween(100L, 220L);
    assertThat(count("versions")).isGreaterThanOrEqualTo(2);
  }

  @Test
  void theModelLearns() {
    assertThat(summary.get("elbo_last").asDouble())
        .isGreaterThan(summary.get("elbo_first").asDouble());
  }

  @Test
  void theSummaryAgreesWithTheStore() {
    try (ModelStore store = FileModelStore.open(Path.of(summary.get("store").asText()))) {
      ModelManifest latest = store.find(VersionRef.latest("demo")).orElseThrow();
      assertThat(latest.training().step()).isEqualTo(count("steps"));
      assertThat(latest.training().cellsTrained()).isEqualTo(count("cells_trained"));
      assertThat(store.versions("demo")).hasSize((int) count("versions"));
      assertThat(store.verify().isClean()).isTrue();
    }
  }

  @Test
  void killedInTheMiddleItGoesOnToTheSameModel() throws Exception {
    Process killed = start("killed", folder.resolve("killed.json"));
    Path versions = folder.resolve("killed/store/manifests/demo");
    await().atMost(3, MINUTES).until(() -> !killed.isAlive() || hasManifest(versions));
    assertThat(killed.isAlive()).as("killed before its end").isTrue();
    killed.destroyForcibly().waitFor();

    Path out = folder.resolve("resumed.json");
    Process resumed = start("killed", out);
    assertThat(resumed.waitFor(5, MINUTES)).isTrue();
    assertThat(resumed.exitValue()).isZero();
    JsonNode again = new ObjectMapper().readTree(Files.readString(out));
    for (String field : List.of("cells_in", "cells_trained", "cells_held_out", "steps")) {
      assertThat(again.get(field)).as(field).isEqualTo(summary.get(field));
    }
    assertThat(digests("killed")).isEqualTo(digests("straight"));
  }

  /** Every version with the digest of its manifest and of its weights. */
  private static List<String> digests(String run) {
    try (ModelStore store = FileModelStore.open(folder.resolve(run + "/store"))) {
      List<String> digests = new ArrayList<>();
      for (ModelVersion version : store.versions("demo")) {
        ModelManifest manifest = store.find(VersionRef.exact(version)).orElseThrow();
        digests.add(
            version + " " + manifest.sha256() + " " + manifest.blob("model.safetensors").sha256());
      }
      return digests;
    }
  }

  private static boolean hasManifest(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (var files = Files.list(folder)) {
      return files.findAny().isPresent();
    }
  }

  private static long count(String field) {
    return summary.get(field).asLong();
  }

  private static Process start(String run, Path out) throws IOException {
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx1g",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "-Dai.djl.offline=true",
            "-Dai.djl.pytorch.num_threads=1",
            "-cp",
            classes,
            "io.scstream.cli.Scstream",
            "demo",
            "--headless",
            "--json",
            "--cells",
            String.valueOf(CELLS),
            "--workdir",
            folder.resolve(run).toString(),
            "--examples",
            examples().toString())
        .redirectOutput(out.toFile())
        .redirectError(new File(out + ".err"))
        .start();
  }

  private static Path examples() {
    Path here = Path.of("").toAbsolutePath();
    return Files.isDirectory(here.resolve("examples"))
        ? here.resolve("examples")
        : here.resolveSibling("examples");
  }
}
