package io.scstream.serve;

import io.scstream.serve.http.JsonText;
import io.scstream.serve.live.Event;
import io.scstream.serve.live.EventId;
import io.scstream.serve.live.Lag;
import io.scstream.serve.points.Cursor;
import io.scstream.serve.points.PointWindow;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes events to one client until it leaves, falls behind, or the server ends. */
final class EventWriter {
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final Duration BEAT = Duration.ofSeconds(10);
  private static final int AT_ONCE = 256;

  private final Live live;
  private final Optional<String> lineage;
  private final OutputStream out;
  private final Clock clock;
  private final Map<String, Cursor> told = new HashMap<>();
  private final StringBuilder text = new StringBuilder();
  private Instant beat;
  private Instant looked = Instant.EPOCH;
  private Instant lagAt = Instant.EPOCH;
  private long seen;

  EventWriter(Live live, Optional<String> lineage, OutputStream out, Clock clock) {
    this.live = live;
    this.lineage = lineage;
    this.out = out;
    this.clock = clock;
    this.beat = clock.instant();
  }

  private record Hello(String epoch, String product) {}

  private record Gap(String reason, @Nullable Long missed) {}

  private record Moved(String lineage, String cursor, int points, long version) {}

  /** Begins after what the client has seen, as far as it says so. */
  void run(String product, @Nullable String lastEventId) throws IOException {
    Optional<Gap> gap = begin(lastEventId);
    add("hello", JsonText.write(new Hello(live.log().epoch(), product)));
    gap.ifPresent(missed -> add("gap", JsonText.write(missed)));
    send();
    try {
      while (!live.log().isClosed() && follow()) {
        send();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<Gap> begin(@Nullable String lastEventId) {
    EventId end = live.log().end();
    seen = end.number();
    Optional<EventId> known = EventId.parse(lastEventId);
    if (known.isEmpty()) {
      return lastEventId == null ? Optional.empty() : Optional.of(new Gap("unknown", null));
    }
    if (!known.get().epoch().equals(end.epoch())) {
      return Optional.of(new Gap("restarted", null));
    }
    long number = known.get().number();
    if (!live.log().isKept(number)) {
      return Optional.of(
          number > end.number()
              ? new Gap("unknown", null)
              : new Gap("overrun", end.number() - number));
    }
    seen = number;
    return Optional.empty();
  }

  /** Takes what is new; false if something was missed, so that the client must come back. */
  private boolean follow() throws InterruptedException {
    List<Event> events = live.log().after(seen, AT_ONCE, LOOK);
    if (!events.isEmpty() && events.get(0).number() != seen + 1) {
      return false;
    }
    for (Event event : events) {
      seen = event.number();
      if (event.lineage().isEmpty() || lineage.map(event.lineage()::equals).orElse(true)) {
        add(event.type(), event.data());
      }
    }
    Instant now = clock.instant();
    if (!now.isBefore(looked.plus(LOOK))) {
      looked = now;
      points();
      lag();
    }
    if (!now.isBefore(beat.plus(BEAT))) {
      beat = now;
      text.append(": beat\n\n");
    }
    return true;
  }

  private void points() {
    for (Map.Entry<String, PointWindow> each : live.windows().all().entrySet()) {
      PointWindow window = each.getValue();
      Cursor cursor = window.cursor();
      if (lineage.map(each.getKey()::equals).orElse(true)
          && !cursor.equals(told.put(each.getKey(), cursor))) {
        add(
            "embeddings",
            JsonText.write(
                new Moved(each.getKey(), cursor.toString(), window.size(), window.newest())));
      }
    }
  }

  private void lag() {
    Optional<Lag> lag = live.lag().get();
    if (lag.isPresent() && !lag.get().at().equals(lagAt)) {
      lagAt = lag.get().at();
      add("lag", JsonText.write(lag.get()));
    }
  }

  private void add(String type, String data) {
    EventId id = new EventId(live.log().epoch(), seen);
    text.append("event: ").append(type).append("\nid: ").append(id);
    text.append("\ndata: ").append(data).append("\n\n");
  }

  private void send() throws IOException {
    if (!text.isEmpty()) {
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
      out.flush();
      text.setLength(0);
    }
  }
}
