package io.scstream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.scstream.jobs.publish.VersionFiles;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.learner.Canary;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.models.learner.Embedder;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.Normalization;
import io.scstream.models.spec.TrainingOptions;
import io.scstream.schema.GeneSpaceRecord;
import io.scstream.schema.cells.GeneSpaceId;
import io.scstream.store.FileModelStore;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelStore;
import io.scstream.store.VersionRef;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Tag("acceptance-14")
class GrowCommandTest {
  private static final GeneSpaceRecord SPACE =
      GeneSpaceId.describe(List.of("a", "b", "c"), List.of());

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @BeforeEach
  void publish() {
    ContrastiveVaeSpec spec =
        new ContrastiveVaeSpec(
            new ContrastiveVaeSpec.Sizes(3, 8, 1, 2, 2),
            0.1,
            Normalization.LAYER,
            Noise.NEGATIVE_BINOMIAL);
    List<Cell> cells =
        List.of(
            Cell.of("x", Role.BACKGROUND, 10, new int[] {0, 1, 2}, new int[] {5, 4, 1}),
            Cell.of("y", Role.TARGET, 20, new int[] {1, 2}, new int[] {4, 16}));
    try (OnlineLearner learner =
        new DjlLearnerFactory(TrainingOptions.of(3, 0.001, 10), "cpu").create(spec, cells)) {
      SmallVersion.publish(
          folder.resolve("store"),
          7,
          SPACE,
          Map.of(
              VersionFiles.WEIGHTS, learner.snapshot().weightsSafetensors(),
              VersionFiles.OPTIMIZER, learner.snapshot().optimizerSafetensors(),
              VersionFiles.GENES, VersionFiles.genes(SPACE),
              VersionFiles.CANARY, Canary.of(learner, cells).write()));
    }
  }

  private int run(String... arguments) {
    CommandLine command = new CommandLine(new ModelsCommand());
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    command.setExecutionExceptionHandler(Scstream::tell);
    return command.execute(arguments);
  }

  private String file(String name, String... lines) throws IOException {
    return Files.write(folder.resolve(name), List.of(lines)).toString();
  }

  private int grow(String lineage, String genes, String... further) {
    List<String> arguments =
        new ArrayList<>(List.of("grow", "small@latest", "--genes", genes, "--as", lineage));
    arguments.addAll(List.of("--workdir", folder.toString()));
    arguments.addAll(List.of(further));
    return run(arguments.toArray(String[]::new));
  }

  @Test
  void beginsALineageWithTheVersion() throws IOException {
    String genes = file("genes.tsv", "n\tNew", "c", "b", "a");
    String means = file("means.tsv", "n\t2", "a\t5", "b\t10", "c\t5");
    assertThat(grow("wide", genes, "--means", means, "--json")).as(err.toString()).isZero();
    JsonNode facts = new ObjectMapper().readTree(out.toString());
    String id = GeneSpaceId.of(List.of("n", "c", "b", "a"));
    assertThat(facts.get("version").asText()).isEqualTo("wide@7");
    assertThat(facts.get("parent").asText()).isEqualTo("small@7");
    assertThat(facts.get("gene_space").asText()).isEqualTo(id);
    assertThat(facts.get("genes_added").asInt()).isEqualTo(1);
    assertThat(facts.get("cells_compared").asInt()).isEqualTo(2);
    assertThat(facts.get("max_difference").asDouble()).isLessThanOrEqualTo(1e-6);
    assertThat(facts.get("registered").asBoolean()).isFalse();
    try (ModelStore store = FileModelStore.open(folder.resolve("store"))) {
      ModelManifest wide = store.find(VersionRef.parse("wide@latest")).orElseThrow();
      assertThat(new String(store.read(wide.blob(VersionFiles.GENES)), UTF_8))
          .isEqualTo("n\tNew\nc\tc\nb\tb\na\ta\n");
      try (Embedder model =
          DjlLearnerFactory.restoreForInference(
              store.read(wide.blob(VersionFiles.WEIGHTS)), "cpu")) {
        Canary canary = Canary.read(store.read(wide.blob(VersionFiles.CANARY)));
        assertThat(canary.maxDifference(model)).isLessThanOrEqualTo(1e-6);
        assertThat(wide.blobs()).containsKey(VersionFiles.ENCODER);
      }
    }
    out.getBuffer().setLength(0);
    assertThat(grow("wider", genes)).isZero();
    assertThat(out.toString())
        .startsWith("wider@7 is small@7 with 1 more genes, 4 in all, gene space " + id)
        .contains("The gene space is in no topic yet");
  }

  @Test
  void refusesInOneLine() throws IOException {
    String genes = file("genes.tsv", "a", "b", "c", "d");
    assertFails(grow("wide", file("less.tsv", "a", "d")), "2 of 3 genes are missing, the first [b");
    assertFails(grow("wide", file("same.tsv", "c", "b", "a")), "no new gene beside 3 known ones");
    assertFails(grow("wide", file("twice.tsv", "a", "b", "c", "d", "d")), "gene d twice");
    assertFails(grow("wide", file("gap.tsv", "a", "", "b")), "Invalid line 2 of ");
    assertFails(grow("wide", folder.resolve("none").toString()), "No file ");
    assertFails(grow("small", genes), "Lineage small is there already");
    assertFails(
        grow("wide", genes, "--means", file("means.tsv", "d\tmany")),
        "'many'; expected a number after the tab");
    assertFails(
        grow("wide", genes, "--means", file("negative.tsv", "d\t-1")),
        "Invalid mean count of a new gene: -1.0");
    try (ModelStore store = FileModelStore.open(folder.resolve("store"))) {
      assertThat(store.lineages()).containsExactly("small");
    }
    assertThat(run("grow", "small@7")).isEqualTo(2);
    assertThat(run("grow", "--help")).isZero();
    assertThat(out.toString()).contains("Example:");
  }

  private void assertFails(int code, String message) {
    assertThat(code).isEqualTo(1);
    assertThat(err.toString().lines()).singleElement().asString().contains(message);
    err.getBuffer().setLength(0);
  }
}
