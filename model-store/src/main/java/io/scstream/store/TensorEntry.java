package io.scstream.store;

import java.util.List;

/**
 * One line of a tensor index.
 *
 * @param dtype as safetensors writes it: F32, I64, ...
 */
public record TensorEntry(String name, String dtype, List<Long> shape) {

  public TensorEntry {
    shape = List.copyOf(shape);
    if (name.isEmpty() || dtype.isEmpty()) {
      throw StoreException.badInput(
          "Invalid tensor: name '" + name + "', dtype '" + dtype + "'; expected both");
    }
    if (shape.stream().anyMatch(size -> size < 0)) {
      throw StoreException.badInput(
          "Invalid shape of tensor " + name + ": " + shape + "; expected sizes of at least 0");
    }
  }
}
