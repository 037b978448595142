package io.scstream.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.scstream.response.FactorizedVersion;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract says what the server does, and the server does what the contract says. */
class ContractTest {
  /** Routes of the page's files, and answers to what there is not. */
  private static final Set<String> NOT_OF_THE_CONTRACT =
      Set.of("GET /", "GET /{file}", "GET /assets/{file}", "GET /api/*");

  private final ObjectMapper json = new ObjectMapper();
  @TempDir private static Path folder;
  private static TestServer server;
  private static OpenAPI contract;

  @BeforeAll
  static void start() throws Exception {
    FactorizedVersion.publish(folder, 7);
    server = TestServer.start(folder);
    Versions.publish(server.store(), "screen", 100, Versions.bytes(1000));
    Told told = server.told();
    told.metric("elbo_prequential", 1, -300.5);
    told.metric("elbo_prequential", 2, Double.NaN);
    told.alert("it moved");
    told.deadLetter("undecodable");
    told.cells(Told.cell("c1", 100, 1, 2, 3), Told.cell("c2", 100, 3, 1, 2));
    contract = contract();
  }

  private static OpenAPI contract() throws Exception {
    try (InputStream in = ContractTest.class.getResourceAsStream("/openapi.yaml")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      SwaggerParseResult parsed = new OpenAPIV3Parser().readContents(text);
      assertThat(parsed.getMessages()).isEmpty();
      return parsed.getOpenAPI();
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void routesAndContractNameTheSame() {
    Set<String> routes = new TreeSet<>(server.routes());
    routes.removeAll(NOT_OF_THE_CONTRACT);
    routes.removeIf(route -> route.startsWith("HEAD ") || route.startsWith("OPTIONS "));
    Set<String> written = new TreeSet<>();
    contract
        .getPaths()
        .forEach(
            (path, item) ->
                item.readOperationsMap()
                    .keySet()
                    .forEach(method -> written.add(method.name() + " " + path)));
    assertThat(routes).isEqualTo(written);
  }

  @Test
  void whatTheContractKeepsForAdministratorsIsRefusedToReaders() throws Exception {
    for (Map.Entry<String, PathItem> path : contract.getPaths().entrySet()) {
      for (Map.Entry<PathItem.HttpMethod, Operation> each :
          path.getValue().readOperationsMap().entrySet()) {
        if (each.getKey() == PathItem.HttpMethod.GET) {
          continue;
        }
        HttpResponse<byte[]> answer =
            server.send(
                server
                    .reading(path.getKey().replaceAll("\\{[a-z]+}", "1"))
                    .header("Content-Type", "application/json")
                    .method(each.getKey().name(), BodyPublishers.ofString("{}")));
        assertThat(answer.statusCode() == 403)
            .as(path.getKey())
            .isEqualTo(each.getValue().getSummary().endsWith("admin."));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/health, /health",
    "/api/v1/session, /api/v1/session",
    "/api/v1/status, /api/v1/status",
    "/api/v1/lineages, /api/v1/lineages",
    "/api/v1/lineages/{lineage}/versions, /api/v1/lineages/screen/versions",
    "/api/v1/versions, /api/v1/versions?ref=screen@latest",
    "/api/v1/catalogue, /api/v1/catalogue",
    "/api/v1/lineages/{lineage}/metrics, /api/v1/lineages/screen/metrics",
    "/api/v1/alerts, /api/v1/alerts",
    "/api/v1/dead-letters, /api/v1/dead-letters"
  })
  void answersAreAsWritten(String path, String asked) throws Exception {
    HttpResponse<byte[]> answer = server.send(server.reading(asked));
    assertThat(answer.statusCode()).isEqualTo(200);
    Operation written = known(contract.getPaths(), path).getGet();
    ApiResponse ok = known(written.getResponses(), "200");
    Schema<?> schema = known(ok.getContent(), "application/json").getSchema();
    assertThat(faults("", json.readTree(answer.body()), schema)).isEmpty();
  }

  @Test
  void predictionsAreAsWritten() throws Exception {
    String path = "/api/v1/lineages/{lineage}/versions/{version}/predict";
    Operation written = known(contract.getPaths(), path).getPost();
    String question =
        "{\"covariates\":{\"line\":\"x0\"},\"treatments\":[{\"name\":\"drug\",\"dose\":1}]}";
    Schema<?> asked = known(written.getRequestBody().getContent(), "application/json").getSchema();
    assertThat(faults("", json.readTree(question), asked)).isEmpty();
    HttpResponse<byte[]> answer =
        server.send(
            server
                .reading("/api/v1/lineages/small/versions/7/predict")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(question)));
    assertThat(answer.statusCode()).isEqualTo(200);
    ApiResponse ok = known(written.getResponses(), "200");
    Schema<?> schema = known(ok.getContent(), "application/json").getSchema();
    assertThat(faults("", json.readTree(answer.body()), schema)).isEmpty();
  }

  @Test
  void refusalsAreAsWritten() throws Exception {
    HttpResponse<byte[]> answer = server.send(server.reading("/api/v1/versions?ref=none@latest"));
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(faults("", json.readTree(answer.body()), named("Problem"))).isEmpty();
  }

  @Test
  void eventsAreAsWritten() throws Exception {
    Map<String, String> schemas =
        Map.of(
            "hello", "Hello",
            "metric", "MetricEvent",
            "alert", "Alert",
            "dead-letter", "DeadLetter",
            "embeddings", "EmbeddingsEvent",
            "lag", "Lag");
    try (EventClient events = EventClient.open(server, server.live().log().epoch() + "-0")) {
      Set<String> seen = new TreeSet<>();
      while (!seen.containsAll(schemas.keySet())) {
        EventClient.Message event = events.next();
        seen.add(event.type());
        assertThat(faults("", json.readTree(event.data()), named(known(schemas, event.type()))))
            .as(event.type())
            .isEmpty();
      }
    }
  }

  private Schema<?> named(String name) {
    return known(contract.getComponents().getSchemas(), name);
  }

  private static <T> T known(Map<String, T> all, String name) {
    return Objects.requireNonNull(all.get(name), name);
  }

  /** Where a value is not what a schema says; a field that is not written is a fault too. */
  private List<String> faults(String place, JsonNode value, Schema<?> schema) {
    List<String> faults = new ArrayList<>();
    if (schema.get$ref() != null) {
      String ref = schema.get$ref();
      return faults(place, value, named(ref.substring(ref.lastIndexOf('/') + 1)));
    }
    if (value.isNull()) {
      return Boolean.TRUE.equals(schema.getNullable()) ? faults : List.of(place + " is null");
    }
    if (!isOf(value, String.valueOf(schema.getType()))) {
      faults.add(place + " is no " + schema.getType());
    }
    if (schema.getEnum() != null && !schema.getEnum().contains(value.asText())) {
      faults.add(place + " is none of " + schema.getEnum());
    }
    if (value.isArray() && schema.getItems() != null) {
      value.forEach(item -> faults.addAll(faults(place + "[]", item, schema.getItems())));
    }
    if (value.isObject()) {
      faults.addAll(members(place, value, schema));
    }
    return faults;
  }

  private List<String> members(String place, JsonNode value, Schema<?> schema) {
    List<String> faults = new ArrayList<>();
    List<String> required = schema.getRequired() == null ? List.of() : schema.getRequired();
    required.stream()
        .filter(name -> !value.has(name))
        .forEach(name -> faults.add(place + "." + name + " is missing"));
    value
        .properties()
        .forEach(
            field -> {
              String name = place + "." + field.getKey();
              Map<?, ?> known = schema.getProperties() == null ? Map.of() : schema.getProperties();
              Object further = schema.getAdditionalProperties();
              if (known.get(field.getKey()) instanceof Schema<?> inner) {
                faults.addAll(faults(name, field.getValue(), inner));
              } else if (further instanceof Schema<?> inner) {
                faults.addAll(faults(name, field.getValue(), inner));
              } else if (!Boolean.TRUE.equals(further)) {
                faults.add(name + " is not written");
              }
            });
    return faults;
  }

  private static boolean isOf(JsonNode value, String type) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      default -> false;
    };
  }
}
