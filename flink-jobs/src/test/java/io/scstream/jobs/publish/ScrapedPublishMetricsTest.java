package io.scstream.jobs.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.jobs.catalogue.Metric;
import io.scstream.jobs.catalogue.Outlet;
import io.scstream.jobs.catalogue.PublishMetric;
import io.scstream.jobs.catalogue.Scrape;
import java.util.Map;
import org.apache.flink.runtime.metrics.groups.InternalSinkCommitterMetricGroup;
import org.apache.flink.runtime.metrics.groups.InternalSinkWriterMetricGroup;
import org.junit.jupiter.api.Test;

/** Names are those of the catalogue as Flink's reporter writes them, neither more nor fewer. */
class ScrapedPublishMetricsTest {
  private static final String FAILURES =
      PublishMetric.PUBLISH_FAILURES_TOTAL.prometheus(Outlet.PUBLISH_COUNTER);

  @Test
  void writer() throws Exception {
    Map<String, Double> scraped =
        Scrape.of(
            group ->
                new PublishMetrics(InternalSinkWriterMetricGroup.wrap(group))
                    .countPending(() -> 3));
    assertThat(Metric.at(Outlet.PUBLISH_WRITER)).containsExactly(PublishMetric.PUBLISH_PENDING);
    assertThat(scraped)
        .isEqualTo(
            Map.of(
                PublishMetric.PUBLISH_PENDING.prometheus(Outlet.PUBLISH_WRITER),
                3.0,
                FAILURES,
                0.0));
  }

  @Test
  void committer() throws Exception {
    Map<String, Double> scraped =
        Scrape.of(
            group -> {
              PublishMetrics metrics =
                  new PublishMetrics(InternalSinkCommitterMetricGroup.wrap(group));
              metrics.timePublications();
              metrics.published(1.5);
              metrics.failed();
            });
    assertThat(Metric.at(Outlet.PUBLISH_COMMITTER)).containsExactly(PublishMetric.PUBLISH_SECONDS);
    assertThat(scraped)
        .isEqualTo(
            Map.of(
                PublishMetric.PUBLISH_SECONDS.prometheus(Outlet.PUBLISH_COMMITTER),
                1.5,
                FAILURES,
                1.0));
  }
}
