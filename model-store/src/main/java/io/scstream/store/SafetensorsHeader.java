package io.scstream.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The head of a safetensors file: an 8-byte little-endian length, JSON of that length, then the
 * tensors without a gap. Reading it needs no tensor library.
 *
 * @param tensors in the order of their data
 */
public record SafetensorsHeader(List<TensorEntry> tensors) {

  private static final String WHAT = "safetensors header";
  private static final String METADATA = "__metadata__";
  private static final long MAX_HEADER_BYTES = 1 << 22;
  private static final Map<String, Integer> BYTES =
      Map.ofEntries(
          Map.entry("BOOL", 1),
          Map.entry("U8", 1),
          Map.entry("I8", 1),
          Map.entry("F8_E4M3", 1),
          Map.entry("F8_E5M2", 1),
          Map.entry("U16", 2),
          Map.entry("I16", 2),
          Map.entry("F16", 2),
          Map.entry("BF16", 2),
          Map.entry("U32", 4),
          Map.entry("I32", 4),
          Map.entry("F32", 4),
          Map.entry("U64", 8),
          Map.entry("I64", 8),
          Map.entry("F64", 8));

  public SafetensorsHeader {
    tensors = List.copyOf(tensors);
  }

  /**
   * Reads the head and leaves the stream at the first tensor. Fails with CORRUPT if the head is not
   * consistent with itself and with the length of the file.
   */
  public static SafetensorsHeader read(InputStream in, long fileBytes) throws IOException {
    byte[] lengthBytes = in.readNBytes(Long.BYTES);
    if (lengthBytes.length < Long.BYTES) {
      throw StoreException.corrupt(
          "Invalid " + WHAT + ": " + lengthBytes.length + " bytes in all; expected at least 8");
    }
    long length = ByteBuffer.wrap(lengthBytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    long most = Math.min(MAX_HEADER_BYTES, fileBytes - Long.BYTES);
    if (length < 2 || length > most) {
      throw StoreException.corrupt(
          "Invalid " + WHAT + ": length " + length + "; expected 2 to " + most);
    }
    byte[] json = in.readNBytes((int) length);
    if (json.length < length) {
      throw StoreException.corrupt(
          "Invalid " + WHAT + ": ends after " + json.length + " bytes; expected " + length);
    }
    return parse(new String(json, UTF_8), fileBytes - Long.BYTES - length);
  }

  /** How many bytes the values of a tensor take. */
  static long bytes(TensorEntry tensor) {
    return new Span(tensor.dtype(), tensor.shape(), 0, 0).bytes(tensor.name());
  }

  private static SafetensorsHeader parse(String json, long dataBytes) {
    SortedMap<String, Span> spans =
        JsonFields.read(WHAT, json, fields -> fields.rest(METADATA, SafetensorsHeader::readSpan));
    List<Map.Entry<String, Span>> inOrder = new ArrayList<>(spans.entrySet());
    inOrder.sort(
        Comparator.comparingLong((Map.Entry<String, Span> entry) -> entry.getValue().begin())
            .thenComparingLong(entry -> entry.getValue().end()));
    long end = 0;
    for (var entry : inOrder) {
      checkSpan(entry.getKey(), entry.getValue(), end);
      end = entry.getValue().end();
    }
    if (end != dataBytes) {
      throw StoreException.corrupt(
          "Invalid " + WHAT + ": tensors end at " + end + "; expected " + dataBytes);
    }
    return new SafetensorsHeader(
        inOrder.stream().map(entry -> entry.getValue().named(entry.getKey())).toList());
  }

  private static void checkSpan(String name, Span span, long begin) {
    if (span.begin() != begin) {
      throw StoreException.corrupt(
          "Invalid "
              + WHAT
              + ": tensor "
              + name
              + " begins at "
              + span.begin()
              + "; expected "
              + begin);
    }
    long bytes = span.bytes(name);
    if (span.end() - span.begin() != bytes) {
      throw StoreException.corrupt(
          "Invalid "
              + WHAT
              + ": tensor "
              + name
              + " has "
              + (span.end() - span.begin())
              + " bytes; expected "
              + bytes
              + " for "
              + span.dtype()
              + " "
              + span.shape());
    }
  }

  private static Span readSpan(JsonFields fields) {
    List<Long> offsets = fields.integerList("data_offsets");
    if (offsets.size() != 2) {
      throw StoreException.corrupt(
          "Invalid " + WHAT + ": data_offsets " + offsets + "; expected two numbers");
    }
    return new Span(
        fields.text("dtype"), fields.integerList("shape"), offsets.get(0), offsets.get(1));
  }

  /** Where one tensor lies, counted from the end of the head. */
  private record Span(String dtype, List<Long> shape, long begin, long end) {

    TensorEntry named(String name) {
      return new TensorEntry(name, dtype, shape);
    }

    long bytes(String name) {
      Integer each = BYTES.get(dtype);
      if (each == null) {
        throw StoreException.corrupt(
            "Invalid "
                + WHAT
                + ": tensor "
                + name
                + " is of dtype "
                + dtype
                + "; expected one of "
                + BYTES.keySet().stream().sorted().toList());
      }
      try {
        long bytes = each;
        for (long size : shape) {
          if (size < 0) {
            throw new ArithmeticException("negative size");
          }
          bytes = Math.multiplyExact(bytes, size);
        }
        return bytes;
      } catch (ArithmeticException e) {
        throw new StoreException(
            StoreException.Category.CORRUPT,
            "Invalid "
                + WHAT
                + ": tensor "
                + name
                + " has shape "
                + shape
                + "; expected sizes of at least 0 that fit a file",
            e);
      }
    }
  }
}
