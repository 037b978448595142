package io.scstream.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.serve.live.LiveStream;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client that comes back gets, and what it is told of what it does not get. */
class EventsTest {
  @TempDir private Path folder;
  private TestServer server;

  @BeforeEach
  void start() {
    server = TestServer.start(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aClientGetsWhatHappensFromNowOn() throws Exception {
    server.told().metric("loss", 1, 5);
    try (EventClient client = EventClient.open(server, "")) {
      assertThat(client.next("hello").data()).contains(server.live().log().epoch());
      server.told().metric("loss", 2, 4);
      EventClient.Message first = client.next("metric");
      assertThat(first.data()).contains("\"step\":2").contains("\"value\":4.0");
      assertThat(first.id()).isEqualTo(server.live().log().epoch() + "-2");
    }
  }

  @Test
  void aClientThatComesBackMissesNothing() throws Exception {
    happen(600);
    try (EventClient client = EventClient.open(server, server.live().log().epoch() + "-599")) {
      assertThat(client.next("metric").data()).isEqualTo("{\"step\":600}");
    }
    try (EventClient client = EventClient.open(server, server.live().log().epoch() + "-0")) {
      for (int step = 1; step <= 600; step++) {
        assertThat(client.next("metric").data()).isEqualTo("{\"step\":" + step + "}");
      }
    }
  }

  private void happen(int events) {
    for (int step = 1; step <= events; step++) {
      server.live().log().append("metric", "screen", "{\"step\":" + step + "}");
    }
  }

  @Test
  void aClientOfAnEarlierRunIsToldOfTheRestart() throws Exception {
    try (EventClient client = EventClient.open(server, "earlier1-17")) {
      client.next("hello");
      assertThat(client.next().data()).contains("restarted");
    }
  }

  @Test
  void aClientThatWasAwayForTooLongIsToldHowMuchItMissed() throws Exception {
    int all = LiveStream.EVENTS + 10;
    happen(all);
    try (EventClient client = EventClient.open(server, server.live().log().epoch() + "-9")) {
      client.next("hello");
      assertThat(client.next().data()).contains("overrun").contains("\"missed\":" + (all - 9));
    }
    try (EventClient client = EventClient.open(server, server.live().log().epoch() + "-10")) {
      assertThat(client.next("metric").data()).contains("\"step\":11}");
    }
  }

  @Test
  void whatIsNoIdIsToldOf() throws Exception {
    try (EventClient client = EventClient.open(server, "what")) {
      client.next("hello");
      assertThat(client.next().data()).contains("unknown");
    }
    try (EventClient client = EventClient.open(server, server.live().log().epoch() + "-5")) {
      client.next("hello");
      assertThat(client.next().data()).as("from the future").contains("unknown");
    }
  }

  @Test
  void ofOneModelOnlyIfAsked() throws Exception {
    try (EventClient client = EventClient.open(server, "/api/v1/events?lineage=other", "")) {
      client.next("hello");
      server.told().metric("loss", 1, 5);
      server.told().alert("of whatever model");
      assertThat(client.next("alert").id()).endsWith("-2");
    }
  }

  @Test
  void pointsThatMovedAreToldOf() throws Exception {
    try (EventClient client = EventClient.open(server, "")) {
      server.told().cells(Told.cell("c1", 100, 1, 2));
      String end = server.live().windows().window("screen").orElseThrow().cursor().toString();
      EventClient.Message moved = client.next("embeddings");
      while (!moved.data().contains(end)) { // It may have been looked at half way.
        moved = client.next("embeddings");
      }
      assertThat(moved.data()).contains("\"points\":1").contains("\"version\":100");
    }
  }

  @Test
  void theEndOfTheServerEndsTheStream() throws Exception {
    try (EventClient client = EventClient.open(server, "")) {
      client.next("hello");
      server.close();
      assertThatThrownBy(
              () -> {
                while (true) {
                  client.next();
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void seriesAndEventsFitTogether() throws Exception {
    server.told().metric("loss", 1, 5);
    String series = server.text("/api/v1/lineages/screen/metrics?metric=loss");
    assertThat(series)
        .contains("\"last_event_id\":\"" + server.live().log().epoch() + "-1\"")
        .contains("\"steps\":[1]");
    server.told().metric("loss", 2, 4);
    try (EventClient client = EventClient.open(server, server.live().log().epoch() + "-1")) {
      assertThat(client.next("metric").data()).contains("\"step\":2");
    }
  }
}
