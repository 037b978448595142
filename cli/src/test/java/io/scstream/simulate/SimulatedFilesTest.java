package io.scstream.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.ingest.FileCells;
import io.scstream.ingest.IngestOptions;
import io.scstream.ingest.Progress;
import io.scstream.matrix.ReadOptions;
import io.scstream.models.simulate.Event;
import io.scstream.models.simulate.EventStream;
import io.scstream.models.simulate.StreamSettings;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.cells.CellContent;
import io.scstream.schema.cells.ChunkBuilder;
import io.scstream.schema.cells.ChunkRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedFilesTest {
  private static final IngestOptions COLUMNS =
      IngestOptions.defaults()
          .withObs("role=role,covariate=covariate,treatment=treatment,donor=donor,batch=batch");
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private static EventStream stream(String... events) {
    return EventStream.of(
        new StreamSettings(50, 5, 70, 2, 2, 2, 0.5, 0.02, 100, 9),
        Stream.of(events).map(Event::parse).toList());
  }

  private static List<CellChunkRecord> chunks(EventStream stream) {
    List<CellChunkRecord> chunks = new ArrayList<>();
    new SimulatedDataset("rehearsal", stream).forEachChunk(NOON, chunks::add);
    return chunks;
  }

  private static List<String> texts(Stream<CellContent> cells) {
    return cells
        .map(
            cell ->
                cell.id()
                    + cell.role()
                    + cell.librarySize()
                    + cell.annotations()
                    + Arrays.toString(cell.genes())
                    + Arrays.toString(cell.counts()))
        .toList();
  }

  private static List<String> onTopic(EventStream stream) {
    return texts(chunks(stream).stream().flatMap(it -> ChunkBuilder.cellsOf(it).stream()));
  }

  /** Treatments named control are none, as they are on the topic. */
  private static IngestOptions options() {
    return new IngestOptions(
        Optional.of("rehearsal"),
        COLUMNS.topic(),
        COLUMNS.columns(),
        List.of(),
        List.of("control"),
        "+",
        COLUMNS.genes(),
        COLUMNS.cellIds());
  }

  @Test
  void ingestReadsTheCellsThatATopicWouldGet() {
    EventStream stream = stream("panel@3:drop=0.5", "contaminated@4");
    Path out = folder.resolve("cells.h5ad");
    List<Path> files = new SimulatedFiles(out, Integer.MAX_VALUE).write(stream, Progress.QUIET);
    assertThat(files).containsExactly(out);
    FileCells read = FileCells.read(files, ReadOptions.defaults(), options());
    assertThat(read.notes()).isEmpty();
    assertThat(read.genes()).isEqualTo(stream.geneNames());
    assertThat(texts(read.cells().stream())).hasSize(350).isEqualTo(onTopic(stream));
  }

  @Test
  void severalFilesHoldTheSameCellsAsOne() throws IOException {
    List<Path> files =
        new SimulatedFiles(folder.resolve("cells.h5ad"), 2).write(stream(), Progress.QUIET);
    assertThat(files)
        .extracting(file -> file.getFileName().toString())
        .containsExactly("cells-0001.h5ad", "cells-0003.h5ad", "cells-0005.h5ad");
    FileCells read = FileCells.read(files, ReadOptions.defaults(), options());
    assertThat(texts(read.cells().stream())).isEqualTo(onTopic(stream()));
    byte[] first = Files.readAllBytes(files.get(1));
    new SimulatedFiles(folder.resolve("cells.h5ad"), 2).write(stream(), Progress.QUIET);
    assertThat(Files.readAllBytes(files.get(1))).isEqualTo(first);
  }

  @Test
  void chunksKeepTheRulesAndTellTheirEnd() {
    List<CellChunkRecord> chunks = chunks(stream());
    assertThat(chunks)
        .hasSize(10)
        .allSatisfy(chunk -> assertThat(ChunkRules.check(chunk)).isEmpty());
    assertThat(chunks.get(0).getBatch()).isEqualTo("batch-0001");
    assertThat(chunks.get(0).getEndOfBatch()).isFalse();
    assertThat(chunks.get(1).getEndOfBatch()).isTrue();
    assertThat(chunks.get(1).getCellIds()).hasSize(6);
  }

  @Test
  void refusesNamesThatIngestWouldNotKnow() {
    assertThatThrownBy(() -> new SimulatedFiles(Path.of("cells.csv"), 1))
        .hasMessage("Invalid out: cells.csv; expected a name with .h5ad");
    assertThatThrownBy(() -> new SimulatedFiles(Path.of("cells.h5ad"), 0))
        .hasMessage("Invalid batches-per-file: 0; expected a positive number");
    assertThatThrownBy(
            () ->
                new SimulatedFiles(folder.resolve("no/cells.h5ad"), 1)
                    .write(stream(), Progress.QUIET))
        .hasMessageContaining("cells-0001.h5ad: inaccessible file");
  }
}
