package io.scstream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.scstream.embedded.EmbeddedKafka;
import io.scstream.matrix.CountMatrices;
import io.scstream.matrix.CountMatrix;
import io.scstream.matrix.CsrBlock;
import io.scstream.matrix.Orientation;
import io.scstream.matrix.ReadOptions;
import io.scstream.matrix.Rows;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.GeneSpaceRecord;
import io.scstream.schema.cells.CellContent;
import io.scstream.schema.cells.ChunkBuilder;
import io.scstream.schema.cells.LittleEndian;
import io.scstream.schema.framing.SingleObjectFraming;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every data set that lies beside the repository, through the topic and back. */
class RealDataIT {
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
  private static final Path DATA = REPOSITORY.resolveSibling("shared").resolve("data");
  private static final Path PYTHON = Path.of("/usr/bin/python3");
  private static final Path SCRIPT = Path.of("src/test/python/compare_topic.py").toAbsolutePath();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private record Source(String name, String options, ReadOptions read) {
    static Source of(String name) {
      return new Source(name, "", ReadOptions.defaults());
    }

    static Source layer(String name, String layer) {
      return new Source(name, "layer=" + layer, ReadOptions.defaults().withLayer(layer));
    }

    static Source genome(String name, String genome) {
      return new Source(name, "genome=" + genome, ReadOptions.defaults().withGenome(genome));
    }

    static Source features(String name, String type) {
      return new Source(
          name, "feature-type=" + type, ReadOptions.defaults().withFeatureTypes(type));
    }

    static Source genesInRows(String name) {
      return new Source(
          name,
          "orientation=GENES_IN_ROWS memory-entries=300000",
          ReadOptions.defaults()
              .withOrientation(Orientation.GENES_IN_ROWS)
              .withMemoryEntries(300_000));
    }
  }

  private static final List<Source> SOURCES =
      List.of(
          Source.of("kang_pbmc_ifnb/kang_pbmc_ifnb.h5ad"),
          Source.of("sc_mixology/sc_mixology_combined.h5ad"),
          Source.of("pbmc_facs/pbmc_facs.h5ad"),
          Source.of("onek1k_subset/onek1k_subset.h5ad"),
          Source.layer("perturb_cell_lines/perturb_cell_lines.h5ad", "layers/counts"),
          Source.layer("kang_pbmc_donors/kang_pbmc_donors.h5ad", "layers/counts"),
          Source.of("kang_pbmc_10x_two_samples/ctrl"),
          Source.of("kang_pbmc_10x_two_samples/stim"),
          Source.of("papalexi_thp1_crispr/matrix"),
          Source.features("papalexi_thp1_crispr/matrix", "Gene Expression"),
          Source.features("papalexi_thp1_crispr/matrix", "CRISPR Guide Capture"),
          Source.of("format_fixtures/anndata_archives/v0.7.0/adata.h5ad"),
          Source.of("format_fixtures/anndata_archives/v0.7.8/adata.h5ad"),
          Source.layer("format_fixtures/anndata_archives/v0.7.8/adata.h5ad", "raw"),
          Source.of("format_fixtures/scvi/TM_droplet_mat.h5ad"),
          Source.of("format_fixtures/scvi/pbmc_5k_protein_v3.h5ad"),
          Source.of("format_fixtures/10x_v3/filtered_feature_bc_matrix.h5"),
          Source.of("format_fixtures/10x_v3/filtered_feature_bc_matrix"),
          Source.of("format_fixtures/10x_v2/filtered_gene_bc_matrices_h5.h5"),
          Source.genome("format_fixtures/10x_v2/multiple_genomes.h5", "hg19_chr21"),
          Source.of("format_fixtures/10x_v2/filtered_gene_bc_matrices/hg19_chr21"),
          Source.of("format_fixtures/loom/mouseBrain_toy.loom"),
          Source.genesInRows("sc_mixology/original_csv/sc_celseq2.count.csv.gz"),
          Source.genesInRows("sc_mixology/original_csv/sc_dropseq.count.csv.gz"));

  @BeforeAll
  static void dataIsThere() {
    assumeTrue(Files.isDirectory(DATA), DATA + " is not there");
  }

  @Test
  void comesBackAsItIsInTheFiles() throws Exception {
    Path dumps = Files.createDirectory(folder.resolve("dumps"));
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"))) {
      for (int i = 0; i < SOURCES.size(); i++) {
        Path dump = Files.createDirectory(dumps.resolve("%02d".formatted(i)));
        passThrough(Map.of("bootstrap.servers", kafka.bootstrap()), "t" + i, SOURCES.get(i), dump);
      }
    }
    comparePython(dumps);
  }

  private static void passThrough(
      Map<String, Object> client, String topic, Source source, Path dump) throws IOException {
    Path file = DATA.resolve(source.name());
    IngestOptions options = IngestIT.options(topic, IngestOptions.defaults());
    IngestReport report =
        new Ingest(client, Clock.systemUTC()).run(List.of(file), source.read(), options);

    List<CellContent> cells = new ArrayList<>();
    CellTopic.read(
        client,
        topic,
        (CellChunkRecord chunk) -> cells.addAll(ChunkBuilder.cellsOf(chunk)),
        message -> assertThat(message).isNull());
    List<String> genes = genes(client, report.geneSpace());
    try (CountMatrix matrix = CountMatrices.open(file, source.read())) {
      assertThat(cells).extracting(CellContent::id).isEqualTo(matrix.cellIds());
      assertThat(genes).isEqualTo(matrix.geneIds());
      assertThat(report.cells()).isEqualTo(cells.size());
      requireSameCounts(matrix, cells, source);
    }
    write(dump, source, cells, genes);
  }

  private static void requireSameCounts(
      CountMatrix matrix, List<CellContent> cells, Source source) {
    try (Rows rows = matrix.rows()) {
      while (rows.hasNext()) {
        CsrBlock block = rows.next();
        for (int i = 0; i < block.cells(); i++) {
          CellContent cell = cells.get(block.firstCell() + i);
          int from = block.indptr()[i];
          int to = block.indptr()[i + 1];
          assertThat(cell.genes())
              .as("%s: genes of %s", source, cell.id())
              .isEqualTo(Arrays.copyOfRange(block.indices(), from, to));
          assertThat(cell.counts())
              .as("%s: counts of %s", source, cell.id())
              .isEqualTo(Arrays.copyOfRange(block.counts(), from, to));
          assertThat(cell.librarySize())
              .isEqualTo((double) Arrays.stream(cell.counts()).asLongStream().sum());
        }
      }
    }
  }

  private static List<String> genes(Map<String, Object> client, String id) {
    SingleObjectFraming<GeneSpaceRecord> framing = SingleObjectFraming.of(GeneSpaceRecord.class);
    List<GeneSpaceRecord> spaces = new ArrayList<>();
    TopicScan.read(
        client, Topics.GENE_SPACES, message -> spaces.add(framing.read(message.value())));
    return spaces.stream()
        .filter(space -> space.getId().equals(id))
        .findFirst()
        .orElseThrow()
        .getGeneIds();
  }

  private static void write(Path dump, Source source, List<CellContent> cells, List<String> genes)
      throws IOException {
    Files.write(dump.resolve("source"), List.of(source.name(), source.options()));
    Files.write(dump.resolve("cells"), cells.stream().map(CellContent::id).toList());
    Files.write(dump.resolve("genes"), genes);
    try (WritableByteChannel out =
        Channels.newChannel(Files.newOutputStream(dump.resolve("entries")))) {
      for (int cell = 0; cell < cells.size(); cell++) {
        int[] positions = cells.get(cell).genes();
        int[] triples = new int[3 * positions.length];
        for (int i = 0; i < positions.length; i++) {
          triples[3 * i] = cell;
          triples[3 * i + 1] = positions[i];
          triples[3 * i + 2] = cells.get(cell).counts()[i];
        }
        out.write(LittleEndian.of(triples));
      }
    }
  }

  private static void comparePython(Path dumps) throws Exception {
    assumeTrue(exitCode("-c", "import h5py, scipy") == 0, "h5py and scipy are not there");
    assertThat(exitCode(SCRIPT.toString(), dumps.toString(), DATA.toString())).isZero();
  }

  private static int exitCode(String... arguments) throws IOException, InterruptedException {
    if (!Files.isExecutable(PYTHON)) {
      return 1;
    }
    List<String> command = new ArrayList<>(List.of(PYTHON.toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }
}
