package io.scstream.models.learner;

import java.util.List;
import java.util.TreeMap;

/** What tests do with the tensors of a snapshot. */
final class Tensors {
  private Tensors() {}

  /** Names, shapes and values to the bit. */
  static byte[] bytes(List<NamedTensor> tensors) {
    return new Safetensors(new TreeMap<>(), tensors).write();
  }

  static NamedTensor halved(NamedTensor tensor) {
    float[] values = tensor.values();
    for (int i = 0; i < values.length; i++) {
      values[i] /= 2;
    }
    return NamedTensor.of(tensor.name(), tensor.shape(), values);
  }
}
