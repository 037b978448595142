package io.scstream.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not be answered is refused, with the right status, and leaves nothing in the log. */
class ServeSecurityTest {
  private static final String BLOB = "/api/v1/lineages/screen/versions/100/blobs/genes.tsv";
  private static final String COMMANDS = "/api/v1/lineages/screen/commands";
  private static final int BLOB_BYTES = 16 << 20;
  private static final Duration SILENCE = Duration.ofMillis(500);

  @TempDir private static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start(folder, SILENCE, 10_000);
    Versions.publish(server.store(), "screen", 100, Versions.bytes(BLOB_BYTES));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void whoeverHasNoTokenLearnsNothingOfAnyPathBelowApi() throws Exception {
    List<String> routes = server.routes().stream().filter(each -> each.contains(" /api/")).toList();
    assertThat(routes).hasSizeGreaterThan(15);
    for (String route : routes) {
      String method = route.substring(0, route.indexOf(' '));
      HttpResponse<byte[]> answer =
          server.send(server.request(path(route)).method(method, BodyPublishers.noBody()));
      assertThat(answer.statusCode()).as(route).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate")).as(route).isPresent();
    }
    assertThat(server.send(server.request("/api/v1/nothing")).statusCode()).isEqualTo(401);
  }

  private static String path(String route) {
    return route.substring(route.indexOf(' ') + 1).replaceAll("\\{[a-z]+}|\\*", "1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer wrong-token-0123456789", "Bearer ", "Basic cmVhZGVyOng=", "x"})
  void anUnknownTokenIsNone(String header) throws Exception {
    assertThat(
            server
                .send(server.request("/api/v1/session").header("Authorization", header))
                .statusCode())
        .isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /api/v1/lineages/screen/commands",
        "PUT /api/v1/lineages/screen/aliases/promoted",
        "POST /api/v1/demo/faults",
        "POST /api/v1/demo/drift"
      })
  void aReaderCommandsNothing(String route) throws Exception {
    String method = route.substring(0, route.indexOf(' '));
    assertThat(server.send(json(path(route), "{}", method, TestServer.READER)).statusCode())
        .isEqualTo(403);
    assertThat(server.send(json(path(route), "{}", method, TestServer.ADMIN)).statusCode())
        .as("an administrator gets past the gate")
        .isIn(400, 501);
  }

  private HttpRequest.Builder json(String path, String body, String method, String token) {
    return server
        .request(path)
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json")
        .method(method, BodyPublishers.ofString(body));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../../../../etc/passwd",
        "/assets/../../../../etc/passwd",
        "/assets/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/assets/..%2f..%2f..%2fetc%2fpasswd",
        "/assets/..%5c..%5cetc",
        "/%2e%2e/openapi.yaml",
        "/assets/log4j2.properties",
        "/api/v1/lineages/..%2f..%2fetc/versions",
        "/api/v1/lineages/%2e%2e/versions/100",
        "/api/v1/lineages/screen/versions/100/blobs/..%2f..%2fmanifests%2fscreen%2f100.json",
        "/api/v1/lineages/screen/versions/100/blobs/%2e%2e",
        "/api/v1/versions?ref=..%2f..%2fetc%2fpasswd@latest",
        "/api/v1/lineages/screen/versions/-1",
        "/api/v1/lineages/screen/versions/99999999999999999999"
      })
  void pathsLeadNowhereElse(String path) throws IOException {
    String answer =
        server.raw(
            "GET "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization:"
                + " Bearer "
                + TestServer.READER
                + "\r\n\r\n");
    assertThat(answer.substring(9, 12)).isIn("400", "404");
    assertThat(answer).doesNotContain("root:").doesNotContain("appender");
  }

  @Test
  void aBodyThatIsAnnouncedTooLongIsNotRead() throws IOException {
    assertThat(post("Content-Length: 4000000000\r\n\r\n{")).startsWith("HTTP/1.1 413");
  }

  @Test
  void aBodyThatTurnsOutTooLongIsNotKept() throws Exception {
    byte[] body = ("{\"reason\":\"" + "x".repeat(1 << 20) + "\"}").getBytes(UTF_8);
    HttpResponse<byte[]> answer =
        server.send(
            server
                .request(COMMANDS)
                .header("Authorization", "Bearer " + TestServer.ADMIN)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));
    assertThat(answer.statusCode()).isEqualTo(413);
  }

  @Test
  void headersThatAreTooLongAreRefused() throws IOException {
    assertThat(post("X: " + "y".repeat(20_000) + "\r\n\r\n")).startsWith("HTTP/1.1 431");
  }

  @Test
  void aBodyThatDoesNotComeIsNotWaitedForForEver() throws IOException {
    assertThat(post("Content-Length: 100\r\n\r\n{")).startsWith("HTTP/1.1 408");
  }

  @Test
  void aRequestThatDoesNotComeIsNotWaitedForForEver() throws IOException {
    assertThat(server.raw("GET /health HT")).doesNotContain("200");
  }

  private String post(String rest) throws IOException {
    return server.raw(
        "POST "
            + COMMANDS
            + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
            + TestServer.ADMIN
            + "\r\nContent-Type: application/json\r\n"
            + rest);
  }

  @Test
  void aClientThatTakesNothingIsGivenUp() throws Exception {
    try (Socket socket = server.socket()) {
      socket
          .getOutputStream()
          .write(
              ("GET "
                      + BLOB
                      + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                      + TestServer.READER
                      + "\r\n\r\n")
                  .getBytes(UTF_8));
      await().until(() -> server.text("/api/v1/status").contains("\"downloads\":1"));
      await().until(() -> server.text("/api/v1/status").contains("\"downloads\":0"));
      int taken = 0;
      try {
        byte[] part = new byte[1 << 20];
        for (int read = 0; read >= 0; read = socket.getInputStream().read(part)) {
          taken += read;
        }
      } catch (IOException e) {
        assertThat(e).as("the connection was reset").isNotNull();
      }
      assertThat(taken).isLessThan(BLOB_BYTES);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=",
        "bytes=-",
        "bytes=abc",
        "bytes=5-3",
        "bytes=-0",
        "bytes=0-1,5-6",
        "bytes=0--1",
        "bytes=99999999-",
        "bytes=1-99999999999999999999999"
      })
  void malformedRangesAreRefused(String range) throws Exception {
    HttpResponse<byte[]> answer = server.send(server.reading(BLOB).header("Range", range));
    assertThat(answer.statusCode()).isEqualTo(416);
    assertThat(answer.headers().firstValue("Content-Range")).hasValue("bytes */" + BLOB_BYTES);
    assertThat(answer.body().length).isLessThan(1000);
  }

  @Test
  void pagesOfOtherSitesSendNothing() throws Exception {
    String body = "{\"command\":\"none\"}";
    HttpRequest.Builder evil =
        json(COMMANDS, body, "POST", TestServer.ADMIN).header("Origin", "https://evil.example");
    assertThat(server.send(evil).statusCode()).isEqualTo(403);
    HttpRequest.Builder near =
        json(COMMANDS, body, "POST", TestServer.ADMIN).header("Sec-Fetch-Site", "cross-site");
    assertThat(server.send(near).statusCode()).isEqualTo(403);
    HttpRequest.Builder none =
        json(COMMANDS, body, "POST", TestServer.ADMIN).header("Origin", "null");
    assertThat(server.send(none).statusCode()).isEqualTo(403);
    HttpRequest.Builder own =
        json(COMMANDS, body, "POST", TestServer.ADMIN)
            .header("Origin", "http://127.0.0.1:" + server.port());
    assertThat(server.send(own).statusCode()).as("past the gate").isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"})
  void whatAFormCanSendIsNotTaken(String type) throws Exception {
    HttpResponse<byte[]> answer =
        server.send(
            server
                .request(COMMANDS)
                .header("Authorization", "Bearer " + TestServer.ADMIN)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString("{\"command\":\"pause\"}")));
    assertThat(answer.statusCode()).isEqualTo(415);
  }

  @Test
  void answersAreSharedWithAllowedSitesOnly() throws Exception {
    HttpResponse<byte[]> evil =
        server.send(
            server
                .request("/api/v1/session")
                .header("Origin", "https://evil.example")
                .method("OPTIONS", BodyPublishers.noBody()));
    assertThat(evil.headers().map()).doesNotContainKey("access-control-allow-origin");
    HttpResponse<byte[]> lab =
        server.send(
            server
                .request("/api/v1/session")
                .header("Origin", "https://lab.example")
                .method("OPTIONS", BodyPublishers.noBody()));
    assertThat(lab.statusCode()).isEqualTo(204);
    assertThat(lab.headers().firstValue("Access-Control-Allow-Origin"))
        .hasValue("https://lab.example");
  }

  @Test
  void aNameThatWasMadeToPointHereIsNotAnswered() throws IOException {
    assertThat(
            server.raw("GET /health HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 421");
  }

  @Test
  void whoeverAsksTooOftenWaits(@TempDir Path other) throws Exception {
    try (TestServer strict = TestServer.start(other, SILENCE, 3)) {
      for (int i = 0; i < 3; i++) {
        assertThat(strict.send(strict.request("/health")).statusCode()).isEqualTo(200);
      }
      HttpResponse<byte[]> fourth = strict.send(strict.request("/health"));
      assertThat(fourth.statusCode()).isEqualTo(429);
      assertThat(fourth.headers().firstValue("Retry-After")).hasValue("1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/nothing", "/api/v1/session", "/openapi.yaml"})
  void everyAnswerKeepsBrowsersCareful(String path) throws Exception {
    HttpResponse<byte[]> answer = server.send(server.request(path));
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(answer.headers().firstValue("Server")).isEmpty();
  }

  @Test
  void nothingThatWasSentIsInTheLog() throws Exception {
    String secret = "secret-0123456789-secret";
    try (CapturedLog log = CapturedLog.begin()) {
      server.send(server.request("/api/v1/session").header("Authorization", "Bearer " + secret));
      server.send(server.reading("/api/v1/versions?ref=" + secret));
      server.send(server.reading("/" + secret));
      server.send(server.reading(BLOB).header("Range", secret).header("Cookie", secret));
      server.send(json(COMMANDS, "{\"" + secret + "\":1}", "POST", TestServer.ADMIN));
      server.send(json(COMMANDS, secret, "POST", TestServer.ADMIN));
      server.send(
          json(COMMANDS, "{\"command\":\"" + secret + "\"}", "POST", TestServer.ADMIN)
              .header("Origin", "https://" + secret));
      server.raw("GET /" + secret + " HTTP/9.9\r\n\r\n");
      assertThat(log.text())
          .doesNotContain(secret)
          .doesNotContain(TestServer.ADMIN)
          .doesNotContain(TestServer.READER);
      log.warn("the log is heard");
      assertThat(log.text()).contains("the log is heard");
    }
  }
}
