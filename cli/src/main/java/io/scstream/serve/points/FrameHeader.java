package io.scstream.serve.points;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.scstream.serve.http.JsonText;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a frame begins with: its columns, and where they lie. */
record FrameHeader(
    String lineage,
    String cursor,
    boolean reset,
    int view,
    int rows,
    int points,
    int capacity,
    boolean last,
    List<Place> columns) {
  private static final byte[] MAGIC = "SCP1".getBytes(StandardCharsets.US_ASCII);
  private static final int PREFIX = 16;
  private static final int ALIGNMENT = 8;

  /** A column of the body. */
  record Place(
      String name,
      String type,
      int width,
      int offset,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> values) {}

  /** Where columns of so many rows lie. */
  static List<Place> places(List<Column> columns, int rows) {
    List<Place> places = new ArrayList<>();
    int offset = 0;
    for (Column column : columns) {
      places.add(
          new Place(
              column.name(),
              column.type().name().toLowerCase(Locale.ROOT),
              column.width(),
              offset,
              column.values()));
      offset += length(column, rows);
    }
    return places;
  }

  private static int length(Column column, int rows) {
    return aligned(rows * column.width() * column.type().bytes());
  }

  private static int aligned(int bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** The whole frame, with the columns of these slots. */
  ByteBuffer frame(List<Column> content, int[] slots) {
    byte[] json = JsonText.write(this).getBytes(StandardCharsets.UTF_8);
    int head = aligned(json.length);
    int body = content.stream().mapToInt(column -> length(column, rows)).sum();
    ByteBuffer bytes = ByteBuffer.allocate(PREFIX + head + body).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(MAGIC).putInt(head).putInt(body).putInt(0).put(json);
    while (bytes.position() < PREFIX + head) {
      bytes.put((byte) ' ');
    }
    for (int c = 0; c < content.size(); c++) {
      bytes.position(PREFIX + head + columns.get(c).offset());
      for (int row = 0; row < rows; row++) {
        content.get(c).put(slots[row], bytes);
      }
    }
    return bytes.rewind();
  }
}
