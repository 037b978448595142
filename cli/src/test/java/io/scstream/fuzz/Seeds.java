package io.scstream.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.scstream.jobs.publish.VersionFiles;
import io.scstream.models.data.Cell;
import io.scstream.models.gauge.Gauge;
import io.scstream.models.learner.Canary;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.models.learner.GaugeFormat;
import io.scstream.models.learner.LearnerSnapshot;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.Groups;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.Normalization;
import io.scstream.models.spec.TrainingOptions;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.GeneSpaceRecord;
import io.scstream.schema.Role;
import io.scstream.schema.Treatment;
import io.scstream.schema.cells.CellContent;
import io.scstream.schema.cells.ChunkBuilder;
import io.scstream.schema.cells.GeneSpaceId;
import io.scstream.schema.framing.SingleObjectFraming;
import io.scstream.store.BlobRef;
import io.scstream.store.ManifestParser;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelVersion;
import io.scstream.store.StagedVersion;
import io.scstream.store.StagedVersionParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes what the corpus began with: a valid input of every parser but that of HDF5. */
final class Seeds {
  private static final GeneSpaceRecord SPACE =
      GeneSpaceId.describe(List.of("ENSG1", "ENSG2", "ENSG3"), List.of("A", "B", "C"));

  private final Path folder;

  private Seeds(Path folder) {
    this.folder = folder;
  }

  /** Takes the folder of the corpus. */
  public static void main(String[] arguments) throws IOException {
    Seeds seeds = new Seeds(Path.of(arguments[0]));
    seeds.store();
    seeds.models();
    seeds.messages();
    seeds.texts();
  }

  private void put(Parser parser, String name, byte[] bytes) throws IOException {
    Path path = folder.resolve(parser.corpus()).resolve("valid-" + name);
    Files.createDirectories(path.resolveSibling(""));
    Files.write(path, bytes);
  }

  private void store() throws IOException {
    ModelVersion version = new ModelVersion("vae", 12);
    SortedMap<String, BlobRef> blobs =
        new TreeMap<>(Map.of("genes.tsv", BlobRef.of(VersionFiles.genes(SPACE))));
    put(
        Parser.MANIFEST,
        "manifest",
        ManifestParser.toJson(
                ModelManifest.builder(version)
                    .setTraining(new ModelManifest.Training(12, 10, 8, 2, 1, 42))
                    .setGeneSpace(new ModelManifest.GeneSpace(SPACE.getId(), 3))
                    .setProvenance(
                        new ModelManifest.Provenance(
                            new ModelVersion("vae", 6),
                            "0".repeat(64),
                            new TreeMap<>(Map.of("model.hidden", "8")),
                            "0.1",
                            "cpu",
                            1,
                            "G2"))
                    .setWritten(new ModelManifest.Written(Instant.EPOCH, "seeds", null))
                    .setBlobs(blobs)
                    .optTrainedThrough(Map.of("sc.cells.v1-0", 7L))
                    .optMetrics(Map.of("elbo_held_out", -12.5))
                    .build())
            .getBytes(UTF_8));
    put(
        Parser.STAGED_VERSION,
        "staged",
        StagedVersionParser.toJson(
                new StagedVersion(version, "vae/12-123e4567-e89b-12d3-a456-426614174000", blobs))
            .getBytes(UTF_8));
  }

  private void models() throws IOException {
    ContrastiveVaeSpec spec =
        new ContrastiveVaeSpec(
                new ContrastiveVaeSpec.Sizes(3, 2, 1, 2, 1),
                0.1,
                Normalization.BATCH,
                Noise.NEGATIVE_BINOMIAL)
            .withGroups(Groups.of("drug", "virus"));
    List<Cell> cells =
        List.of(
            Cell.of(
                "x",
                io.scstream.models.data.Role.BACKGROUND,
                10,
                new int[] {0, 2},
                new int[] {5, 4}),
            Cell.of("y", io.scstream.models.data.Role.TARGET, 20, new int[] {1}, new int[] {7})
                .inGroup(1));
    try (OnlineLearner learner =
        new DjlLearnerFactory(TrainingOptions.of(3, 0.001, 10), "cpu").create(spec, cells)) {
      LearnerSnapshot snapshot = learner.snapshot();
      byte[] weights = snapshot.weightsSafetensors();
      ByteArrayOutputStream both = new ByteArrayOutputStream();
      both.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(weights.length).array());
      both.writeBytes(weights);
      both.writeBytes(snapshot.optimizerSafetensors());
      put(Parser.SNAPSHOT, "snapshot", both.toByteArray());
      put(Parser.SAFETENSORS_HEADER, "weights", weights);
      put(Parser.CANARY, "canary", Canary.of(learner, cells).write());
      put(Parser.GAUGE, "gauge", GaugeFormat.write(Gauge.first(12, spec)));
    }
  }

  private void messages() throws IOException {
    CellContent.Annotations known =
        new CellContent.Annotations(
            Map.of("cell_line", "A549"), List.of(new Treatment("drug", 2.5)), Optional.of("d1"));
    CellChunkRecord chunk =
        ChunkBuilder.of("screen", "lane1", SPACE.getId(), 3)
            .add(CellContent.of("a", Role.TARGET, 9, new int[] {0, 2}, new int[] {5, 4}, known))
            .add(CellContent.of("b", Role.BACKGROUND, 1, new int[] {1}, new int[] {1}, known))
            .build(3, true, Instant.EPOCH);
    put(Parser.CHUNK, "chunk", SingleObjectFraming.of(CellChunkRecord.class).write(chunk));
    put(Parser.GENE_SPACE, "space", SingleObjectFraming.of(GeneSpaceRecord.class).write(SPACE));
  }

  private void texts() throws IOException {
    put(Parser.GENES, "genes", VersionFiles.genes(SPACE));
    put(Parser.TABLE, "table", "cell,g,\"h\"\na,1,0\nb,0,2\n".getBytes(UTF_8));
    put(
        Parser.MATRIX_MARKET,
        "matrix",
        "%%MatrixMarket matrix coordinate integer general\n%\n2 3 3\n1 1 5\n2 3 1\n1 2 4\n"
            .getBytes(UTF_8));
  }
}
