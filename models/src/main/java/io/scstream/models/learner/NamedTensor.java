package io.scstream.models.learner;

import static io.scstream.models.ModelException.checkInput;

import java.util.Arrays;
import java.util.Objects;

/** A float32 tensor with a name, as plain values. Immutable. */
public final class NamedTensor {

  private final String name;
  private final long[] shape;
  private final float[] values;

  private NamedTensor(String name, long[] shape, float[] values) {
    this.name = name;
    this.shape = shape;
    this.values = values;
  }

  /** A checked tensor that shares no array with its arguments. */
  public static NamedTensor of(String name, long[] shape, float[] values) {
    return owning(name, shape.clone(), values.clone());
  }

  /** As {@link #of}, for arrays that nobody else holds. */
  static NamedTensor owning(String name, long[] shape, float[] values) {
    Objects.requireNonNull(name);
    long size = 1;
    for (long extent : shape) {
      checkInput(extent >= 0, "Invalid shape of tensor %s: %s", name, Arrays.toString(shape));
      size = Math.multiplyExact(size, extent);
    }
    checkInput(
        size == values.length,
        "Invalid tensor %s: %d values; expected %d for shape %s",
        name,
        values.length,
        size,
        Arrays.toString(shape));
    return new NamedTensor(name, shape, values);
  }

  public String name() {
    return name;
  }

  public long[] shape() {
    return shape.clone();
  }

  public float[] values() {
    return values.clone();
  }

  /** The values themselves, for readers in this package that do not write. */
  float[] shared() {
    return values;
  }

  boolean isFinite() {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
