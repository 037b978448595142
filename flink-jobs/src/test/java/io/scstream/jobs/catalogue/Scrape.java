package io.scstream.jobs.catalogue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.prometheus.PrometheusReporter;
import org.apache.flink.metrics.prometheus.PrometheusReporterFactory;
import org.apache.flink.runtime.clusterframework.types.ResourceID;
import org.apache.flink.runtime.executiongraph.ExecutionAttemptID;
import org.apache.flink.runtime.metrics.MetricRegistryConfiguration;
import org.apache.flink.runtime.metrics.MetricRegistryImpl;
import org.apache.flink.runtime.metrics.ReporterSetup;
import org.apache.flink.runtime.metrics.groups.InternalOperatorMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskManagerMetricGroup;

/** What Prometheus would read of an operator's metrics, by Flink's own registry and reporter. */
public final class Scrape {
  private static final long FRAME_BYTES = 1 << 20;

  // Flink's own metrics of an operator are in camel case.
  private static final Pattern OURS =
      Pattern.compile("^([a-z_]+)\\{[^}]*} (\\S+)$", Pattern.MULTILINE);

  private Scrape() {}

  /**
   * Values by name; where one name comes with several labels of ours, the last one.
   *
   * @param registration puts metrics into the group of an operator
   */
  public static Map<String, Double> of(Consumer<InternalOperatorMetricGroup> registration)
      throws Exception {
    Map<String, Double> values = new TreeMap<>();
    Matcher line = OURS.matcher(page(registration));
    while (line.find()) {
      values.put(line.group(1), Double.parseDouble(line.group(2)));
    }
    return values;
  }

  /** The text that the reporter serves. */
  public static String page(Consumer<InternalOperatorMetricGroup> registration) throws Exception {
    int port = freePort();
    MetricConfig config = new MetricConfig();
    config.setProperty("port", Integer.toString(port));
    PrometheusReporter reporter = new PrometheusReporterFactory().createMetricReporter(config);
    reporter.open(config);
    MetricRegistryImpl registry =
        new MetricRegistryImpl(
            MetricRegistryConfiguration.fromConfiguration(new Configuration(), FRAME_BYTES),
            List.of(
                new ReporterSetup(
                    "prometheus", config, reporter, (metric, name, scope) -> true, Map.of())));
    try {
      registration.accept(
          TaskManagerMetricGroup.createTaskManagerMetricGroup(
                  registry, "localhost", new ResourceID("task-manager"))
              .addJob(new JobID(), "job")
              .addTask(ExecutionAttemptID.randomId(), "task")
              .getOrAddOperator("operator"));
      return read(port);
    } finally {
      registry.closeAsync().get();
    }
  }

  private static String read(int port) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/metrics")).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
