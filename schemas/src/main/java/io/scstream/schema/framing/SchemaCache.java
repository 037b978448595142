package io.scstream.schema.framing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * Every schema that a writer may have used, by fingerprint. Released schemas stay on the class path
 * for ever, so that retained messages stay readable.
 */
public final class SchemaCache {
  private static final String FOLDER = "/io/scstream/schema/released/";

  private final Map<Long, Schema> schemas;

  private SchemaCache(Map<Long, Schema> schemas) {
    this.schemas = Map.copyOf(schemas);
  }

  /** All released schemas, read from the class path. */
  public static SchemaCache released() {
    SchemaCache cache = new SchemaCache(Map.of());
    for (String name : releasedNames()) {
      cache = cache.with(new Schema.Parser().parse(resource(name)));
    }
    return cache;
  }

  /** The names of the released schema files, as {@code 1/CellChunkRecord.avsc}. */
  static List<String> releasedNames() {
    List<String> names = new ArrayList<>();
    resource("index.txt").lines().filter(line -> !line.isBlank()).forEach(names::add);
    return names;
  }

  static String resource(String name) {
    try (InputStream in = SchemaCache.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("Missing resource: " + FOLDER + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  SchemaCache with(Schema schema) {
    Map<Long, Schema> more = new HashMap<>(schemas);
    more.put(SchemaNormalization.parsingFingerprint64(schema), schema);
    return new SchemaCache(more);
  }

  /** The writer's schema, if it is of that record type: a message of another type is unknown. */
  Optional<Schema> find(String fullName, long fingerprint) {
    return Optional.ofNullable(schemas.get(fingerprint))
        .filter(schema -> schema.getFullName().equals(fullName));
  }
}
