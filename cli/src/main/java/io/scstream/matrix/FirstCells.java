package io.scstream.matrix;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The first cells of a matrix, as if there were no others. */
final class FirstCells implements CountMatrix {
  private final CountMatrix whole;
  private final int cells;

  FirstCells(CountMatrix whole, int cells) {
    this.whole = whole;
    this.cells = cells;
  }

  @Override
  public Path source() {
    return whole.source();
  }

  @Override
  public List<String> cellIds() {
    return whole.cellIds().subList(0, cells);
  }

  @Override
  public List<String> geneIds() {
    return whole.geneIds();
  }

  @Override
  public List<String> geneNames() {
    return whole.geneNames();
  }

  @Override
  public List<String> obsColumns() {
    return whole.obsColumns();
  }

  @Override
  public Optional<List<String>> obs(String column) {
    return whole.obs(column).map(values -> values.subList(0, cells));
  }

  @Override
  public int unusedAnnotations() {
    return whole.unusedAnnotations();
  }

  @Override
  public Rows rows(int blockCells) {
    Rows rows = whole.rows(blockCells);
    return new Rows() {
      private int done;

      @Override
      public boolean hasNext() {
        return done < cells && rows.hasNext();
      }

      @Override
      public CsrBlock next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        CsrBlock block = rows.next();
        done += block.cells();
        return done <= cells ? block : start(block, block.cells() - (done - cells));
      }

      @Override
      public void close() {
        rows.close();
      }
    };
  }

  private static CsrBlock start(CsrBlock block, int cells) {
    int[] indptr = Arrays.copyOf(block.indptr(), cells + 1);
    int entries = indptr[cells];
    return CsrBlock.of(
        block.firstCell(),
        indptr,
        Arrays.copyOf(block.indices(), entries),
        Arrays.copyOf(block.counts(), entries));
  }

  @Override
  public void close() {
    whole.close();
  }
}
