package io.scstream.speed;

import io.scstream.ingest.FileCells;
import io.scstream.ingest.IngestOptions;
import io.scstream.jobs.operator.ChunkCells;
import io.scstream.matrix.ReadOptions;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.spec.Groups;
import io.scstream.schema.cells.CellContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file of cells, and how it is to be read. */
public record Source(Path file, ReadOptions read, IngestOptions columns) {
  /** The cells that a model can take, in memory. */
  Contents contents() {
    FileCells files = FileCells.read(List.of(file), read, columns);
    List<Cell> cells = new ArrayList<>();
    for (CellContent cell : files.cells()) {
      if (cell.nonZeros() > 0) {
        cells.add(ChunkCells.modelCell(files.dataset(), cell, Groups.ONE));
      }
    }
    return new Contents(files.genes().size(), cells);
  }

  /** Copies of the file in a folder, which are named by their numbers. */
  public List<Path> copies(Path folder, int count) {
    try {
      List<Path> copies = new ArrayList<>();
      for (int number = 0; number < count; number++) {
        Path copy = folder.resolve("copy-" + number + "-" + file.getFileName());
        copies.add(Files.copy(file, copy));
      }
      return copies;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Cells on so many genes. */
  record Contents(int genes, List<Cell> cells) {
    Contents {
      cells = List.copyOf(cells);
    }

    /** Minibatches of so many cells of each role, which are cycled where there are too few. */
    List<Minibatch> minibatches(int count, int perRole) {
      List<Cell> background = of(Role.BACKGROUND);
      List<Cell> target = of(Role.TARGET);
      if (background.isEmpty() || target.isEmpty()) {
        throw new SpeedException(
            "Invalid cells: %d background and %d target ones; expected some of each"
                .formatted(background.size(), target.size()));
      }
      List<Minibatch> minibatches = new ArrayList<>();
      for (int number = 0; number < count; number++) {
        List<Cell> rows = new ArrayList<>();
        for (int i = number * perRole; i < (number + 1) * perRole; i++) {
          rows.add(background.get(i % background.size()));
          rows.add(target.get(i % target.size()));
        }
        minibatches.add(Minibatch.of(genes, rows));
      }
      return minibatches;
    }

    private List<Cell> of(Role role) {
      return cells.stream().filter(cell -> cell.role() == role).toList();
    }
  }
}
