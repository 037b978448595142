package io.scstream.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The tensors of a safetensors file in memory, as bytes and as numbers. */
final class Tensors {

  private final Map<String, Tensor> tensors;

  private Tensors(Map<String, Tensor> tensors) {
    this.tensors = tensors;
  }

  /** Fails with CORRUPT if the head does not fit itself or the bytes. */
  static Tensors read(byte[] file) {
    ByteArrayInputStream in = new ByteArrayInputStream(file);
    SafetensorsHeader header;
    try {
      header = SafetensorsHeader.read(in, file.length);
    } catch (IOException e) {
      throw new UncheckedIOException("Reading memory does not fail", e);
    }
    int begin = file.length - in.available();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (TensorEntry entry : header.tensors()) {
      int bytes = Math.toIntExact(SafetensorsHeader.bytes(entry));
      ByteBuffer data = ByteBuffer.wrap(file, begin, bytes).slice().order(ByteOrder.LITTLE_ENDIAN);
      tensors.put(entry.name(), new Tensor(entry, data));
      begin += bytes;
    }
    return new Tensors(tensors);
  }

  /** By name, in the order of the data. */
  Map<String, Tensor> all() {
    return tensors;
  }

  Optional<Tensor> find(String name) {
    return Optional.ofNullable(tensors.get(name));
  }

  /** One tensor; the bytes are not to be written to. */
  static final class Tensor {

    private final TensorEntry entry;
    private final ByteBuffer data;

    private Tensor(TensorEntry entry, ByteBuffer data) {
      this.entry = entry;
      this.data = data;
    }

    TensorEntry entry() {
      return entry;
    }

    boolean hasBytesOf(Tensor other) {
      return data.equals(other.data);
    }

    /** Whether {@link #number} knows the type. */
    boolean isNumeric() {
      return switch (entry.dtype()) {
        case "F32", "F64", "I32", "I64", "U8", "I8", "BOOL" -> true;
        default -> false;
      };
    }

    int size() {
      return Math.toIntExact(entry.shape().stream().reduce(1L, Math::multiplyExact));
    }

    /** Columns of a matrix; 0 for anything else. */
    int columns() {
      return entry.shape().size() == 2 ? Math.toIntExact(entry.shape().get(1)) : 0;
    }

    double number(int index) {
      return switch (entry.dtype()) {
        case "F32" -> data.getFloat(index * Float.BYTES);
        case "F64" -> data.getDouble(index * Double.BYTES);
        case "I32" -> data.getInt(index * Integer.BYTES);
        case "I64" -> data.getLong(index * Long.BYTES);
        case "U8", "BOOL" -> data.get(index) & 0xff;
        case "I8" -> data.get(index);
        default -> throw new IllegalStateException("No numbers of type " + entry.dtype());
      };
    }
  }
}
