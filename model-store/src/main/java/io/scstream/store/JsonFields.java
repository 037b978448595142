package io.scstream.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object strictly: a field is there, has its type and is known, or the text is
 * refused by the field's full name.
 */
final class JsonFields {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String what;
  private final String path;
  private final JsonNode node;
  private final TreeSet<String> unread = new TreeSet<>();

  private JsonFields(String what, String path, JsonNode node) {
    this.what = what;
    this.path = path;
    this.node = node;
    node.fieldNames().forEachRemaining(unread::add);
  }

  /**
   * Reads a whole text with a function that consumes its fields.
   *
   * @param what the kind of text, for messages
   */
  static <T> T read(String what, String text, Function<JsonFields, T> reader) {
    JsonNode node = tree(what, text);
    if (!node.isObject()) {
      throw StoreException.corrupt("Invalid " + what + ": " + kind(node) + "; expected an object");
    }
    return new JsonFields(what, "", node).readAll(reader);
  }

  /** The version of the format, which decides how everything else is read. */
  void checkFormat(int supported) {
    int found = smallInteger("formatVersion");
    if (found != supported) {
      throw StoreException.badInput(
          "Unknown formatVersion of "
              + what
              + ": "
              + found
              + "; supported are ["
              + supported
              + "]");
    }
  }

  /** Makes a value from what was read; if its type refuses it, the text was at fault. */
  <T> T make(Supplier<T> maker) {
    try {
      return maker.get();
    } catch (StoreException e) {
      if (e.category() != StoreException.Category.BAD_INPUT) {
        throw e;
      }
      throw new StoreException(
          StoreException.Category.CORRUPT, "Invalid " + what + ": " + e.getMessage(), e);
    }
  }

  boolean has(String name) {
    return node.has(name);
  }

  String text(String name) {
    return text(name, field(name));
  }

  Instant instant(String name) {
    String text = text(name);
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new StoreException(
          StoreException.Category.CORRUPT,
          "Invalid field in "
              + what
              + ": "
              + path
              + name
              + " is '"
              + text
              + "'; expected an instant",
          e);
    }
  }

  long integer(String name) {
    return integer(name, field(name));
  }

  int smallInteger(String name) {
    JsonNode value = field(name);
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw wrong(name, value, "a whole number of at most " + Integer.MAX_VALUE);
    }
    return value.intValue();
  }

  boolean flag(String name) {
    JsonNode value = field(name);
    if (!value.isBoolean()) {
      throw wrong(name, value, "true or false");
    }
    return value.booleanValue();
  }

  <T> T object(String name, Function<JsonFields, T> reader) {
    return object(name, field(name), reader);
  }

  /** Null where the field is absent. */
  <T> @Nullable T optionalObject(String name, Function<JsonFields, T> reader) {
    return has(name) ? object(name, reader) : null;
  }

  SortedMap<String, String> texts(String name) {
    return map(name, this::text);
  }

  SortedMap<String, Long> integers(String name) {
    return map(name, this::integer);
  }

  SortedMap<String, Double> numbers(String name) {
    return map(name, this::number);
  }

  <T> SortedMap<String, T> objects(String name, Function<JsonFields, T> reader) {
    return map(name, (field, value) -> object(field, value, reader));
  }

  /** Every field as an object, but for one that is passed over. */
  <T> SortedMap<String, T> rest(String ignored, Function<JsonFields, T> reader) {
    unread.remove(ignored);
    SortedMap<String, T> map = new TreeMap<>();
    for (String name : List.copyOf(unread)) {
      map.put(name, object(name, reader));
    }
    return map;
  }

  List<Long> integerList(String name) {
    return list(name, this::integer);
  }

  <T> List<T> objectList(String name, Function<JsonFields, T> reader) {
    return list(name, (field, value) -> object(field, value, reader));
  }

  private <T> T readAll(Function<JsonFields, T> reader) {
    T value = reader.apply(this);
    if (!unread.isEmpty()) {
      throw StoreException.corrupt(
          "Unknown field in " + what + ": " + path + unread.first() + "; expected none such");
    }
    return value;
  }

  private JsonNode field(String name) {
    JsonNode value = node.get(name);
    if (value == null) {
      throw StoreException.corrupt("Missing field in " + what + ": " + path + name);
    }
    unread.remove(name);
    return value;
  }

  private <T> SortedMap<String, T> map(String name, BiFunction<String, JsonNode, T> reader) {
    JsonNode value = field(name);
    if (!value.isObject()) {
      throw wrong(name, value, "an object");
    }
    SortedMap<String, T> map = new TreeMap<>();
    for (var entry : value.properties()) {
      map.put(entry.getKey(), reader.apply(name + "." + entry.getKey(), entry.getValue()));
    }
    return map;
  }

  private <T> List<T> list(String name, BiFunction<String, JsonNode, T> reader) {
    JsonNode value = field(name);
    if (!value.isArray()) {
      throw wrong(name, value, "an array");
    }
    List<T> list = new ArrayList<>();
    for (JsonNode element : value) {
      list.add(reader.apply(name + "[" + list.size() + "]", element));
    }
    return list;
  }

  private <T> T object(String name, JsonNode value, Function<JsonFields, T> reader) {
    if (!value.isObject()) {
      throw wrong(name, value, "an object");
    }
    return new JsonFields(what, path + name + ".", value).readAll(reader);
  }

  private String text(String name, JsonNode value) {
    if (!value.isTextual()) {
      throw wrong(name, value, "a text");
    }
    return value.textValue();
  }

  private long integer(String name, JsonNode value) {
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw wrong(name, value, "a whole number");
    }
    return value.longValue();
  }

  private double number(String name, JsonNode value) {
    if (!value.isNumber()) {
      throw wrong(name, value, "a number");
    }
    return value.doubleValue();
  }

  private StoreException wrong(String name, JsonNode value, String expected) {
    String found = value.isContainerNode() ? kind(value) : value.toString();
    return StoreException.corrupt(
        "Invalid field in "
            + what
            + ": "
            + path
            + name
            + " is "
            + found
            + "; expected "
            + expected);
  }

  private static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "an array";
      case MISSING -> "nothing";
      default -> node.toString();
    };
  }

  private static JsonNode tree(String what, String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new StoreException(
          StoreException.Category.CORRUPT,
          "Invalid " + what + ": " + e.getOriginalMessage() + "; expected JSON",
          e);
    }
  }
}
