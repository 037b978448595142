package io.scstream.matrix;

import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.object.message.DataLayout;

/**
 * A two-dimensional data set of counts, cells in rows (h5ad) or genes in rows (loom). Read in slabs
 * of whole cells where the chunks of such a slab fit in memory, chunk after chunk otherwise.
 */
final class DenseMatrix {
  private static final int SLAB = 1 << 20;
  private static final int LARGEST_SLAB = 1 << 23;

  private final H5File file;
  private final Dataset dataset;
  private final boolean genesInRows;
  private final Place place;
  private final int[] shape;
  private final int[] chunk;

  DenseMatrix(H5File file, Dataset dataset, Orientation orientation, String hint) {
    this.file = file;
    this.dataset = dataset;
    this.genesInRows = orientation == Orientation.GENES_IN_ROWS;
    this.place = new Place(file.path(), H5File.name(dataset), hint);
    this.shape = file.guard(place.field(), dataset::getDimensions);
    if (shape.length != 2) {
      throw MatrixException.badInput(
          file.path(), place.field(), shape.length + " dimensions", "two dimensions");
    }
    NumberColumn.chunkLength(file, dataset);
    this.chunk = chunk();
  }

  int cells() {
    return shape[genesInRows ? 1 : 0];
  }

  int genes() {
    return shape[genesInRows ? 0 : 1];
  }

  /** Whether whole cells can be read without decompressing a chunk more than once. */
  boolean hasSlabs() {
    boolean scattered = genesInRows && dataset.getDataLayout() == DataLayout.CONTIGUOUS;
    return !scattered && (long) chunk[genesInRows ? 1 : 0] * genes() <= LARGEST_SLAB;
  }

  RowSource slabs() {
    return new Slabs();
  }

  /** Adds all entries, chunk after chunk. */
  void readTo(EntrySort sort) {
    int across = (int) Math.max(chunk[1], SLAB / chunk[0] / chunk[1] * (long) chunk[1]);
    for (int row = 0; row < shape[0]; row += chunk[0]) {
      int rows = Math.min(chunk[0], shape[0] - row);
      for (long column = 0; column < shape[1]; column += across) {
        readTile(sort, row, rows, (int) column, (int) Math.min(across, shape[1] - column));
      }
    }
  }

  private void readTile(EntrySort sort, int row, int rows, int column, int columns) {
    double[][] tile = read(row, rows, column, columns);
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        if (tile[r][c] != 0) {
          int count = place.count(tile[r][c], row + r, column + c);
          int cell = genesInRows ? column + c : row + r;
          sort.add(cell, genesInRows ? row + r : column + c, count);
        }
      }
    }
  }

  private int[] chunk() {
    if (dataset instanceof ChunkedDataset chunked) {
      return file.guard(place.field(), chunked::getChunkDimensions);
    }
    return dataset.getDataLayout() == DataLayout.COMPACT ? shape : new int[] {1, 1};
  }

  private double[][] read(int row, int rows, int column, int columns) {
    return file.guard(place.field(), () -> numbers(row, rows, column, columns));
  }

  private double[][] numbers(int row, int rows, int column, int columns) {
    boolean compact = dataset.getDataLayout() == DataLayout.COMPACT;
    Object[] arrays =
        (Object[])
            (compact
                ? dataset.getData()
                : dataset.getData(new long[] {row, column}, new int[] {rows, columns}));
    double[][] numbers = new double[rows][];
    for (int i = 0; i < rows; i++) {
      numbers[i] = Numbers.of(arrays[i]);
    }
    return numbers;
  }

  private final class Slabs implements RowSource {
    private double[][] slab = new double[0][0];
    private int first;
    private int held;
    private int cell;

    @Override
    public void next(RowCollector row) {
      if (cell == first + held) {
        load();
      }
      for (int gene = 0; gene < genes(); gene++) {
        double value = genesInRows ? slab[gene][cell - first] : slab[cell - first][gene];
        if (value != 0) {
          row.add(gene, count(value, gene));
        }
      }
      cell++;
    }

    private int count(double value, int gene) {
      return genesInRows ? place.count(value, gene, cell) : place.count(value, cell, gene);
    }

    private void load() {
      int step = chunk[genesInRows ? 1 : 0];
      int fitting = SLAB / Math.max(1, genes()) / step * step;
      first = cell;
      held = Math.min(Math.max(step, fitting), cells() - cell);
      slab = genesInRows ? read(0, genes(), first, held) : read(first, held, 0, genes());
    }
  }
}
