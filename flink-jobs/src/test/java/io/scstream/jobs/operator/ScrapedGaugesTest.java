package io.scstream.jobs.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.jobs.catalogue.Metric;
import io.scstream.jobs.catalogue.Outlet;
import io.scstream.jobs.catalogue.Scrape;
import io.scstream.jobs.catalogue.TrainMetric;
import io.scstream.models.stream.Remembered;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names are those of the catalogue as Flink's reporter writes them, neither more nor fewer. */
class ScrapedGaugesTest {

  private static List<String> catalogue(Outlet... outlets) {
    return Stream.of(outlets)
        .flatMap(outlet -> Metric.at(outlet).stream().map(metric -> metric.prometheus(outlet)))
        .toList();
  }

  @Test
  void trainer() throws Exception {
    Map<String, Double> scraped =
        Scrape.of(
            group -> {
              TrainerGauges gauges = new TrainerGauges(group, "a", 0.25);
              gauges.standing(new Remembered(70, 3), 0.5);
              gauges.held(4);
              gauges.replayed();
            });
    assertThat(scraped.keySet())
        .containsExactlyInAnyOrderElementsOf(catalogue(Outlet.TRAIN, Outlet.TRAIN_COUNTER))
        .contains("flink_taskmanager_job_task_operator_lineage_train_step");
    assertThat(scraped)
        .containsEntry(TrainMetric.LR.prometheus(Outlet.TRAIN), 0.25)
        .containsEntry(TrainMetric.REPLAY_SIZE.prometheus(Outlet.TRAIN), 70.0)
        .containsEntry(TrainMetric.REPLAY_STRATA.prometheus(Outlet.TRAIN), 3.0)
        .containsEntry(TrainMetric.THIN_SHARE.prometheus(Outlet.TRAIN), 0.5)
        .containsEntry(TrainMetric.CHUNKS_HELD.prometheus(Outlet.TRAIN), 4.0)
        .containsEntry(TrainMetric.REPLAYED.prometheus(Outlet.TRAIN_COUNTER), 1.0)
        .containsEntry(TrainMetric.TRAIN_STEP.prometheus(Outlet.TRAIN), Double.NaN);
  }

  @Test
  void watch() throws Exception {
    Map<String, Double> scraped =
        Scrape.of(
            group ->
                IntakeWatch.register(
                    group, name -> name.startsWith("dlq_total.") ? 7 : name.length()));
    assertThat(scraped.keySet())
        .containsExactlyInAnyOrderElementsOf(catalogue(Outlet.WATCH, Outlet.WATCH_BY_REASON))
        .contains("flink_taskmanager_job_task_operator_reason_dlq_total");
    assertThat(scraped)
        .containsEntry("flink_taskmanager_job_task_operator_reason_dlq_total", 7.0)
        .containsEntry("flink_taskmanager_job_task_operator_dup_chunks", 10.0);
  }

  /** So says the page of the catalogue. */
  @Test
  void labelsLoseTheirHyphensAndCountersAreGauges() throws Exception {
    assertThat(Scrape.page(group -> new TrainerGauges(group, "so-cvae", 1)))
        .contains("lineage=\"so_cvae\"")
        .contains("# TYPE " + TrainMetric.REPLAYED.prometheus(Outlet.TRAIN_COUNTER) + " gauge");
    assertThat(Scrape.page(group -> IntakeWatch.register(group, name -> 1)))
        .contains("reason=\"empty_cells\"");
  }
}
