package io.scstream.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Writes JSON whose bytes depend on nothing but the values: not on the platform, not on the JDK.
 */
final class Json {

  // The JDK prints some doubles differently from version 19 on; Jackson's own writer does not.
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build();

  private Json() {}

  /** Writes the fields of the outermost object. */
  @FunctionalInterface
  interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  static byte[] compact(Body body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      writeObject(json, body);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory does not fail", e);
    }
    return out.toByteArray();
  }

  /** Indented for people, with a newline at the end. */
  static byte[] pretty(Body body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.setPrettyPrinter(printer());
      writeObject(json, body);
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory does not fail", e);
    }
    return out.toByteArray();
  }

  static void object(JsonGenerator json, String name, Body body) throws IOException {
    json.writeFieldName(name);
    writeObject(json, body);
  }

  private static void writeObject(JsonGenerator json, Body body) throws IOException {
    json.writeStartObject();
    body.write(json);
    json.writeEndObject();
  }

  private static DefaultPrettyPrinter printer() {
    return new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
        .withObjectIndenter(new DefaultIndenter("  ", "\n"));
  }
}
