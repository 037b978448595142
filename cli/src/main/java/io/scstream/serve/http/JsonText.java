package io.scstream.serve.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * JSON as the contract has it: names in snake case, times as text, null for a number that is not
 * finite. What is read is held to its type: no unknown field, no text for a number.
 */
public final class JsonText {
  /** Its content type. */
  public static final String TYPE = "application/json";

  private static final JsonMapper MAPPER = mapper();

  private JsonText() {}

  private static JsonMapper mapper() {
    SimpleModule module = new SimpleModule();
    module.addSerializer(Double.class, new FiniteOnly());
    module.addSerializer(Double.TYPE, new FiniteOnly());
    module.addSerializer(Instant.class, new AsText());
    JsonMapper mapper =
        JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .addModule(module)
            .build();
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(20).maxNumberLength(40).build());
    return mapper;
  }

  /** Answers with a value. */
  public static void answer(Context request, Object value) {
    request.contentType(TYPE).result(write(value));
  }

  /** Writes a value whose types are ours. */
  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Every answer can be written as JSON", e);
    }
  }

  /**
   * Reads a body.
   *
   * @throws Refused with 400 that names field, value or expectation
   */
  public static <T> T read(byte[] body, Class<T> type) {
    try {
      T value = MAPPER.readValue(new String(body, StandardCharsets.UTF_8), type);
      if (value == null) {
        throw Refused.malformed("Invalid body: null; expected a JSON object");
      }
      return value;
    } catch (UnrecognizedPropertyException e) {
      throw Refused.malformed(
          "Unknown field: " + e.getPropertyName() + "; expected one of " + e.getKnownPropertyIds());
    } catch (JsonMappingException e) {
      if (e.getCause() instanceof Refused refused) {
        throw refused;
      }
      String field = e.getPath().isEmpty() ? "body" : String.valueOf(path(e));
      throw Refused.malformed("Invalid " + field + ": expected what the contract says");
    } catch (JsonProcessingException e) {
      throw Refused.malformed("Invalid body: no JSON; expected a JSON object");
    }
  }

  private static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    e.getPath()
        .forEach(
            step ->
                path.append(path.isEmpty() || step.getFieldName() == null ? "" : ".")
                    .append(
                        step.getFieldName() == null
                            ? "[" + step.getIndex() + "]"
                            : step.getFieldName()));
    return path.toString();
  }

  private static final class FiniteOnly extends StdSerializer<Double> {
    @Serial private static final long serialVersionUID = 1L;

    FiniteOnly() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator out, SerializerProvider unused)
        throws IOException {
      if (Double.isFinite(value)) {
        out.writeNumber(value);
      } else {
        out.writeNull();
      }
    }
  }

  private static final class AsText extends StdSerializer<Instant> {
    @Serial private static final long serialVersionUID = 1L;

    AsText() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant value, JsonGenerator out, SerializerProvider unused)
        throws IOException {
      out.writeString(value.toString());
    }
  }
}
