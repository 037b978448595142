package io.scstream.matrix;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.aggregator.ArgumentsAggregator;

/** Sums over a matrix, to compare with published ones. */
record Totals(
    int cells, int genes, long entries, long sum, int maximum, long firstCell, long lastCell) {
  static Totals of(Path path, ReadOptions options) {
    try (CountMatrix matrix = CountMatrices.open(path, options);
        Rows rows = matrix.rows(500)) {
      int last = matrix.cellIds().size() - 1;
      Totals totals = new Totals(last + 1, matrix.geneIds().size(), 0, 0, 0, 0, 0);
      while (rows.hasNext()) {
        totals = totals.plus(rows.next(), last);
      }
      return totals;
    }
  }

  private Totals plus(CsrBlock block, int last) {
    long blockSum = 0;
    long first = firstCell;
    long lastSum = lastCell;
    int max = maximum;
    for (int cell = 0; cell < block.cells(); cell++) {
      for (int i = block.indptr()[cell]; i < block.indptr()[cell + 1]; i++) {
        int count = block.counts()[i];
        blockSum += count;
        max = Math.max(max, count);
        first += block.firstCell() + cell == 0 ? count : 0;
        lastSum += block.firstCell() + cell == last ? count : 0;
      }
    }
    return new Totals(cells, genes, entries + block.entries(), sum + blockSum, max, first, lastSum);
  }

  /** Totals from the third column of a table on. */
  static final class Aggregator implements ArgumentsAggregator {
    @Override
    public Totals aggregateArguments(ArgumentsAccessor row, ParameterContext context) {
      return new Totals(
          row.getInteger(2),
          row.getInteger(3),
          row.getLong(4),
          row.getLong(5),
          row.getInteger(6),
          row.getLong(7),
          row.getLong(8));
    }
  }
}
