package io.scstream.models.nn;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/** The parameters as one step sees them, by name. */
public final class Weights {

  private final Map<String, NDArray> views;

  Weights(Map<String, NDArray> views) {
    this.views = views;
  }

  /** A parameter; the first weight of an encoder lies by gene, as [G, h]. */
  public NDArray get(String name) {
    NDArray view = views.get(name);
    if (view == null) {
      throw new IllegalStateException("No parameter " + name);
    }
    return view;
  }
}
