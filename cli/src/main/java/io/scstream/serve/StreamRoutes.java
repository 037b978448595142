package io.scstream.serve;

import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import io.scstream.jobs.catalogue.AlertKind;
import io.scstream.jobs.catalogue.Metric;
import io.scstream.serve.access.Role;
import io.scstream.serve.http.JsonText;
import io.scstream.serve.http.Parameters;
import io.scstream.serve.http.Refused;
import io.scstream.serve.http.RequestBody;
import io.scstream.serve.live.Alert;
import io.scstream.serve.live.DeadLetter;
import io.scstream.serve.live.LiveStream;
import io.scstream.serve.live.MetricWindow;
import io.scstream.serve.points.Cursor;
import io.scstream.serve.points.PointWindow;
import io.scstream.serve.points.PointWindows;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What goes on in the stream, as far as the windows remember it. */
final class StreamRoutes implements Routes {
  private static final int MOST_SLOTS = 100_000;
  private static final List<String> COLUMNS = List.of("background", "salient", "version", "role");

  private final LiveStream stream;
  private final PointWindows windows;
  private final RequestBody body;
  private final Slots slots;
  private final Clock clock;

  StreamRoutes(
      LiveStream stream, PointWindows windows, RequestBody body, Slots slots, Clock clock) {
    this.stream = stream;
    this.windows = windows;
    this.body = body;
    this.slots = slots;
    this.clock = clock;
  }

  @Override
  public void define(JavalinDefaultRoutingApi routes) {
    routes.get("/api/v1/catalogue", StreamRoutes::catalogue, Role.READ);
    routes.get("/api/v1/lineages/{lineage}/metrics", this::metrics, Role.READ);
    routes.get("/api/v1/alerts", this::alerts, Role.READ);
    routes.get("/api/v1/dead-letters", this::deadLetters, Role.READ);
    routes.get("/api/v1/lineages/{lineage}/embeddings", this::embeddings, Role.READ);
    routes.post("/api/v1/lineages/{lineage}/cells", this::cells, Role.READ);
  }

  private record Catalogue(List<Measure> metrics, List<Kind> alerts) {
    /** A metric. */
    private record Measure(String name, String unit, String meaning, String section) {}

    /** A kind of alert. */
    private record Kind(String kind, String severity, String meaning, String action) {}
  }

  private static void catalogue(Context request) {
    JsonText.answer(
        request,
        new Catalogue(
            Metric.all().stream()
                .map(Metric::entry)
                .map(
                    entry ->
                        new Catalogue.Measure(
                            entry.pattern(),
                            entry.unit(),
                            entry.meaning(),
                            entry.section().title()))
                .toList(),
            List.of(AlertKind.values()).stream()
                .map(
                    kind ->
                        new Catalogue.Kind(
                            kind.word(), kind.severity().name(), kind.cause(), kind.action()))
                .toList()));
  }

  private void metrics(Context request) {
    List<String> names = Parameters.words(request, "metric", 4096);
    JsonText.answer(
        request,
        stream.metrics(
            Parameters.lineage(request),
            wanted(names),
            Parameters.limit(request, MetricWindow.VALUES, MetricWindow.VALUES)));
  }

  private static Predicate<String> wanted(List<String> names) {
    return names.isEmpty()
        ? metric -> true
        : metric ->
            names.stream()
                .anyMatch(
                    name -> name.endsWith(".") ? metric.startsWith(name) : metric.equals(name));
  }

  private record Alerts(List<Alert> alerts) {}

  private void alerts(Context request) {
    Optional<String> lineage = Parameters.text(request, "lineage", 64);
    JsonText.answer(
        request,
        new Alerts(
            stream
                .alerts()
                .newest(
                    alert -> lineage.map(alert.lineage()::equals).orElse(true),
                    Parameters.limit(request, LiveStream.KEPT, 100))));
  }

  private record DeadLetters(SortedMap<String, Integer> reasons, List<DeadLetter> letters) {}

  private void deadLetters(Context request) {
    int limit = Parameters.limit(request, LiveStream.KEPT, 100);
    JsonText.answer(
        request, new DeadLetters(stream.reasons(), stream.letters().newest(letter -> true, limit)));
  }

  private void embeddings(Context request) throws IOException {
    PointWindow window = window(request);
    Optional<Cursor> since = Parameters.text(request, "cursor", 64).flatMap(Cursor::parse);
    List<String> asked = Parameters.words(request, "columns", 1024);
    slots.use(
        () -> {
          request.res().setContentType("application/octet-stream");
          window.write(
              new SteadyOutput(request.res().getOutputStream(), clock),
              since,
              asked.isEmpty() ? COLUMNS : asked);
        });
  }

  private PointWindow window(Context request) {
    return windows
        .window(Parameters.lineage(request))
        .orElseThrow(
            () ->
                Refused.notFound(
                    "No embeddings of this model; expected one of " + windows.all().keySet()));
  }

  private record Wanted(@Nullable List<Integer> slots) {}

  private record Cells(List<@Nullable String> cells) {}

  private void cells(Context request) {
    PointWindow window = window(request);
    List<Integer> wanted = body.read(request, Wanted.class).slots();
    if (wanted == null || wanted.size() > MOST_SLOTS || wanted.contains(null)) {
      throw Refused.malformed("Invalid slots; expected a list of at most " + MOST_SLOTS);
    }
    JsonText.answer(request, new Cells(window.cells(wanted)));
  }
}
