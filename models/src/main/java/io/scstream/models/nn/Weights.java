package io.scstream.models.nn;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters as one step sees them, by name.
 *
 * <p>Products with sparse cells are made off the tape and are where it begins: no array of cells ×
 * genes is ever recorded. The gradient of such a weight is then one more sparse product.
 */
public final class Weights {

  private final Map<String, NDArray> views;
  private final boolean isTrained;
  private final List<Product> products = new ArrayList<>();

  /** A product of cells and a weight, on the tape. */
  private record Product(String weight, LogCounts cells, NDArray value) {}

  Weights(Map<String, NDArray> views, boolean isTrained) {
    this.views = views;
    this.isTrained = isTrained;
  }

  /** A parameter; the first weight of an encoder lies by gene, as [G, h]. */
  public NDArray get(String name) {
    NDArray view = views.get(name);
    if (view == null) {
      throw new IllegalStateException("No parameter " + name);
    }
    return view;
  }

  /** Cells times the first weight of an encoder, [n, h]. */
  NDArray product(LogCounts cells, String name) {
    NDArray product = cells.times(get(name));
    if (!isTrained) {
      return product;
    }
    // What kernels return cannot be on a tape; its copy can.
    NDArray value = product.duplicate();
    product.close();
    value.setRequiresGradient(true);
    products.add(new Product(name, cells, value));
    return value;
  }

  /** Whether a tape that ran back left a gradient of this parameter. */
  public boolean hasGradient(String name) {
    return get(name).hasGradient()
        || products.stream().anyMatch(it -> it.weight.equals(name) && it.value.hasGradient());
  }

  /** The gradient of a parameter, once the tape has run back. */
  public NDArray gradient(String name) {
    Optional<NDArray> ofProducts =
        products.stream()
            .filter(it -> it.weight.equals(name) && it.value.hasGradient())
            .map(Weights::gradient)
            .reduce(NDArray::add);
    return ofProducts
        .map(it -> get(name).hasGradient() ? it.add(get(name).getGradient()) : it)
        .orElseGet(() -> get(name).getGradient());
  }

  private static NDArray gradient(Product product) {
    try (NDArray byProduct = product.value.getGradient()) {
      return product.cells.transposedTimes(byProduct);
    }
  }
}
