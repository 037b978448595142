package io.scstream.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.scstream.embedded.EmbeddedKafka;
import io.scstream.ingest.TopicScan;
import io.scstream.ingest.Topics;
import io.scstream.schema.ControlCommand;
import io.scstream.schema.ControlRecord;
import io.scstream.schema.framing.SingleObjectFraming;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server beside a broker: what is on topics before and after it starts, and what it writes. */
class ServeIT {
  @TempDir private static Path data;
  @TempDir private Path folder;
  private static EmbeddedKafka kafka;
  private static KafkaProducer<byte[], byte[]> producer;

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(data);
    Topics.ensure(client());
    producer = new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  @AfterAll
  static void stop() {
    producer.close();
    kafka.close();
  }

  private static Map<String, Object> client() {
    return Map.of("bootstrap.servers", kafka.bootstrap());
  }

  private static void send(String topic, byte[] message) throws Exception {
    producer.send(new ProducerRecord<>(topic, "screen".getBytes(UTF_8), message)).get();
  }

  @Test
  void whatWasBeforeIsRememberedAndWhatComesIsToldOf() throws Exception {
    send(Topics.METRICS, Told.message(Told.value("loss", 1, 5)));
    send(Topics.EMBEDDINGS, Told.message(Told.cell("c1", 100, 1, 2)));
    String id;
    try (TestServer server = TestServer.connected(folder, kafka.bootstrap());
        EventClient events = EventClient.open(server, "")) {
      assertThat(server.text("/api/v1/lineages/screen/metrics")).contains("\"steps\":[1]");
      assertThat(events.next("hello").id()).endsWith("-0");
      send(Topics.METRICS, "no metric".getBytes(UTF_8));
      send(Topics.METRICS, Told.message(Told.value("loss", 2, 4)));
      EventClient.Message live = events.next("metric");
      assertThat(live.data()).contains("\"step\":2");
      assertThat(server.text("/api/v1/status")).contains("\"undecodable\":1");
      await().until(() -> server.text("/api/v1/lineages").contains("\"points\":1"));
      id = live.id();
    }
    try (TestServer server = TestServer.connected(folder, kafka.bootstrap());
        EventClient events = EventClient.open(server, id)) {
      events.next("hello");
      assertThat(events.next().data()).contains("restarted");
      assertThat(server.text("/api/v1/lineages/screen/metrics")).contains("\"steps\":[1,2]");
    }
  }

  @Test
  void commandsAndAliasesReachTheJobs() throws Exception {
    try (TestServer server = TestServer.connected(folder, kafka.bootstrap())) {
      Versions.publish(server.store(), "screen", 100, new byte[] {1});
      Versions.publish(server.store(), "screen", 200, new byte[] {2});
      try (EventClient events = EventClient.open(server, "")) {
        events.next("hello");
        String path = "/api/v1/lineages/screen/commands";
        String body = "{\"command\":\"rollback-to\",\"version\":100,\"reason\":\"wrong lane\"}";
        assertThat(server.send(server.commanding(path, "POST", body)).statusCode()).isEqualTo(202);
        assertThat(events.next("command").data()).contains("rollback-to", "wrong lane");
        assertThat(moved(server, 200, null))
            .contains("PROMOTED", "\"before\":null", "\"announced\":true");
        assertThat(events.next("version").data()).contains("PROMOTED", "\"version\":200");
        assertThat(moved(server, 100, 200L)).contains("ROLLED_BACK", "\"before\":200");
        assertThat(moved(server, 200, 200L)).contains("409");
      }
      assertThat(server.text("/api/v1/lineages")).contains("\"promoted\":100");
    }
    assertThat(commands())
        .singleElement()
        .satisfies(
            command -> {
              assertThat(command.getCommand()).isEqualTo(ControlCommand.ROLL_BACK);
              assertThat(command.getVersion()).isEqualTo(100);
              assertThat(command.getIssuedBy()).isEqualTo("REST: token");
            });
  }

  private static String moved(TestServer server, long version, @Nullable Long expected)
      throws Exception {
    String body =
        "{\"version\":" + version + (expected == null ? "" : ",\"expected\":" + expected) + "}";
    HttpResponse<byte[]> answer =
        server.send(server.commanding("/api/v1/lineages/screen/aliases/promoted", "PUT", body));
    return new String(answer.body(), UTF_8);
  }

  private static List<ControlRecord> commands() {
    List<ControlRecord> commands = new ArrayList<>();
    var framing = SingleObjectFraming.of(ControlRecord.class);
    TopicScan.read(
        client(), Topics.CONTROL, message -> commands.add(framing.read(message.value())));
    return commands;
  }
}
