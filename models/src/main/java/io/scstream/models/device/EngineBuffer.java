package io.scstream.models.device;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * An array that Java fills. Where the engine works in this machine's memory it is filled in place:
 * nothing is copied, nothing waits for the garbage collector, and the memory goes back to the
 * engine with the manager. Elsewhere it is sent once it is full.
 */
public final class EngineBuffer {
  private final NDManager manager;
  private final Shape shape;
  private final DataType type;
  private final ByteBuffer bytes;
  private final boolean isInPlace;
  private final NDArray array;

  private EngineBuffer(NDManager manager, Shape shape, DataType type) {
    this.manager = manager;
    this.shape = shape;
    this.type = type;
    this.isInPlace = !manager.getDevice().isGpu() && shape.size() > 0;
    this.array = manager.create(shape, type);
    ByteBuffer memory =
        isInPlace
            ? array.toByteBuffer(true)
            : ByteBuffer.allocateDirect((int) shape.size() * type.getNumOfBytes());
    this.bytes = memory.order(ByteOrder.nativeOrder());
  }

  /** So many whole numbers of 32 bits. */
  public static EngineBuffer ofInts(NDManager manager, int size) {
    return new EngineBuffer(manager, new Shape(size), DataType.INT32);
  }

  /** So many real numbers of 32 bits. */
  public static EngineBuffer ofFloats(NDManager manager, int size) {
    return new EngineBuffer(manager, new Shape(size), DataType.FLOAT32);
  }

  /** Truth values, as bytes of 0 and 1. */
  public static EngineBuffer ofFlags(NDManager manager, Shape shape) {
    return new EngineBuffer(manager, shape, DataType.BOOLEAN);
  }

  public ByteBuffer bytes() {
    return bytes;
  }

  public IntBuffer ints() {
    return bytes.asIntBuffer();
  }

  public FloatBuffer floats() {
    return bytes.asFloatBuffer();
  }

  /** The array, once it is full. */
  public NDArray array() {
    if (isInPlace) {
      return array;
    }
    array.close();
    return manager.create(bytes.rewind(), shape, type);
  }

  /** The values of an array of real numbers, to be read while the array is open. */
  public static FloatBuffer floatsOf(NDArray array) {
    return array.size() == 0 || array.getDevice().isGpu()
        ? FloatBuffer.wrap(array.toFloatArray())
        : array.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }
}
