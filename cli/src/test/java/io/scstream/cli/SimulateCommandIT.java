package io.scstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.scstream.embedded.EmbeddedKafka;
import io.scstream.ingest.CellTopic;
import io.scstream.ingest.TopicCounts;
import io.scstream.models.simulate.EventKind;
import io.scstream.schema.cells.CellContent;
import io.scstream.schema.cells.ChunkBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SimulateCommandIT {
  private static final List<String> SMALL =
      List.of("--genes", "40", "--batches", "4", "--cells-per-batch", "70", "--depth", "80");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Test
  void fillsATopicOnceAndTellsTheTruth() throws IOException {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder)) {
      String[] command = {
        "--bootstrap", kafka.bootstrap(), "--json", "--event", "panel@3:drop=0.25"
      };
      JsonNode first = json(command);
      assertThat(first.get("topic").get("cells").asLong()).isEqualTo(280);
      assertThat(first.get("topic").get("chunks").asLong()).isEqualTo(8);
      assertThat(first.get("topic").get("topic").asText()).isEqualTo("sc.cells.v1");
      JsonNode truth = first.get("events").get(0);
      assertThat(truth.get("event").asText()).isEqualTo("panel@3:drop=0.25");
      assertThat(truth.get("firstBatch").asText()).isEqualTo("batch-0003");
      assertThat(truth.get("last").asInt()).isEqualTo(4);
      assertThat(truth.get("fields").get("drop").asDouble()).isEqualTo(0.25);
      assertThat(truth.get("genes")).hasSize(10);

      Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrap());
      TopicCounts counts = TopicCounts.of(client, "sc.cells.v1");
      assertThat(counts.cells()).isEqualTo(280);
      Map<String, List<CellContent>> batches = batches(client);
      assertThat(batches).containsOnlyKeys("batch-0001", "batch-0002", "batch-0003", "batch-0004");
      for (JsonNode gene : truth.get("genes")) {
        int position = Integer.parseInt(gene.asText().substring("gene-".length())) - 1;
        assertThat(expressing(batches, "batch-0002", position)).isPositive();
        assertThat(expressing(batches, "batch-0003", position)).isZero();
        assertThat(expressing(batches, "batch-0004", position)).isZero();
      }

      JsonNode again = json(command);
      assertThat(again.get("topic").get("cells").asLong()).isZero();
      assertThat(again.get("topic").get("skippedChunks").asLong()).isEqualTo(8);
      assertThat(TopicCounts.of(client, "sc.cells.v1")).isEqualTo(counts);
      assertThat(run("--bootstrap", kafka.bootstrap(), "--seed", "1")).isEqualTo(1);
      assertThat(err.toString()).contains("Dataset simulated has other cells on the topic already");
    }
  }

  private static Map<String, List<CellContent>> batches(Map<String, Object> client) {
    Map<String, List<CellContent>> batches = new HashMap<>();
    CellTopic.read(
        client,
        "sc.cells.v1",
        chunk ->
            batches
                .computeIfAbsent(chunk.getBatch(), batch -> new ArrayList<>())
                .addAll(ChunkBuilder.cellsOf(chunk)),
        message -> {
          throw new AssertionError("No chunk: " + message);
        });
    return batches;
  }

  private static long expressing(
      Map<String, List<CellContent>> batches, String batch, int position) {
    return batches.getOrDefault(batch, List.of()).stream()
        .filter(cell -> IntStream.of(cell.genes()).anyMatch(gene -> gene == position))
        .count();
  }

  @Test
  void writesAFileThatIngestPutsOnATopic() throws IOException {
    Path file = folder.resolve("cells.h5ad");
    Path script = Files.writeString(folder.resolve("s.yaml"), "events: ['shift@2..3:genes=5']");
    JsonNode report = json("--out", file.toString(), "--script", script.toString(), "--json");
    assertThat(report.has("topic")).isFalse();
    assertThat(report.get("files").get(0).asText()).isEqualTo(file.toString());
    assertThat(report.get("settings").get("genes").asInt()).isEqualTo(40);
    assertThat(report.get("events").get(0).get("last").asInt()).isEqualTo(3);

    String obs = "role=role,covariate=covariate,treatment=treatment,donor=donor,batch=batch";
    int code =
        new CommandLine(new IngestCommand())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(
                file.toString(),
                "--obs",
                obs,
                "--control",
                "control",
                "--workdir",
                folder.resolve("work").toString());
    assertThat(code).as(err.toString()).isZero();
    assertThat(out.toString()).contains("280 cells", "40 genes", "4 batches");
  }

  @Test
  void namesTheEventThatIsWrong() {
    assertThat(run("--event", "shift@2:genes=none")).isEqualTo(2);
    assertThat(err.toString().lines())
        .singleElement()
        .isEqualTo(
            "simulate: Invalid event shift@2:genes=none: genes = none; expected a whole number from"
                + " 1 to 100000");
    assertThat(run("--event", "shift@5")).isEqualTo(2);
    assertThat(err.toString()).contains("first batch 5; expected a whole number from 1 to 4");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void listsEveryEventWithItsFields() {
    assertThat(run("--help")).isZero();
    String help = out.toString().replaceAll("\\s+", " ");
    for (EventKind kind : EventKind.values()) {
      assertThat(help).contains(kind.label() + ": " + kind.meaning());
      kind.fields().forEach(field -> assertThat(help).contains(field.name() + "="));
    }
    assertThat(help)
        .contains("log-fold=1: natural logarithm", "scstream ingest drift.h5ad \\ --obs");
  }

  private JsonNode json(String... arguments) throws IOException {
    out.getBuffer().setLength(0);
    assertThat(run(arguments)).as(err.toString()).isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());
    out.getBuffer().setLength(0);
    return json;
  }

  private int run(String... arguments) {
    CommandLine command = new CommandLine(new SimulateCommand());
    command.setExecutionExceptionHandler(Scstream::tell);
    return command
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(Stream.concat(SMALL.stream(), Arrays.stream(arguments)).toArray(String[]::new));
  }
}
