package io.scstream.models.nn;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.TreeMap;

/** How networks are run: for scores and embeddings, or for a step, with chance and statistics. */
public final class Mode {
  private final boolean isTraining;
  private final Dropout dropout;
  private final Map<String, float[]> statistics = new TreeMap<>();

  private Mode(boolean isTraining, Dropout dropout) {
    this.isTraining = isTraining;
    this.dropout = dropout;
  }

  /** Nothing is left to chance, and nothing is gathered. */
  public static Mode inference() {
    return new Mode(false, Dropout.none());
  }

  /** Units are dropped, and batch normalisation looks at the minibatch. */
  public static Mode training(Dropout dropout) {
    return new Mode(true, dropout);
  }

  boolean isTraining() {
    return isTraining;
  }

  NDArray drop(NDArray units, String layer) {
    return dropout.apply(units, layer);
  }

  void keep(String name, float[] values) {
    statistics.put(name, values);
  }

  /** What running statistics become with this minibatch, by the parameter's name. */
  public Map<String, float[]> statistics() {
    return statistics;
  }
}
