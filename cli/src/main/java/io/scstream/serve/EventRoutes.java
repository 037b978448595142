package io.scstream.serve;

import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import io.scstream.serve.access.Role;
import io.scstream.serve.http.Parameters;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/** Events as they happen; each reader has a thread of the server while it reads. */
final class EventRoutes implements Routes {
  private final Live live;
  private final String product;
  private final Slots readers;
  private final Clock clock;

  EventRoutes(Live live, String product, Slots readers, Clock clock) {
    this.live = live;
    this.product = product;
    this.readers = readers;
    this.clock = clock;
  }

  @Override
  public void define(JavalinDefaultRoutingApi routes) {
    routes.get("/api/v1/events", this::events, Role.READ);
  }

  private void events(Context request) throws IOException {
    Optional<String> lineage =
        Parameters.text(request, "lineage", 64).map(name -> Parameters.name("lineage", name));
    readers.use(
        () -> {
          request.header("X-Accel-Buffering", "no"); // A proxy in between must not wait for more.
          request.res().setContentType("text/event-stream");
          request.res().setCharacterEncoding("UTF-8");
          new EventWriter(live, lineage, request.res().getOutputStream(), clock)
              .run(product, request.header("Last-Event-ID"));
        });
  }
}
