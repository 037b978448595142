package io.scstream.serve.points;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An answer, read as the contract describes it and as a client would. */
final class Frames {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<JsonNode> headers = new ArrayList<>();
  private final List<ByteBuffer> bodies = new ArrayList<>();

  private Frames() {}

  static Frames of(PointWindow window, Optional<Cursor> since, String... columns)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    window.write(out, since, List.of(columns));
    Frames frames = new Frames();
    ByteBuffer all = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    while (all.hasRemaining()) {
      frames.read(all);
    }
    return frames;
  }

  private void read(ByteBuffer all) throws IOException {
    if (all.position() % 8 != 0) {
      throw new IOException("A frame begins at " + all.position());
    }
    byte[] magic = new byte[4];
    all.get(magic);
    if (!new String(magic, StandardCharsets.US_ASCII).equals("SCP1")) {
      throw new IOException("No frame");
    }
    byte[] header = new byte[all.getInt()];
    int body = all.getInt();
    all.getInt();
    all.get(header);
    headers.add(JSON.readTree(header));
    bodies.add(all.slice(all.position(), body).order(ByteOrder.LITTLE_ENDIAN));
    all.position(all.position() + body);
  }

  int count() {
    return headers.size();
  }

  JsonNode header(int frame) {
    return headers.get(frame);
  }

  Cursor cursor() {
    return Cursor.parse(headers.get(0).get("cursor").asText()).orElseThrow();
  }

  int rows() {
    return headers.stream().mapToInt(header -> header.get("rows").asInt()).sum();
  }

  /** All numbers of a column, over all frames. */
  List<Double> numbers(String name) {
    List<Double> numbers = new ArrayList<>();
    for (int i = 0; i < headers.size(); i++) {
      for (JsonNode column : headers.get(i).get("columns")) {
        if (column.get("name").asText().equals(name)) {
          ByteBuffer body = bodies.get(i).duplicate().order(ByteOrder.LITTLE_ENDIAN);
          body.position(column.get("offset").asInt());
          int count = headers.get(i).get("rows").asInt() * column.get("width").asInt();
          for (int n = 0; n < count; n++) {
            numbers.add(number(body, column.get("type").asText()));
          }
        }
      }
    }
    return numbers;
  }

  private static double number(ByteBuffer body, String type) {
    return switch (type) {
      case "u8" -> Byte.toUnsignedInt(body.get());
      case "u16" -> Short.toUnsignedInt(body.getShort());
      case "u32" -> Integer.toUnsignedLong(body.getInt());
      case "f32" -> body.getFloat();
      default -> throw new IllegalArgumentException(type);
    };
  }

  /** What the numbers of a column of words stand for. */
  List<String> words(String name) {
    List<String> values = new ArrayList<>();
    for (JsonNode column : headers.get(0).get("columns")) {
      if (column.get("name").asText().equals(name)) {
        column.get("values").forEach(value -> values.add(value.asText()));
      }
    }
    return numbers(name).stream()
        .map(code -> code == 65_535 ? "?" : values.get(code.intValue()))
        .toList();
  }
}
