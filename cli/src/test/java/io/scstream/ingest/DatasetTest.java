package io.scstream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.scstream.matrix.CountMatrices;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.Role;
import io.scstream.schema.Treatment;
import io.scstream.schema.cells.CellContent;
import io.scstream.schema.cells.ChunkBuilder;
import io.scstream.schema.cells.ChunkRules;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Test
  void turnsAnnotationsIntoWhatChunksSay() {
    Path file = screen();
    IngestOptions options =
        new IngestOptions(
            IngestOptions.defaults().dataset(),
            Topics.CELLS,
            ObsMapping.parse(
                List.of(
                    "role=is_control,treatment=guide,dose=amount,covariate=line",
                    "donor=person,library-size=umis")),
            List.of("true"),
            List.of("control", "ctrl"),
            "+",
            GeneJoin.INNER,
            IngestOptions.CellIds.AS_THEY_ARE);

    CellChunkRecord chunk = chunks(options, file).get(0);

    assertThat(chunk.getDataset()).isEqualTo("screen");
    assertThat(chunk.getBatch()).isEqualTo("screen");
    assertThat(chunk.getProducedAt()).isEqualTo(NOON.instant());
    assertThat(chunk.getRole()).containsExactly(Role.BACKGROUND, Role.TARGET);
    assertThat(chunk.getTreatments())
        .containsExactly(
            List.of(), List.of(new Treatment("KLF1", 0.5), new Treatment("MAP2K6", 2.0)));
    assertThat(chunk.getCovariates()).isEqualTo(Map.of("line", List.of("K562", "A172")));
    assertThat(chunk.getDonor()).containsExactly("p1", "p2");
    assertThat(chunk.getLibrarySize()).containsExactly(30.0, 5.0);
    assertThat(ChunkRules.check(chunk)).isEmpty();
  }

  @Test
  void sumsTheLibraryOverAllGenesOfTheFileBeforeAnyIsDropped() {
    Path first = Tables.withGenes("a", "b").cell("c1", 1, 2).write(folder, "first");
    Path second = Tables.withGenes("b", "x").cell("c2", 3, 40).write(folder, "second");
    List<CellChunkRecord> chunks = chunks(IngestOptions.defaults().withDataset("d"), first, second);
    assertThat(chunks)
        .extracting(CellChunkRecord::getLibrarySize)
        .containsExactly(List.of(3.0), List.of(43.0));
    assertThat(chunks).extracting(CellChunkRecord::getGeneCount).containsExactly(1, 1);
  }

  @Test
  void neverMixesBatchesAndMarksTheLastChunkOfEach() {
    Tables tables = Tables.withGenes("a", "b");
    for (int i = 0; i < 130; i++) {
      tables.cell("c" + i, i, 1).obs("lane", i % 2 == 0 ? "even" : "odd");
    }
    Path file = tables.cells("late", 3, "lane", "late").write(folder, "lanes");
    List<CellChunkRecord> chunks = chunks(IngestOptions.defaults().withObs("batch=lane"), file);
    assertThat(chunks)
        .extracting(
            CellChunkRecord::getBatch,
            CellChunkRecord::getChunkSeq,
            chunk -> chunk.getCellIds().size(),
            CellChunkRecord::getEndOfBatch)
        .containsExactly(
            tuple("even", 0L, 64, false),
            tuple("odd", 0L, 64, false),
            tuple("even", 1L, 1, true),
            tuple("odd", 1L, 1, true),
            tuple("late", 0L, 3, true));
    assertThat(chunks.get(0).getCellIds()).startsWith("c0", "c2", "c4");
  }

  @Test
  void endsABatchOfExactlyFullChunksWithItsLastOne() {
    Path file = Tables.withGenes("a").cells("c", 128).write(folder, "full");
    assertThat(chunks(IngestOptions.defaults(), file))
        .extracting(CellChunkRecord::getEndOfBatch)
        .containsExactly(false, true);
  }

  @Test
  void keepsChunksBelowTheirBytes() {
    String[] genes = new String[5000];
    for (int i = 0; i < genes.length; i++) {
      genes[i] = "g" + i;
    }
    Tables tables = Tables.withGenes(genes);
    int[] row = new int[genes.length];
    Arrays.fill(row, 1);
    for (int i = 0; i < 50; i++) {
      tables.cell("c" + i, row);
    }
    // 22 cells take 22 * 5000 * 8 + 23 * 4 = 880,092 bytes, 23 would take 920,096.
    assertThat(chunks(IngestOptions.defaults(), tables.write(folder, "deep")))
        .extracting(chunk -> chunk.getCellIds().size())
        .containsExactly(22, 22, 6);
  }

  @Test
  void isTheSameWhateverTheRun() {
    Path file = Tables.withGenes("a", "b", "c").cells("c", 200).write(folder, "same");
    Clock later = Clock.offset(NOON, Duration.ofDays(1));
    List<CellChunkRecord> again = new ArrayList<>();
    try (Dataset dataset = open(IngestOptions.defaults(), file)) {
      dataset.forEachChunk(later, again::add);
    }
    assertThat(again)
        .extracting(CellChunkRecord::getSha256)
        .isEqualTo(
            chunks(IngestOptions.defaults(), file).stream()
                .map(CellChunkRecord::getSha256)
                .toList());
  }

  @Test
  void joinsGenesById() {
    Path first = Tables.withGenes("a", "b", "c").cell("c1", 1, 2, 3).write(folder, "first");
    Path second = Tables.withGenes("c", "x", "a").cell("c2", 30, 9, 10).write(folder, "second");
    IngestOptions inner = IngestOptions.defaults().withDataset("d");

    try (Dataset dataset = open(inner, first, second)) {
      assertThat(dataset.genes().describe().getGeneIds()).containsExactly("a", "c");
      assertThat(dataset.notes())
          .contains(
              "first: 1 of 3 genes are left out, since not every file has them (--genes outer keeps them)")
          .contains(
              "second: 1 of 3 genes are left out, since not every file has them (--genes outer keeps them)");
    }
    assertThat(rows(inner, first, second)).containsExactly("c1 {0=1, 1=3}", "c2 {0=10, 1=30}");

    IngestOptions outer = inner.withGenes(GeneJoin.OUTER);
    try (Dataset dataset = open(outer, first, second)) {
      assertThat(dataset.genes().describe().getGeneIds()).containsExactly("a", "b", "c", "x");
    }
    assertThat(rows(outer, first, second))
        .containsExactly("c1 {0=1, 1=2, 2=3}", "c2 {0=10, 2=30, 3=9}");
  }

  @Test
  void takesTheSameGenesInAnotherOrderForOneSpace() {
    Path first = Tables.withGenes("a", "b").cell("c1", 1, 2).write(folder, "first");
    Path second = Tables.withGenes("b", "a").cell("c2", 20, 10).write(folder, "second");
    IngestOptions options = IngestOptions.defaults().withDataset("d").withObs("role=@target");
    try (Dataset dataset = open(options, first, second)) {
      assertThat(dataset.genes().notes()).isEmpty();
    }
    assertThat(rows(options, first, second)).containsExactly("c1 {0=1, 1=2}", "c2 {0=10, 1=20}");
  }

  @Test
  void tellsCellsOfSeveralFilesApart() {
    Path ctrl = Tables.withGenes("a").cell("AAAC-1", 1).write(folder, "ctrl");
    Path stim = Tables.withGenes("a").cell("AAAC-1", 2).write(folder, "stim");
    IngestOptions options =
        IngestOptions.defaults()
            .withDataset("kang")
            .withObs("role=@file,covariate=@file,treatment=@file", "ctrl");
    assertThatThrownBy(() -> open(options, ctrl, stim))
        .isInstanceOf(IngestException.class)
        .hasMessage(
            "Cell id AAAC-1 is in ctrl and in stim; expected ids that are unique in the dataset,"
                + " for example by --prefix-ids");

    List<CellChunkRecord> chunks =
        chunks(options.withCellIds(IngestOptions.CellIds.PREFIXED_BY_FILE), ctrl, stim);
    assertThat(chunks)
        .extracting(
            CellChunkRecord::getBatch,
            CellChunkRecord::getCellIds,
            CellChunkRecord::getRole,
            chunk -> chunk.getCovariates().get("@file"))
        .containsExactly(
            tuple("ctrl", List.of("ctrl:AAAC-1"), List.of(Role.BACKGROUND), List.of("ctrl")),
            tuple("stim", List.of("stim:AAAC-1"), List.of(Role.TARGET), List.of("stim")));
    assertThat(chunks.get(1).getTreatments()).containsExactly(List.of(new Treatment("stim", 1.0)));
  }

  @Test
  void warnsWhereARoleIsMissing() {
    Path file = Tables.withGenes("a").cells("c", 2, "condition", "stim").write(folder, "stim");
    try (Dataset dataset = open(IngestOptions.defaults().withObs("role=condition", "ctrl"), file)) {
      assertThat(dataset.notes())
          .containsExactly(
              "No cell is BACKGROUND: the role column says [stim], background is [ctrl]."
                  + " A comparison needs both roles; other files may bring the other one.");
    }
    try (Dataset dataset = open(IngestOptions.defaults(), file)) {
      assertThat(dataset.notes().get(0))
          .startsWith("No cell is BACKGROUND: no role column is named.");
    }
    try (Dataset dataset = open(IngestOptions.defaults().withObs("role=@background"), file)) {
      assertThat(dataset.notes().get(0)).startsWith("No cell is TARGET");
    }
  }

  @Test
  void refusesARoleColumnThatDoesNotSayWhatIsBackground() {
    Path file = Tables.withGenes("a").cells("c", 2, "condition", "stim").write(folder, "stim");
    assertThatThrownBy(() -> open(IngestOptions.defaults().withObs("role=condition"), file))
        .hasMessage(
            "Unclear role of cell c0: 'stim'; expected --background with the values that mean control");
  }

  @Test
  void namesTheCellWithABadLibrarySize() {
    Path file =
        Tables.withGenes("a", "b")
            .cell("c1", 4, 5)
            .obs("small", "8")
            .obs("text", "many")
            .obs("none", "0")
            .obs("rounded", "8.9999999")
            .write(folder, "sizes");
    assertThatThrownBy(() -> chunks(IngestOptions.defaults().withObs("library-size=small"), file))
        .hasMessageStartingWith(
            "Invalid library size of cell c1: 8; expected at least the sum of its counts, 9");
    assertThatThrownBy(() -> chunks(IngestOptions.defaults().withObs("library-size=text"), file))
        .hasMessage("Invalid library size of cell c1: 'many'; expected a positive number");
    assertThatThrownBy(() -> chunks(IngestOptions.defaults().withObs("library-size=none"), file))
        .hasMessageContaining("expected a positive number");
    assertThat(
            chunks(IngestOptions.defaults().withObs("library-size=rounded"), file)
                .get(0)
                .getLibrarySize())
        .containsExactly(9.0);
  }

  @Test
  void namesTheCellWithABadBatchOrDose() {
    Path file =
        Tables.withGenes("a")
            .cell("c1", 4)
            .obs("lane", "a|b")
            .obs("drug", "x+y")
            .obs("dose", "1+2+3")
            .obs("minus", "-1")
            .write(folder, "bad");
    assertThatThrownBy(() -> open(IngestOptions.defaults().withObs("batch=lane"), file))
        .hasMessage("Invalid batch of cell c1: 'a|b'; expected a name without '|'");
    assertThatThrownBy(
            () -> chunks(IngestOptions.defaults().withObs("treatment=drug,dose=dose"), file))
        .hasMessage(
            "Invalid dose of cell c1: '1+2+3'; expected one number, or 2 joined by '+' as in 'x+y'");
    assertThatThrownBy(
            () -> chunks(IngestOptions.defaults().withObs("treatment=drug,dose=minus"), file))
        .hasMessage("Invalid dose of cell c1: '-1'; expected a finite number, 0 or more");
  }

  @Test
  void saysHowManyAnnotationsBelongToNoCell() {
    Path table = Tables.withGenes("a").cells("c", 2).write(folder, "few");
    Path more = Tables.withGenes("a").cells("c", 5, "arm", "x").write(folder, "more");
    SourceFile file =
        new SourceFile(
            "few",
            CountMatrices.open(
                table, Tables.options(table).withAnnotations(Tables.annotationsOf(more))));
    try (Dataset dataset = Dataset.of(List.of(file), IngestOptions.defaults())) {
      assertThat(dataset.notes())
          .contains("3 rows of the annotation table belong to no cell of the file");
    }
  }

  @Test
  void refusesSeveralFilesWithoutAName() {
    assertThatThrownBy(
            () ->
                Dataset.open(
                    List.of(Path.of("a.csv"), Path.of("b.csv")),
                    Tables.options(folder),
                    IngestOptions.defaults()))
        .hasMessage("Missing dataset: 2 files have no common name; expected --dataset");
  }

  private Path screen() {
    return Tables.withGenes("a", "b", "c")
        .cell("c1", 1, 0, 2)
        .obs("is_control", "True")
        .obs("guide", "control")
        .obs("line", "K562")
        .obs("person", "p1")
        .obs("umis", "30")
        .cell("c2", 0, 5, 0)
        .obs("is_control", "False")
        .obs("guide", "KLF1+ctrl+MAP2K6")
        .obs("amount", "0.5+0+2")
        .obs("line", "A172")
        .obs("person", "p2")
        .obs("umis", "5")
        .write(folder, "screen");
  }

  private Dataset open(IngestOptions options, Path... files) {
    List<String> names = FileNames.of(List.of(files));
    List<SourceFile> sources = new ArrayList<>();
    for (int i = 0; i < files.length; i++) {
      sources.add(
          new SourceFile(names.get(i), CountMatrices.open(files[i], Tables.options(files[i]))));
    }
    return Dataset.of(sources, options);
  }

  private List<CellChunkRecord> chunks(IngestOptions options, Path... files) {
    List<CellChunkRecord> chunks = new ArrayList<>();
    try (Dataset dataset = open(options, files)) {
      dataset.forEachChunk(NOON, chunks::add);
    }
    return chunks;
  }

  private List<String> rows(IngestOptions options, Path... files) {
    List<String> rows = new ArrayList<>();
    for (CellChunkRecord chunk : chunks(options, files)) {
      for (CellContent cell : ChunkBuilder.cellsOf(chunk)) {
        Map<Integer, Integer> row = new LinkedHashMap<>();
        for (int i = 0; i < cell.nonZeros(); i++) {
          row.put(cell.genes()[i], cell.counts()[i]);
        }
        rows.add(cell.id() + " " + row);
      }
    }
    return rows;
  }
}
