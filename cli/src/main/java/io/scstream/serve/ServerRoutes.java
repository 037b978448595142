package io.scstream.serve;

import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import io.scstream.serve.access.Caller;
import io.scstream.serve.access.Gate;
import io.scstream.serve.access.Role;
import io.scstream.serve.http.JsonText;
import io.scstream.serve.live.Lag;
import io.scstream.serve.points.PointWindow;
import io.scstream.store.ModelStore;
import io.scstream.store.ModelVersion;
import io.scstream.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the server is, how it fares, and which models it knows. */
final class ServerRoutes implements Routes {
  private static final String CONTRACT = "/openapi.yaml";

  private final About about;
  private final ModelStore store;
  private final Live live;
  private final Load load;
  private final Clock clock;

  /** What does not change. */
  record About(String product, String lineage, String store, Optional<DemoControls> demo) {}

  /** What goes on. */
  record Load(Slots readers, Slots downloads) {}

  ServerRoutes(About about, ModelStore store, Live live, Load load, Clock clock) {
    this.about = about;
    this.store = store;
    this.live = live;
    this.load = load;
    this.clock = clock;
  }

  @Override
  public void define(JavalinDefaultRoutingApi routes) {
    routes.get("/health", request -> JsonText.answer(request, Map.of("status", "up")), Role.ANYONE);
    routes.get(CONTRACT, ServerRoutes::contract, Role.ANYONE);
    routes.get("/api/v1/session", this::session, Role.READ);
    routes.get("/api/v1/status", this::status, Role.READ);
    routes.get("/api/v1/lineages", this::lineages, Role.READ);
  }

  private static void contract(Context request) {
    try (InputStream in = ServerRoutes.class.getResourceAsStream(CONTRACT)) {
      if (in == null) {
        throw new IllegalStateException("The contract is part of the server");
      }
      request.contentType("application/yaml").result(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Session(
      String subject,
      String role,
      boolean demo,
      List<String> faults,
      List<String> drifts,
      String epoch,
      String product,
      String lineage) {}

  private void session(Context request) {
    Caller caller = Gate.caller(request);
    JsonText.answer(
        request,
        new Session(
            caller.subject(),
            caller.role().word(),
            about.demo.isPresent(),
            about.demo.map(DemoControls::faults).orElse(List.of()),
            about.demo.map(DemoControls::drifts).orElse(List.of()),
            live.log().epoch(),
            about.product,
            about.lineage));
  }

  private record Status(Store store, List<Topic> topics, Lag lag, Windows windows) {
    /** The store. */
    private record Store(boolean available, String uri) {}

    /** A topic that the server follows. */
    private record Topic(String topic, boolean available, long behind, long undecodable) {}

    /** What is remembered. */
    private record Windows(
        int events,
        int series,
        int seriesLeftOut,
        int points,
        int capacity,
        int lineagesLeftOut,
        int clients,
        int downloads) {}
  }

  private void status(Context request) {
    JsonText.answer(
        request,
        new Status(
            new Status.Store(isStoreThere(), about.store),
            live.topics().stream()
                .map(
                    each ->
                        new Status.Topic(
                            each.topic(),
                            each.state().isThere(),
                            each.state().behind(),
                            each.state().undecodable()))
                .toList(),
            live.lag().get().orElseGet(() -> new Lag(clock.instant(), List.of(), 0, 0)),
            windows()));
  }

  private boolean isStoreThere() {
    try {
      store.lineages();
      return true;
    } catch (StoreException e) {
      return false;
    }
  }

  private Status.Windows windows() {
    return new Status.Windows(
        live.log().size(),
        live.stream().metrics().size(),
        live.stream().metrics().leftOut(),
        live.windows().all().values().stream().mapToInt(PointWindow::size).sum(),
        live.windows().capacity(),
        live.windows().leftOut(),
        load.readers().inUse(),
        load.downloads().inUse());
  }

  private record Lineages(List<Lineage> lineages) {
    /** A model. */
    private record Lineage(
        String name,
        int versions,
        @Nullable Long latest,
        @Nullable Long promoted,
        int points,
        int series) {}
  }

  private void lineages(Context request) {
    SortedMap<String, PointWindow> windows = live.windows().all();
    TreeSet<String> names = new TreeSet<>(store.lineages());
    names.addAll(windows.keySet());
    names.addAll(live.stream().metrics().lineages());
    JsonText.answer(
        request,
        new Lineages(
            names.stream()
                .map(
                    name ->
                        new Lineages.Lineage(
                            name,
                            store.versions(name).size(),
                            alias(name, "latest"),
                            alias(name, "promoted"),
                            Optional.ofNullable(windows.get(name)).map(PointWindow::size).orElse(0),
                            live.stream().metrics().size(name)))
                .toList()));
  }

  private @Nullable Long alias(String lineage, String alias) {
    return store.alias(lineage, alias).map(ModelVersion::version).orElse(null);
  }
}
