package io.scstream.serve;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.scstream.config.ScstreamConfig;
import io.scstream.serve.access.Gate;
import io.scstream.serve.http.Refused;
import io.scstream.serve.http.RequestBody;
import io.scstream.serve.live.EventLog;
import io.scstream.serve.live.LagProbe;
import io.scstream.serve.live.TopicFeed;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Serves a site: the routes of the contract, and the page. Follows the topics of the site from its
 * start to its end; everything that it remembers is bounded.
 */
public final class ApiServer implements AutoCloseable {
  private static final Duration CATCH_UP = Duration.ofSeconds(15);
  private static final int READERS = 48;
  private static final int DOWNLOADS = 16;
  private static final int THREADS = READERS + DOWNLOADS + 32;
  private static final int CONNECTIONS = 512;
  private static final int HEADER_BYTES = 16_384;

  private final EventLog log;
  private final Javalin http;
  private final String host;
  private final List<AutoCloseable> parts;

  private ApiServer(EventLog log, Javalin http, String host, List<AutoCloseable> parts) {
    this.log = log;
    this.http = http;
    this.host = host;
    this.parts = parts;
  }

  /** Who may ask, what for, and what time it is. */
  public record Terms(Gate gate, Optional<DemoControls> demo, Clock clock) {}

  /** Starts to follow the topics, and then to listen. */
  public static ApiServer start(Site site, Listening listening, Terms terms, String product) {
    ScstreamConfig.Topics topics = site.config().topics();
    LagProbe lag = LagProbe.start(site.client(), topics, terms.clock());
    Live live = Live.empty(topics, listening.points(), lag::newest);
    TopicFeed news = TopicFeed.start(site.client(), live.news(), "news");
    TopicFeed cells = TopicFeed.start(site.client(), List.of(live.cells()), "points");
    List<AutoCloseable> parts = List.of(news, cells, lag);
    // What was there before is in the windows then, and is not taken for news.
    news.awaitStart(CATCH_UP);
    try {
      return listen(site, live, listening, terms, product).with(parts);
    } catch (RuntimeException e) {
      closeAll(parts);
      throw e;
    }
  }

  /** Listens only: somebody else tells what happens. */
  static ApiServer listen(Site site, Live live, Listening listening, Terms terms, String product) {
    Clock clock = terms.clock();
    RequestBody body = new RequestBody(clock);
    Slots downloads = new Slots(DOWNLOADS, "downloads");
    Slots readers = new Slots(READERS, "connections that read events");
    Predictions predictions = new Predictions(site.store());
    var about =
        new ServerRoutes.About(product, site.config().lineage().name(), site.place(), terms.demo());
    List<Routes> routes =
        List.of(
            new Problems(),
            new ServerRoutes(
                about, site.store(), live, new ServerRoutes.Load(readers, downloads), clock),
            new ModelRoutes(site.store(), new BlobDownload(site.store(), downloads, clock)),
            new PredictRoutes(site.store(), body, predictions),
            new StreamRoutes(live.stream(), live.windows(), body, downloads, clock),
            new EventRoutes(live, product, readers, clock),
            new CommandRoutes(site.config(), site.client(), site.store(), body, clock),
            new DemoRoutes(terms.demo(), body),
            new PageRoutes());
    Javalin http = Javalin.create(config -> configure(config, listening, terms.gate(), routes));
    http.start();
    return new ApiServer(live.log(), http, listening.host(), List.of(predictions));
  }

  private ApiServer with(List<AutoCloseable> further) {
    List<AutoCloseable> all = new ArrayList<>(further);
    all.addAll(parts);
    return new ApiServer(log, http, host, all);
  }

  private static void configure(
      JavalinConfig config, Listening listening, Gate gate, List<Routes> routes) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.http.prefer405over404 = true;
    config.http.generateEtags = false;
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 4);
    threads.setName("serve");
    threads.setDaemon(true);
    config.jetty.threadPool = threads;
    config.jetty.addConnector((server, unused) -> connector(server, listening));
    config.jetty.modifyServer(
        server -> {
          server.setStopTimeout(0); // Whoever reads comes back; nothing is worth waiting for.
          server.addBean(new NetworkConnectionLimit(CONNECTIONS, server));
        });
    config.routes.before(gate::arrive);
    config.routes.beforeMatched(gate::enter);
    config.routes.options("/*", request -> request.status(204));
    routes.forEach(each -> each.define(config.routes));
    config.routes.get(
        "/api/*",
        request -> {
          throw Refused.notFound("There is no such path; see /openapi.yaml");
        });
  }

  private static ServerConnector connector(Server server, Listening listening) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setRequestHeaderSize(HEADER_BYTES);
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(listening.host());
    connector.setPort(listening.port());
    connector.setIdleTimeout(listening.silence().toMillis());
    return connector;
  }

  public int port() {
    return http.port();
  }

  /** Where the page is. */
  public String url() {
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port() + "/";
  }

  /** The routes, as the contract writes them: method and path. */
  Set<String> routes() {
    return http.unsafe.internalRouter.allHttpHandlers().stream()
        .map(each -> each.endpoint)
        .filter(endpoint -> endpoint.method.isHttpMethod())
        .map(endpoint -> endpoint.method.name() + " " + endpoint.path)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public void close() {
    log.close();
    http.stop();
    closeAll(parts);
  }

  private static void closeAll(List<AutoCloseable> parts) {
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        throw new IllegalStateException("Every part can be closed", e);
      }
    }
  }
}
