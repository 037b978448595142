package io.scstream.models.stream;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.data.Cell;
import io.scstream.models.drift.CellReader;
import io.scstream.models.drift.CellReading;
import io.scstream.models.learner.Embedder;
import io.scstream.models.learner.Embeddings;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Codes and bounds as a model gives them, as the drift monitor wants them. */
final class ModelReader implements CellReader {
  static final String BACKGROUND = "background";
  static final String SALIENT = "salient";
  private static final int AT_ONCE = 128;

  private final Embedder model;

  ModelReader(Embedder model) {
    this.model = model;
  }

  /**
   * {@inheritDoc}
   *
   * @throws io.scstream.models.ModelException if what the model says is not finite
   */
  @Override
  public CellReading read(List<Cell> cells) {
    double[][] background = new double[cells.size()][];
    double[][] salient = new double[cells.size()][];
    double[] bounds = new double[cells.size()];
    for (int from = 0; from < cells.size(); from += AT_ONCE) {
      // A minibatch has its own order of rows.
      List<Integer> rows =
          IntStream.range(from, Math.min(cells.size(), from + AT_ONCE))
              .boxed()
              .sorted(
                  Comparator.comparing((Integer row) -> cells.get(row).role())
                      .thenComparing(row -> cells.get(row).group()))
              .toList();
      var minibatch = Scores.minibatch(model, rows.stream().map(cells::get).toList());
      Embeddings codes = model.embed(minibatch);
      double[] ofRows = model.bounds(minibatch);
      for (int i = 0; i < ofRows.length; i++) {
        int row = rows.get(i);
        background[row] = finite(codes.backgroundMean(i), cells.get(row));
        salient[row] = finite(codes.salientMean(i), cells.get(row));
        checkFinite(ofRows[i], cells.get(row));
        bounds[row] = ofRows[i];
      }
    }
    SortedMap<String, double[][]> blocks = new TreeMap<>();
    blocks.put(BACKGROUND, background);
    blocks.put(SALIENT, salient);
    return CellReading.of(blocks, bounds);
  }

  private static double[] finite(float[] code, Cell cell) {
    double[] values = new double[code.length];
    for (int i = 0; i < code.length; i++) {
      checkFinite(code[i], cell);
      values[i] = code[i];
    }
    return values;
  }

  private static void checkFinite(double value, Cell cell) {
    checkInput(
        Double.isFinite(value),
        "Invalid reading of cell %s: %s; expected a finite number",
        cell.id(),
        value);
  }
}
