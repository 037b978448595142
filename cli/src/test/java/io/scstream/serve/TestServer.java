package io.scstream.serve;

import io.scstream.config.ConfigLoader;
import io.scstream.config.ScstreamConfig;
import io.scstream.serve.access.Gate;
import io.scstream.serve.access.Origins;
import io.scstream.serve.access.RequestRate;
import io.scstream.serve.access.Role;
import io.scstream.serve.access.SharedToken;
import io.scstream.serve.access.Tokens;
import io.scstream.serve.live.Lag;
import io.scstream.store.FileModelStore;
import io.scstream.store.ModelStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A server without a broker, and clients of it. */
final class TestServer implements AutoCloseable {
  static final String READER = "reader-token-0123456789";
  static final String ADMIN = "admin-token-0123456789";

  private static final String PRODUCT = "scstream test";
  private static final int POINTS = 1000;

  private static final Lag LAG =
      new Lag(
          Instant.parse("2026-11-30T12:00:00Z"),
          List.of(new Lag.Job("train", "screen", 3L), new Lag.Job("embed", "screen", null)),
          10,
          2);

  private final HttpClient client = HttpClient.newHttpClient();
  private final ModelStore store;
  private final Live live;
  private final ApiServer server;

  private TestServer(ModelStore store, Live live, ApiServer server) {
    this.store = store;
    this.live = live;
    this.server = server;
  }

  /** Serves a store in a folder to whoever knows a token. */
  static TestServer start(Path folder) {
    return start(folder, Duration.ofSeconds(20), 10_000);
  }

  static TestServer start(Path folder, Duration silence, int burst) {
    Site site = site(folder, "127.0.0.1:1");
    Live live = Live.empty(site.config().topics(), POINTS, () -> Optional.of(LAG));
    Listening listening = new Listening(Listening.LOOPBACK, 0, POINTS, silence);
    return new TestServer(
        site.store(), live, ApiServer.listen(site, live, listening, terms(burst), PRODUCT));
  }

  /** Follows the topics of a broker itself. */
  static TestServer connected(Path folder, String bootstrap) {
    Site site = site(folder, bootstrap);
    Listening listening = new Listening(Listening.LOOPBACK, 0, POINTS);
    ApiServer server = ApiServer.start(site, listening, terms(10_000), PRODUCT);
    return new TestServer(
        site.store(), Live.empty(site.config().topics(), 1, Optional::empty), server);
  }

  private static Site site(Path folder, String bootstrap) {
    ScstreamConfig config =
        ConfigLoader.load(Optional.empty(), List.of("kafka.bootstrap=" + bootstrap)).config();
    return new Site(
        Map.of("bootstrap.servers", bootstrap), config, FileModelStore.open(folder), "there");
  }

  private static ApiServer.Terms terms(int burst) {
    Clock clock = Clock.systemUTC();
    Gate gate =
        new Gate(
            Tokens.anyOf(
                List.of(new SharedToken(READER, Role.READ), new SharedToken(ADMIN, Role.ADMIN))),
            new Origins(Origins.loopback(), Set.of("https://lab.example")),
            new RequestRate(burst, 1, clock));
    return new ApiServer.Terms(gate, Optional.empty(), clock);
  }

  ModelStore store() {
    return store;
  }

  Live live() {
    return live;
  }

  Told told() {
    return new Told(live);
  }

  Set<String> routes() {
    return server.routes();
  }

  int port() {
    return server.port();
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
  }

  /** The same with a reader's token. */
  HttpRequest.Builder reading(String path) {
    return request(path).header("Authorization", "Bearer " + READER);
  }

  /** The same with an administrator's token and a JSON body. */
  HttpRequest.Builder commanding(String path, String method, String json) {
    return request(path)
        .header("Authorization", "Bearer " + ADMIN)
        .header("Content-Type", "application/json")
        .method(method, HttpRequest.BodyPublishers.ofString(json));
  }

  HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  HttpResponse<InputStream> open(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
  }

  String text(String path) throws IOException, InterruptedException {
    return new String(send(reading(path)).body(), StandardCharsets.UTF_8);
  }

  /** What a client of few words gets: it sends these bytes and reads to the end. */
  String raw(String request) throws IOException {
    try (Socket socket = socket()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  Socket socket() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port());
  }

  @Override
  public void close() {
    server.close();
    store.close();
  }
}
