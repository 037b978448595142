package io.scstream.jobs.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.jobs.catalogue.EmbedMetric;
import io.scstream.jobs.catalogue.Metric;
import io.scstream.jobs.catalogue.Outlet;
import io.scstream.jobs.catalogue.Scrape;
import io.scstream.jobs.publish.StoreFactory;
import io.scstream.store.VersionRef;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names are those of the catalogue as Flink's reporter writes them, neither more nor fewer. */
class ScrapedEmbedMetricsTest {

  @Test
  void theVersionInUse(@TempDir Path folder) throws Exception {
    TestVersions versions = new TestVersions(folder);
    versions.publish(100);
    VersionRef ref = VersionRef.parse("small@latest");
    VersionLoader loader =
        new VersionLoader(StoreFactory.folder(folder.toString()).open(), versions.config());
    try (ModelFollower model = new ModelFollower(ref, loader, new FirstModel(ref, loader).now())) {
      Instant written = model.used().manifest().written().createdAt();
      Clock clock = Clock.fixed(written.plus(Duration.ofSeconds(90)), ZoneOffset.UTC);
      Map<String, Double> scraped =
          Scrape.of(
              group ->
                  EmbedMetrics.register(
                      group.addGroup(Outlet.EMBED.label(), "small"), model, clock));
      assertThat(scraped.keySet())
          .containsExactlyInAnyOrderElementsOf(
              Metric.at(Outlet.EMBED).stream().map(it -> it.prometheus(Outlet.EMBED)).toList());
      assertThat(scraped)
          .containsEntry(EmbedMetric.MODEL_VERSION_LIVE.prometheus(Outlet.EMBED), 100.0)
          .containsEntry(EmbedMetric.MODEL_VERSION_AGE_SECONDS.prometheus(Outlet.EMBED), 90.0);
    }
  }
}
