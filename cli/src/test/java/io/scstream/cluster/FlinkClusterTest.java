package io.scstream.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    String electing =
        "{\"errors\":[\"Service temporarily unavailable due to an ongoing leader election. Please"
            + " refresh.\"]}";
    AtomicInteger asked = refusingTwice("/jobs/overview", 503, electing, "{\"jobs\":[]}");
    assertThat(new FlinkCluster(server.getAddress().getPort()).jobs()).isEmpty();
    assertThat(asked).hasValue(3);
  }

  /** A command of which the leader knew nothing, since it stepped down before it was there. */
  @Test
  void commandsAgainWhatReachedNoLeader(@TempDir Path target) {
    String steppedDown =
        "{\"errors\":[\"org.apache.flink.runtime.rpc.exceptions.RecipientUnreachableException:"
            + " Recipient [Actor[pekko://flink/user/rpc/dispatcher_1#-19]] had already been"
            + " terminated.\"]}";
    AtomicInteger asked =
        refusingTwice("/jobs/j/savepoints", 400, steppedDown, "{\"request-id\":\"r\"}");
    String saved = "{\"status\":{\"id\":\"COMPLETED\"},\"operation\":{\"location\":\"there\"}}";
    server.createContext("/jobs/j/savepoints/r", exchange -> send(exchange, 200, saved));
    assertThat(
            new FlinkCluster(server.getAddress().getPort())
                .savepoint("j", target, SavepointFormat.CANONICAL))
        .isEqualTo("there");
    assertThat(asked).hasValue(3);
  }

  /** How often the path has been asked for. */
  private AtomicInteger refusingTwice(String path, int status, String refusal, String answer) {
    AtomicInteger asked = new AtomicInteger();
    server.createContext(
        path,
        exchange -> {
          boolean isRefused = asked.incrementAndGet() < 3;
          send(exchange, isRefused ? status : 200, isRefused ? refusal : answer);
        });
    return asked;
  }

  private FlinkCluster answering(Map<String, String> answers) {
    server.createContext(
        "/",
        exchange -> {
          String answer = answers.get(exchange.getRequestURI().toString());
          send(exchange, answer == null ? 404 : 200, answer == null ? "" : answer);
        });
    return new FlinkCluster(server.getAddress().getPort());
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
