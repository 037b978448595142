package io.scstream.matrix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A small matrix of counts, and its ways into the file formats. */
final class SyntheticCounts {
  final int[][] cells;
  final String[] cellIds;
  final String[] geneIds;

  private SyntheticCounts(int[][] cells) {
    this.cells = cells;
    this.cellIds = names("cell-", cells.length);
    this.geneIds = names("ENSG", cells[0].length);
  }

  static SyntheticCounts of(int[]... cells) {
    return new SyntheticCounts(cells);
  }

  /**
   * Sparse, with at least one count, empty cells and empty genes likely, and one very large count.
   */
  static SyntheticCounts random(long seed) {
    Random random = new Random(seed);
    int[][] cells = new int[1 + random.nextInt(30)][1 + random.nextInt(20)];
    double density = random.nextDouble();
    for (int[] cell : cells) {
      for (int gene = 0; gene < cell.length; gene++) {
        cell[gene] = random.nextDouble() < density ? 1 + random.nextInt(300) : 0;
      }
    }
    cells[random.nextInt(cells.length)][random.nextInt(cells[0].length)] = Integer.MAX_VALUE;
    return new SyntheticCounts(cells);
  }

  SyntheticCounts transposed() {
    int[][] genes = new int[cells[0].length][cells.length];
    for (int cell = 0; cell < cells.length; cell++) {
      for (int gene = 0; gene < genes.length; gene++) {
        genes[gene][cell] = cells[cell][gene];
      }
    }
    return new SyntheticCounts(genes);
  }

  int[] indptr() {
    int[] indptr = new int[cells.length + 1];
    for (int cell = 0; cell < cells.length; cell++) {
      int entries = (int) Arrays.stream(cells[cell]).filter(count -> count != 0).count();
      indptr[cell + 1] = indptr[cell] + entries;
    }
    return indptr;
  }

  int[] indices() {
    return entries().stream().mapToInt(entry -> entry[1]).toArray();
  }

  int[] data() {
    return entries().stream().mapToInt(entry -> entry[2]).toArray();
  }

  /** Cell, gene and count of each entry, in cell order. */
  List<int[]> entries() {
    List<int[]> entries = new ArrayList<>();
    for (int cell = 0; cell < cells.length; cell++) {
      for (int gene = 0; gene < cells[cell].length; gene++) {
        if (cells[cell][gene] != 0) {
          entries.add(new int[] {cell, gene, cells[cell][gene]});
        }
      }
    }
    return entries;
  }

  /** Reads a whole matrix, checking every block on the way. */
  static int[][] read(CountMatrix matrix, int blockCells) {
    int[][] cells = new int[matrix.cellIds().size()][matrix.geneIds().size()];
    int next = 0;
    try (Rows rows = matrix.rows(blockCells)) {
      while (rows.hasNext()) {
        CsrBlock block = rows.next();
        if (block.firstCell() != next || block.cells() < 1 || block.cells() > blockCells) {
          throw new AssertionError("Block out of order: " + block);
        }
        fill(cells, block);
        next += block.cells();
      }
    }
    if (next != cells.length) {
      throw new AssertionError("Blocks end at cell " + next);
    }
    return cells;
  }

  private static void fill(int[][] cells, CsrBlock block) {
    for (int cell = 0; cell < block.cells(); cell++) {
      int last = -1;
      for (int i = block.indptr()[cell]; i < block.indptr()[cell + 1]; i++) {
        if (block.indices()[i] <= last || block.counts()[i] <= 0) {
          throw new AssertionError("Entry out of order or empty in " + block);
        }
        last = block.indices()[i];
        cells[block.firstCell() + cell][last] = block.counts()[i];
      }
    }
  }

  private static String[] names(String prefix, int size) {
    String[] names = new String[size];
    Arrays.setAll(names, i -> prefix + i);
    return names;
  }
}
