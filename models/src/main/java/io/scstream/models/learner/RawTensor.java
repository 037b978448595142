package io.scstream.models.learner;

import static io.scstream.models.ModelException.checkInput;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A tensor that no model computes with, as it lies in a safetensors file. The array is not to be
 * written to.
 */
final class RawTensor {
  /** Types of values, by their names in the format. */
  enum Dtype {
    U8(1),
    I32(4),
    F64(8);

    private final int bytes;

    Dtype(int bytes) {
      this.bytes = bytes;
    }

    /** Of one value. */
    int bytes() {
      return bytes;
    }
  }

  private final String name;
  private final Dtype dtype;
  private final long[] shape;
  private final byte[] bytes;

  RawTensor(String name, Dtype dtype, long[] shape, byte[] bytes) {
    checkInput(
        bytes.length == bytes(name, dtype.bytes(), shape),
        "Invalid tensor %s: %d bytes; expected %d for shape %s",
        name,
        bytes.length,
        bytes(name, dtype.bytes(), shape),
        Arrays.toString(shape));
    this.name = name;
    this.dtype = dtype;
    this.shape = shape;
    this.bytes = bytes;
  }

  String name() {
    return name;
  }

  Dtype dtype() {
    return dtype;
  }

  long[] shape() {
    return shape.clone();
  }

  byte[] bytes() {
    return bytes;
  }

  static long bytes(String name, int width, long[] shape) {
    long size = width;
    for (long extent : shape) {
      checkInput(extent >= 0, "Invalid shape of tensor %s: %s", name, Arrays.toString(shape));
      size = Math.multiplyExact(size, extent);
    }
    return size;
  }

  static RawTensor ofBytes(String name, byte[] values) {
    return new RawTensor(name, Dtype.U8, new long[] {values.length}, values);
  }

  static RawTensor ofInts(String name, int[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(values);
    return new RawTensor(name, Dtype.I32, new long[] {values.length}, bytes.array());
  }

  static RawTensor ofDoubles(String name, double[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(values);
    return new RawTensor(name, Dtype.F64, new long[] {values.length}, bytes.array());
  }

  byte[] asBytes() {
    require(Dtype.U8);
    return bytes;
  }

  int[] asInts() {
    require(Dtype.I32);
    int[] values = new int[bytes.length / 4];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(values);
    return values;
  }

  double[] asDoubles() {
    require(Dtype.F64);
    double[] values = new double[bytes.length / 8];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(values);
    return values;
  }

  private void require(Dtype wanted) {
    checkInput(dtype == wanted, "Invalid dtype of tensor %s: %s; expected %s", name, dtype, wanted);
  }
}
