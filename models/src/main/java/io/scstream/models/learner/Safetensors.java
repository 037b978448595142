package io.scstream.models.learner;

import static io.scstream.models.ModelException.checkInput;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The content of a safetensors file of float32 tensors: an 8-byte little-endian header length, a
 * JSON header, the values. Tensors and metadata are written in the order of their names and the
 * header is padded to a multiple of 8 bytes, so equal content gives equal bytes.
 */
record Safetensors(SortedMap<String, String> metadata, List<NamedTensor> tensors) {

  private static final int LENGTH_BYTES = 8;
  private static final int MAX_HEADER_BYTES = 1 << 24;
  private static final String FLOAT32 = "F32";

  Safetensors {
    metadata = new TreeMap<>(metadata);
    List<NamedTensor> sorted = new ArrayList<>(tensors);
    sorted.sort(Comparator.comparing(NamedTensor::name));
    for (int i = 1; i < sorted.size(); i++) {
      String name = sorted.get(i).name();
      checkInput(
          !name.equals(sorted.get(i - 1).name()),
          "Invalid tensors: two are named %s; expected unique names",
          name);
    }
    tensors = List.copyOf(sorted);
  }

  byte[] write() {
    byte[] header = header();
    int padded = (header.length + 7) / 8 * 8;
    long size = LENGTH_BYTES + (long) padded;
    for (NamedTensor tensor : tensors) {
      size += 4L * tensor.shared().length;
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
      long end = offset + 4L * tensor.shared().length;
      json.append(',').append(quote(tensor.name())).append(":{\"dtype\":\"F32\",\"shape\":");
      json.append(Arrays.toString(tensor.shape()).replace(" ", ""));
      json.append(",\"data_offsets\":[").append(offset).append(',').append(end).append("]}");
      offset = end;
    }
    return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
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

  static Safetensors read(byte[] bytes) {
    checkInput(
        bytes.length >= LENGTH_BYTES,
        "Invalid safetensors: %d bytes; expected at least %d",
        bytes.length,
        LENGTH_BYTES);
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long length = in.getLong();
    checkInput(
        length >= 2 && length <= MAX_HEADER_BYTES && length <= bytes.length - LENGTH_BYTES,
        "Invalid safetensors header length: %d; expected 2 to %d in a file of %d bytes",
        length,
        MAX_HEADER_BYTES,
        bytes.length);
    int start = LENGTH_BYTES + (int) length;
    SafetensorsHeader header =
        SafetensorsHeader.parse(
            new String(bytes, LENGTH_BYTES, (int) length, StandardCharsets.UTF_8));
    List<NamedTensor> tensors = new ArrayList<>();
    long expected = 0;
    for (SafetensorsHeader.Entry entry : header.byOffset()) {
      checkEntry(entry, expected, bytes.length - start);
      float[] values = new float[(int) ((entry.end() - entry.begin()) / 4)];
      in.position(start + (int) entry.begin());
      in.asFloatBuffer().get(values);
      tensors.add(
          NamedTensor.owning(
              entry.name(), entry.shape().stream().mapToLong(Long::longValue).toArray(), values));
      expected = entry.end();
    }
    checkInput(
        expected == bytes.length - start,
        "Invalid safetensors: %d bytes of values; expected %d",
        bytes.length - start,
        expected);
    return new Safetensors(header.metadata(), tensors);
  }

  private static void checkEntry(SafetensorsHeader.Entry entry, long expected, long available) {
    checkInput(
        entry.dtype().equals(FLOAT32),
        "Invalid dtype of tensor %s: %s; expected F32",
        entry.name(),
        entry.dtype());
    checkInput(
        entry.begin() == expected && entry.end() >= entry.begin() && entry.end() <= available,
        "Invalid offsets of tensor %s: %d to %d; expected a start at %d and an end up to %d",
        entry.name(),
        entry.begin(),
        entry.end(),
        expected,
        available);
    long size = 4;
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
