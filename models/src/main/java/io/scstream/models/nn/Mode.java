package io.scstream.models.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
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

  /** The units with some of them dropped. */
  NDArray drop(NDArray units, String layer) {
    return dropout.isOn()
        ? units.mul(dropout.mask(layer, units.getShape(), units.getManager()))
        : units;
  }

  /** The masks of these layers for so many cells; none where nothing is dropped. */
  List<NDArray> masks(List<HiddenLayer> layers, int cells, NDManager manager) {
    return dropout.isOn()
        ? layers.stream()
            .map(it -> dropout.mask(it.name(), new Shape(cells, it.units()), manager))
            .toList()
        : List.of();
  }

  void keep(String name, float[] values) {
    statistics.put(name, values);
  }

  /** What running statistics become with this minibatch, by the parameter's name. */
  public Map<String, float[]> statistics() {
    return statistics;
  }
}
