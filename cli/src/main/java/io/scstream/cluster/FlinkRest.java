package io.scstream.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Requests to the JobManager. */
final class FlinkRest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int FAILED = 400;

  /** While a leader is elected, for example after ZooKeeper was out of reach for a moment. */
  private static final int AWAY = 503;

  /** Of a message that reached no one: whoever led has just stepped down. */
  private static final String UNDELIVERED = "had already been terminated";

  private static final String PART = "scstream-part";

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private final String address;

  FlinkRest(int port) {
    this.address = "http://127.0.0.1:" + port;
  }

  String address() {
    return address;
  }

  JsonNode get(String path) {
    return send(request(path).GET().build());
  }

  JsonNode post(String path, Map<String, ?> body) {
    try {
      return send(
          request(path)
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
              .build());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Every request can be written as JSON", e);
    }
  }

  void patch(String path) {
    send(request(path).method("PATCH", BodyPublishers.noBody()).build());
  }

  /** Sends a jar under a name. */
  JsonNode upload(Path jar, String name) {
    try {
      String head =
          String.join(
              "\r\n",
              "--" + PART,
              "Content-Disposition: form-data; name=\"jarfile\"; filename=\"" + name + "\"",
              "Content-Type: application/x-java-archive",
              "",
              "");
      BodyPublisher body =
          BodyPublishers.concat(
              text(head), BodyPublishers.ofFile(jar), text("\r\n--" + PART + "--\r\n"));
      return send(
          request("/jars/upload")
              .header("Content-Type", "multipart/form-data; boundary=" + PART)
              .POST(body)
              .build());
    } catch (IOException e) {
      throw new ClusterException("Cannot read " + jar, e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path)).timeout(PATIENCE);
  }

  /**
   * Sends again as long as the JobManager is there but leads nothing yet. What it refuses then has
   * had no effect, so that nothing is done twice.
   */
  private JsonNode send(HttpRequest request) {
    AtomicReference<@Nullable JsonNode> answer = new AtomicReference<>();
    Patience.until(
        "the JobManager at " + address + " leads",
        PATIENCE,
        () -> {
          answer.set(answerOfLeader(request));
          return answer.get() != null;
        });
    return Objects.requireNonNull(answer.get());
  }

  /** The answer; null while no one leads. */
  private @Nullable JsonNode answerOfLeader(HttpRequest request) {
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      boolean hasFailed = answer.statusCode() >= FAILED;
      if (answer.statusCode() == AWAY || (hasFailed && answer.body().contains(UNDELIVERED))) {
        return null;
      }
      JsonNode body = parse(answer.body());
      if (hasFailed) {
        throw new ClusterException(reason(request, answer.statusCode(), body));
      }
      return body;
    } catch (IOException e) {
      throw new ClusterException("No answer from the JobManager at " + address + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("Interrupted while asking the JobManager", e);
    }
  }

  private static JsonNode parse(String body) throws IOException {
    return body.isBlank() ? JSON.createObjectNode() : JSON.readTree(body);
  }

  private static String reason(HttpRequest request, int status, JsonNode body) {
    List<String> lines =
        body.path("errors").valueStream().flatMap(node -> node.asText().lines()).toList();
    String inner =
        StackTrace.innermostCause(lines.stream())
            .map(cause -> cause.replaceFirst("^[\\w.$]+: ", ""))
            .or(() -> lines.stream().filter(line -> !line.isBlank()).findFirst())
            .orElse("");
    return "%s %s failed with %d: %s"
        .formatted(request.method(), request.uri().getPath(), status, inner);
  }

  private static BodyPublisher text(String text) {
    return BodyPublishers.ofByteArray(text.getBytes(StandardCharsets.UTF_8));
  }
}
