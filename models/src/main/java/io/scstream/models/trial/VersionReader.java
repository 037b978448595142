package io.scstream.models.trial;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.drift.CellReader;
import io.scstream.models.drift.CellReading;
import io.scstream.models.gauge.Gauge;
import io.scstream.models.learner.Embedder;
import io.scstream.models.learner.Embeddings;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What a version says of cells: codes as it publishes them, and the bound. Closes its model. */
record VersionReader(Embedder model, Gauge gauge) implements CellReader, AutoCloseable {
  static final String BACKGROUND = "background";
  static final String SALIENT = "salient";

  private static final int READ_AT_ONCE = 128;

  @Override
  public CellReading read(List<Cell> cells) {
    SortedMap<String, double[][]> blocks = new TreeMap<>();
    blocks.put(BACKGROUND, new double[cells.size()][]);
    blocks.put(SALIENT, new double[cells.size()][]);
    double[] elbo = new double[cells.size()];
    for (int from = 0; from < cells.size(); from += READ_AT_ONCE) {
      int to = Math.min(cells.size(), from + READ_AT_ONCE);
      // A minibatch has its background cells first; the order here is the caller's.
      int[] order =
          IntStream.range(from, to)
              .boxed()
              .sorted(Comparator.comparing((Integer i) -> cells.get(i).role()))
              .mapToInt(i -> i)
              .toArray();
      Minibatch minibatch =
          Minibatch.of(model.spec().genes(), IntStream.of(order).mapToObj(cells::get).toList());
      Embeddings codes = model.embed(minibatch).in(gauge);
      double[] bounds = model.bounds(minibatch);
      for (int row = 0; row < order.length; row++) {
        blocks.get(BACKGROUND)[order[row]] = widened(codes.backgroundMean(row));
        blocks.get(SALIENT)[order[row]] = widened(codes.salientMean(row));
        elbo[order[row]] = bounds[row];
      }
    }
    return CellReading.of(blocks, elbo);
  }

  private static double[] widened(float[] code) {
    return IntStream.range(0, code.length).mapToDouble(k -> code[k]).toArray();
  }

  @Override
  public void close() {
    model.close();
  }
}
