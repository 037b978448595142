package io.scstream.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that answers as a JobManager of Flink 2.2 did. */
@SuppressWarnings("NullAway.Init")
class FlinkClusterTest {
  private static final String METRICS = "/jobs/j/vertices/%s/subtasks/metrics%s";

  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void addsUpTheCommitsThatWereRefusedToAnySink() {
    String asked = "?get=embeddings__Committer.failedCommittables";
    FlinkCluster cluster =
        answering(
            Map.of(
                "/jobs/j",
                "{\"vertices\":[{\"id\":\"cells\"},{\"id\":\"embeddings\"},{\"id\":\"other\"}]}",
                METRICS.formatted("cells", ""),
                "[{\"id\":\"Source__cells.KafkaSourceReader.commitsFailed\"}]",
                METRICS.formatted("embeddings", ""),
                "[{\"id\":\"embeddings__Committer.failedCommittables\"},"
                    + "{\"id\":\"embeddings__Committer.successfulCommittables\"}]",
                METRICS.formatted("embeddings", asked),
                "[{\"id\":\"embeddings__Committer.failedCommittables\",\"min\":1.0,\"max\":2.0,"
                    + "\"avg\":1.5,\"sum\":3.0,\"skew\":0.0}]",
                METRICS.formatted("other", ""),
                "[{\"id\":\"other__Committer.failedCommittables\"}]",
                METRICS.formatted("other", "?get=other__Committer.failedCommittables"),
                "[{\"id\":\"other__Committer.failedCommittables\",\"sum\":1.0}]"));
    assertThat(cluster.refusedCommits("j")).isEqualTo(4);
  }

  @Test
  void nothingIsRefusedToAJobWhoseTasksHaveNotBegun() {
    FlinkCluster cluster =
        answering(
            Map.of(
                "/jobs/j",
                "{\"vertices\":[{\"id\":\"embeddings\"}]}",
                METRICS.formatted("embeddings", ""),
                "[]"));
    assertThat(cluster.refusedCommits("j")).isZero();
  }

  /** ZooKeeper was out of reach for a moment: the JobManager lives and will lead again. */
  @Test
  void waitsWhileALeaderIsElected() {
    AtomicInteger asked = new AtomicInteger();
    server.createContext(
        "/jobs/overview",
        exchange -> {
          boolean isElecting = asked.incrementAndGet() < 3;
          byte[] body =
              (isElecting
                      ? "{\"errors\":[\"Service temporarily unavailable due to an ongoing leader"
                          + " election. Please refresh.\"]}"
                      : "{\"jobs\":[]}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(isElecting ? 503 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    assertThat(new FlinkCluster(server.getAddress().getPort()).jobs()).isEmpty();
    assertThat(asked).hasValue(3);
  }

  private FlinkCluster answering(Map<String, String> answers) {
    server.createContext(
        "/",
        exchange -> {
          String answer = answers.get(exchange.getRequestURI().toString());
          byte[] body = (answer == null ? "" : answer).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer == null ? 404 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    return new FlinkCluster(server.getAddress().getPort());
  }
}
