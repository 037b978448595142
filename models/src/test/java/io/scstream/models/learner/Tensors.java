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

  /** How far the weights of two learners are apart, running statistics left out. */
  static double distance(LearnerSnapshot a, LearnerSnapshot b) {
    double squares = 0;
    for (int i = 0; i < a.weights().size(); i++) {
      if (a.weights().get(i).name().contains(".running_")) {
        continue; // Statistics, which have a rate of their own.
      }
      float[] one = a.weights().get(i).values();
      float[] other = b.weights().get(i).values();
      for (int j = 0; j < one.length; j++) {
        squares += Math.pow((double) one[j] - other[j], 2);
      }
    }
    return Math.sqrt(squares);
  }
}
