package io.scstream.models.drift;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.evaluate.Codes;
import java.util.Arrays;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Codes and likelihoods of cells. Immutable. */
public final class CellReading {
  private final SortedMap<String, double[][]> blocks;
  private final double[] elbo;

  private CellReading(SortedMap<String, double[][]> blocks, double[] elbo) {
    this.blocks = Collections.unmodifiableSortedMap(blocks);
    this.elbo = elbo;
  }

  /**
   * Copies.
   *
   * @param blocks codes by the name of their space, each [n, d]
   * @param elbo of each cell in nats, or empty where that is not known
   */
  public static CellReading of(SortedMap<String, double[][]> blocks, double... elbo) {
    SortedMap<String, double[][]> own = new TreeMap<>();
    blocks.forEach(
        (name, codes) ->
            own.put(name, Arrays.stream(codes).map(double[]::clone).toArray(double[][]::new)));
    return new CellReading(own, elbo.clone());
  }

  /** The codes of a space; not copied. */
  double[][] block(String name) {
    double[][] codes = blocks.get(name);
    checkInput(
        codes != null,
        "Invalid reading of cells: no %s; expected it beside %s",
        name,
        blocks.keySet());
    return codes == null ? new double[0][] : codes;
  }

  /** The mean code of each space, [d]. */
  SortedMap<String, double[]> means() {
    SortedMap<String, double[]> means = new TreeMap<>();
    blocks.forEach((name, codes) -> means.put(name, Codes.means(codes)));
    return means;
  }

  /** Copies; empty where it is not known. */
  double[] elbo() {
    return elbo.clone();
  }
}
