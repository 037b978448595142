package io.scstream.serve;

import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import io.scstream.serve.access.Role;
import io.scstream.serve.http.JsonText;
import io.scstream.serve.http.Refused;
import io.scstream.serve.http.RequestBody;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be done to a demo. */
final class DemoRoutes implements Routes {
  private static final int MOST_BATCHES = 50;
  private static final int BATCHES = 10;

  private final Optional<DemoControls> demo;
  private final RequestBody body;

  DemoRoutes(Optional<DemoControls> demo, RequestBody body) {
    this.demo = demo;
    this.body = body;
  }

  @Override
  public void define(JavalinDefaultRoutingApi routes) {
    routes.post("/api/v1/demo/faults", this::fault, Role.ADMIN);
    routes.post("/api/v1/demo/drift", this::drift, Role.ADMIN);
  }

  private DemoControls here() {
    return demo.orElseThrow(
        () -> Refused.notOffered("This is no demo; nothing can be injected here"));
  }

  private record Fault(@Nullable String kind) {}

  private record Drift(@Nullable String kind, @Nullable Integer batches) {}

  private record Injected(String kind, String detail) {}

  private void fault(Context request) {
    DemoControls controls = here();
    String kind = oneOf(controls.faults(), body.read(request, Fault.class).kind);
    request.status(202);
    JsonText.answer(request, new Injected(kind, controls.fault(kind)));
  }

  private void drift(Context request) {
    DemoControls controls = here();
    Drift asked = body.read(request, Drift.class);
    String kind = oneOf(controls.drifts(), asked.kind);
    int batches = asked.batches == null ? BATCHES : asked.batches;
    if (batches < 1 || batches > MOST_BATCHES) {
      throw Refused.malformed("Invalid batches: " + batches + "; expected 1 to " + MOST_BATCHES);
    }
    request.status(202);
    JsonText.answer(request, new Injected(kind, controls.drift(kind, batches)));
  }

  private static String oneOf(List<String> kinds, @Nullable String kind) {
    if (kind == null || !kinds.contains(kind)) {
      throw Refused.malformed("Invalid kind; expected one of " + kinds);
    }
    return kind;
  }
}
