package io.scstream.models.learner;

import static io.scstream.models.ModelException.checkInput;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The content of a safetensors file: an 8-byte little-endian header length, a JSON header, the
 * values. Metadata, float32 tensors and then tensors of other types are written in the order of
 * their names and the header is padded to a multiple of 8 bytes, so equal content gives equal
 * bytes.
 */
record Safetensors(
    SortedMap<String, String> metadata, List<NamedTensor> tensors, List<RawTensor> raw) {

  private static final int LENGTH_BYTES = 8;
  private static final int MAX_HEADER_BYTES = 1 << 24;
  private static final String FLOAT32 = "F32";

  Safetensors {
    metadata = new TreeMap<>(metadata);
    tensors = tensors.stream().sorted(Comparator.comparing(NamedTensor::name)).toList();
    raw = raw.stream().sorted(Comparator.comparing(RawTensor::name)).toList();
    Set<String> names = new HashSet<>();
    Stream.concat(tensors.stream().map(NamedTensor::name), raw.stream().map(RawTensor::name))
        .forEach(
            name ->
                checkInput(
                    names.add(name),
                    "Invalid tensors: two are named %s; expected unique names",
                    name));
  }

  /** Float32 tensors alone. */
  Safetensors(SortedMap<String, String> metadata, List<NamedTensor> tensors) {
    this(metadata, tensors, List.of());
  }

  byte[] write() {
    byte[] header = header();
    int padded = (header.length + 7) / 8 * 8;
    long size = LENGTH_BYTES + (long) padded;
    for (NamedTensor tensor : tensors) {
      size += 4L * tensor.shared().length;
    }
    for (RawTensor tensor : raw) {
      size += tensor.bytes().length;
    }
    ByteBuffer out =
        ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN).putLong(padded);
    out.put(header);
    while (out.position() < LENGTH_BYTES + padded) {
      out.put((byte) ' ');
    }
    for (NamedTensor tensor : tensors) {
      out.asFloatBuffer().put(tensor.shared());
      out.position(out.position() + 4 * tensor.shared().length);
    }
    raw.forEach(tensor -> out.put(tensor.bytes()));
    return out.array();
  }

  private byte[] header() {
    StringBuilder json = new StringBuilder("{\"__metadata__\":{");
    String comma = "";
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      json.append(comma).append(quote(entry.getKey())).append(':').append(quote(entry.getValue()));
      comma = ",";
    }
    json.append('}');
    long offset = 0;
    for (NamedTensor tensor : tensors) {
      offset = addEntry(json, tensor.name(), FLOAT32, tensor.shape(), offset);
    }
    for (RawTensor tensor : raw) {
      offset = addEntry(json, tensor.name(), tensor.dtype().name(), tensor.shape(), offset);
    }
    return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
  }

  private static long addEntry(
      StringBuilder json, String name, String dtype, long[] shape, long offset) {
    long end = offset + RawTensor.bytes(name, width(dtype), shape);
    json.append(',').append(quote(name)).append(":{\"dtype\":").append(quote(dtype));
    json.append(",\"shape\":").append(Arrays.toString(shape).replace(" ", ""));
    json.append(",\"data_offsets\":[").append(offset).append(',').append(end).append("]}");
    return end;
  }

  private static int width(String dtype) {
    return dtype.equals(FLOAT32) ? 4 : RawTensor.Dtype.valueOf(dtype).bytes();
  }

  private static String quote(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      checkInput(
          c >= ' ' && c < 127 && c != '"' && c != '\\',
          "Invalid name or metadata: %s; expected printable ASCII without quotes",
          text);
    }
    return '"' + text + '"';
  }

  /** A file of float32 tensors. */
  static Safetensors read(byte[] bytes) {
    return read(bytes, Set.of(FLOAT32));
  }

  /** A file of tensors of any type that {@link RawTensor} knows, and float32. */
  static Safetensors readMixed(byte[] bytes) {
    Set<String> types = new HashSet<>(Set.of(FLOAT32));
    Stream.of(RawTensor.Dtype.values()).forEach(type -> types.add(type.name()));
    return read(bytes, types);
  }

  private static Safetensors read(byte[] bytes, Set<String> types) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int length = headerLength(in);
    int start = LENGTH_BYTES + length;
    SafetensorsHeader header =
        SafetensorsHeader.parse(new String(bytes, LENGTH_BYTES, length, StandardCharsets.UTF_8));
    List<NamedTensor> tensors = new ArrayList<>();
    List<RawTensor> raw = new ArrayList<>();
    long expected = 0;
    for (SafetensorsHeader.Entry entry : header.byOffset()) {
      checkEntry(entry, types, expected, bytes.length - start);
      long[] shape = entry.shape().stream().mapToLong(Long::longValue).toArray();
      int from = start + (int) entry.begin();
      if (entry.dtype().equals(FLOAT32)) {
        float[] values = new float[(int) ((entry.end() - entry.begin()) / 4)];
        in.position(from).asFloatBuffer().get(values);
        tensors.add(NamedTensor.owning(entry.name(), shape, values));
      } else {
        RawTensor.Dtype dtype = RawTensor.Dtype.valueOf(entry.dtype());
        byte[] values = Arrays.copyOfRange(bytes, from, start + (int) entry.end());
        raw.add(new RawTensor(entry.name(), dtype, shape, values));
      }
      expected = entry.end();
    }
    checkInput(
        expected == bytes.length - start,
        "Invalid safetensors: %d bytes of values; expected %d",
        bytes.length - start,
        expected);
    return new Safetensors(header.metadata(), tensors, raw);
  }

  private static int headerLength(ByteBuffer file) {
    int bytes = file.limit();
    checkInput(
        bytes >= LENGTH_BYTES,
        "Invalid safetensors: %d bytes; expected at least %d",
        bytes,
        LENGTH_BYTES);
    long length = file.getLong();
    checkInput(
        length >= 2 && length <= MAX_HEADER_BYTES && length <= bytes - LENGTH_BYTES,
        "Invalid safetensors header length: %d; expected 2 to %d in a file of %d bytes",
        length,
        MAX_HEADER_BYTES,
        bytes);
    return (int) length;
  }

  private static void checkEntry(
      SafetensorsHeader.Entry entry, Set<String> types, long expected, long available) {
    checkInput(
        types.contains(entry.dtype()),
        "Invalid dtype of tensor %s: %s; expected %s",
        entry.name(),
        entry.dtype(),
        String.join(", ", new TreeSet<>(types)));
    checkInput(
        entry.begin() == expected && entry.end() >= entry.begin() && entry.end() <= available,
        "Invalid offsets of tensor %s: %d to %d; expected a start at %d and an end up to %d",
        entry.name(),
        entry.begin(),
        entry.end(),
        expected,
        available);
    long size = width(entry.dtype());
    for (long extent : entry.shape()) {
      checkInput(
          extent == 0 || size <= Integer.MAX_VALUE / extent,
          "Invalid shape of tensor %s: %s; expected at most 2 GiB",
          entry.name(),
          entry.shape());
      size *= extent;
    }
    checkInput(
        entry.end() - entry.begin() == size,
        "Invalid offsets of tensor %s: %d bytes; expected %d for shape %s",
        entry.name(),
        entry.end() - entry.begin(),
        size,
        entry.shape());
  }
}
