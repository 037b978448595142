package io.scstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Peers are shell scripts, so that no Python is needed. */
class BenchStepCommandIT {
  private static final String GREETING =
      "echo '{\"peer\": \"pytorch\", \"version\": \"0.1\", \"model\": \"fake\", \"cells\": 6}'\n";

  private final SmallBench bench = SmallBench.of(BenchStepCommand::new, "40", "10", "0.2");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @BeforeEach
  void makeSeen() throws IOException {
    Files.createDirectory(folder.resolve("seen"));
  }

  /** Keeps what it was given, and says that any number of steps takes half a second. */
  private void honestPeer() throws IOException {
    peer(
        "cp \"$2\"/*.* '%s'\necho \"$1 $2 $OMP_NUM_THREADS\" > '%s'\n"
                .formatted(folder.resolve("seen"), folder.resolve("told"))
            + GREETING
            + "while read -r line; do echo \"$line\" >> '%s'; echo '{\"seconds\": 0.5}'; done\n"
                .formatted(folder.resolve("asked")));
  }

  private void peer(String script) throws IOException {
    Files.writeString(folder.resolve("peer.py"), script);
  }

  private int runWithPeer(String... further) {
    List<String> all =
        new ArrayList<>(
            List.of("--peer", "pytorch", "--python", "/bin/sh", "--benchmarks", "" + folder));
    all.addAll(List.of(further));
    return bench.runTurns(all.toArray(String[]::new));
  }

  @Test
  void bothSidesLearnFromTheSameCellsInPairs() throws IOException {
    honestPeer();
    assertThat(runWithPeer("--json")).as(bench.err.toString()).isZero();
    assertThat(bench.out.toString().lines()).hasSize(1);
    JsonNode json = new ObjectMapper().readTree(bench.out.toString());
    assertThat(json.get("peer").asText()).isEqualTo("pytorch");
    assertThat(json.get("peer_version").asText()).isEqualTo("0.1");
    assertThat(json.get("peer_cells_per_second").asDouble()).isEqualTo(2 * 6 / 0.5);
    assertThat(json.get("peer_step_ms").asDouble()).isEqualTo(250);
    double rate = json.get("cells_per_second").asDouble();
    assertThat(json.get("ratio_cells_per_second").asDouble()).isEqualTo(rate / 24);
    assertThat(json.get("ratio_min").asDouble())
        .isLessThanOrEqualTo(json.get("ratio_max").asDouble());
    assertThat(json.get("step_ms").asDouble()).isEqualTo(1000 * 10 / rate);
    assertThat(json.get("floor_ratio").asDouble())
        .isEqualTo(json.get("step_ms").asDouble() / json.get("floor_ms").asDouble());
    assertThat(json.get("pairs").asInt()).isEqualTo(3);
    assertThat(json.get("density").asDouble()).isEqualTo(0.2);
    assertThat(json.get("threads").asInt()).isEqualTo(1);
    assertThat(bench.err.toString()).contains("3 of 3: ");

    List<String> asked = Files.readAllLines(folder.resolve("asked"));
    assertThat(asked.subList(asked.size() - 3, asked.size())).containsOnly("{\"steps\":2}");
    requireWhatThePeerSaw();
  }

  /** Four minibatches of ten cells, each of which expresses eight genes. */
  private void requireWhatThePeerSaw() throws IOException {
    Path seen = folder.resolve("seen");
    JsonNode job = new ObjectMapper().readTree(Files.readString(seen.resolve("job.json")));
    assertThat(job.get("genes").asInt()).isEqualTo(40);
    assertThat(job.get("batch").asInt()).isEqualTo(10);
    assertThat(job.get("background").asInt()).isEqualTo(5);
    assertThat(job.get("minibatches").asInt()).isEqualTo(4);
    assertThat(job.get("hidden").asInt()).isEqualTo(8);
    ByteBuffer starts = read(seen.resolve("indptr.bin"));
    assertThat(starts.capacity()).isEqualTo(8 * 41);
    assertThat(starts.getLong(8 * 25)).isEqualTo(8 * 25);
    assertThat(read(seen.resolve("indices.bin")).capacity()).isEqualTo(4 * 40 * 8);
    ByteBuffer counts = read(seen.resolve("counts.bin"));
    for (int entry = 0; entry < 40 * 8; entry++) {
      assertThat(counts.getFloat(4 * entry)).isGreaterThanOrEqualTo(1);
    }
    String[] told = Files.readString(folder.resolve("told")).strip().split(" ", -1);
    assertThat(told[0]).isEqualTo("pytorch");
    assertThat(Path.of(told[1])).doesNotExist();
    assertThat(told[2]).isEqualTo("1");
  }

  private static ByteBuffer read(Path file) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void everyModelRunsAloneAndSaysNothingOfAPeer() throws IOException {
    for (String model : List.of("SO", "MO", "CO", "mo-co", "CONTRASTIVEVI")) {
      bench.out.getBuffer().setLength(0);
      assertThat(bench.runTurns("--model", model, "--json")).as(bench.err.toString()).isZero();
      JsonNode json = new ObjectMapper().readTree(bench.out.toString());
      assertThat(json.get("model").asText()).isEqualToIgnoringCase(model);
      assertThat(json.get("floor_ms").asDouble()).isPositive();
      assertThat(json.fieldNames())
          .toIterable()
          .noneMatch(name -> name.startsWith("peer") || name.startsWith("ratio"));
    }
  }

  @Test
  void printsATableForPeople() throws IOException {
    honestPeer();
    assertThat(runWithPeer()).as(bench.err.toString()).isZero();
    assertThat(bench.out.toString())
        .contains("scstream SO")
        .contains("pytorch 0.1 fake")
        .contains("times the peer's cells/s (median of 3 pairs")
        .contains("times the least time");
  }

  @Test
  void saysHowToInstallWhatAPeerLacks() throws IOException {
    peer("echo '{\"missing\": \"torch\"}'\nexit 1\n");
    assertThat(runWithPeer()).isEqualTo(1);
    assertThat(bench.err.toString())
        .contains("No peer pytorch: /bin/sh cannot import torch; install it with python3 -m venv")
        .contains("pip install torch numpy, then give --python DIR/bin/python");
    assertThat(bench.out.toString()).isEmpty();
  }

  @Test
  void saysThatThereIsNoSuchPython() throws IOException {
    honestPeer();
    assertThat(runWithPeer("--python", "/no/python")).isEqualTo(1);
    assertThat(bench.err.toString()).contains("No peer pytorch: cannot run the Python /no/python;");
  }

  @Test
  void saysWhatAPeerSaidLast() throws IOException {
    peer(GREETING + "read -r line\necho first >&2\necho 'killed by a star' >&2\nexit 3\n");
    assertThat(runWithPeer()).isEqualTo(1);
    assertThat(bench.err.toString()).contains("The peer pytorch ended: killed by a star");
    peer("echo hello\n");
    assertThat(runWithPeer()).isEqualTo(1);
    assertThat(bench.err.toString()).contains("The peer pytorch did not speak JSON: ");
    peer(GREETING + "read -r line\necho '{\"seconds\": 0}'\n");
    assertThat(runWithPeer()).isEqualTo(1);
    assertThat(bench.err.toString())
        .contains("The peer pytorch said {\"seconds\":0}; expected the seconds of 1 steps");
    assertThat(bench.out.toString()).isEmpty();
  }

  @Test
  void saysWhatIsMisused() {
    assertThat(bench.runTurns("--model", "XO")).isEqualTo(2);
    assertThat(bench.err.toString())
        .contains("step: Invalid model: XO; expected one of CO, CONTRASTIVEVI, MO, MO-CO, SO");
    assertThat(bench.runTurns("--peer", "jax")).isEqualTo(2);
    assertThat(bench.err.toString()).contains("Invalid peer: jax; expected pytorch or scvi");
    assertThat(bench.runTurns("--batch", "1")).isEqualTo(2);
    assertThat(bench.err.toString()).contains("Invalid batch: 1; expected 2 or more");
    assertThat(bench.runTurns("--pairs", "0")).isEqualTo(2);
    assertThat(bench.err.toString()).contains("Invalid pairs: 0; expected a positive number");
    assertThat(bench.runTurns("--threads", "0")).isEqualTo(2);
    assertThat(bench.err.toString()).contains("Invalid threads: 0; expected a positive number");
  }

  @Test
  void showsAnExample() {
    assertThat(bench.run("--help")).isZero();
    assertThat(bench.out.toString())
        .contains("Example:")
        .contains("scstream bench step --model SO");
  }
}
