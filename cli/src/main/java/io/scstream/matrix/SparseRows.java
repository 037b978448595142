package io.scstream.matrix;

/** Cells of a matrix that is compressed along its cells. */
final class SparseRows implements RowSource {
  private final SparseMatrix.Cursor cursor;

  SparseRows(SparseMatrix matrix) {
    this.cursor = matrix.cursor();
  }

  @Override
  public void next(RowCollector row) {
    cursor.next();
    for (long entry = cursor.begin(); entry < cursor.end(); entry++) {
      row.add(cursor.minor(entry), cursor.count(entry));
    }
  }
}
