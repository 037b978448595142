package io.scstream.speed;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.scstream.config.ScstreamConfig;
import io.scstream.models.device.EngineThreads;
import java.util.List;

/** What a training job keeps of the bare learner's speed, and how soon a cell is embedded. */
public record PipelineReport(
    @JsonUnwrapped Steps training, @JsonUnwrapped Latency latency, long cells, int threads) {
  /**
   * Medians over pairs.
   *
   * @param share of the learner's steps per second
   * @param batch cells of a step
   */
  public record Steps(
      @JsonProperty("job_steps_per_second") double ofJob,
      @JsonProperty("learner_steps_per_second") double ofLearner,
      double share,
      @JsonProperty("share_min") double shareMin,
      @JsonProperty("share_max") double shareMax,
      @JsonProperty("job_new_cells_per_second") double newCells,
      int batch,
      int pairs) {}

  /**
   * From the sending of a cell to the arrival of its embedding, at half load.
   *
   * @param cells that were embedded
   */
  public record Latency(
      @JsonProperty("latency_p50_ms") double median,
      @JsonProperty("latency_p99_ms") double most,
      @JsonProperty("latency_cells") int cells,
      @JsonProperty("load_cells_per_second") double load) {}

  static PipelineReport of(
      ScstreamConfig config, Turns turns, JobSide job, List<Double> latencies) {
    int batch = 2 * config.train().minibatchSize();
    return new PipelineReport(
        new Steps(
            turns.rate(0) / batch,
            turns.rate(1) / batch,
            turns.ratio(),
            turns.leastRatio(),
            turns.largestRatio(),
            job.newCellsPerSecond(),
            batch,
            turns.ratios().size()),
        new Latency(
            Turns.quantile(latencies, 0.5),
            Turns.quantile(latencies, 0.99),
            latencies.size(),
            job.newCellsPerSecond() / 2),
        job.cellsSent(),
        EngineThreads.count());
  }

  /** For people. */
  public String text() {
    return "%.1f steps/s of the job, %.1f of the bare learner on %d cells a step%n"
            .formatted(training.ofJob, training.ofLearner, training.batch)
        + "the job keeps %.3f (median of %d pairs, %.3f to %.3f); it takes %,.0f new cells/s%n"
            .formatted(
                training.share,
                training.pairs,
                training.shareMin,
                training.shareMax,
                training.newCells)
        + "at %,.0f cells/s an embedding comes after %.0f ms, 99%% within %.0f ms (%,d cells)"
            .formatted(latency.load, latency.median, latency.most, latency.cells);
  }
}
