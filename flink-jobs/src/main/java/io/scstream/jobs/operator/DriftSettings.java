package io.scstream.jobs.operator;

import io.scstream.config.DriftConfig;
import io.scstream.config.ScstreamConfig;
import io.scstream.models.drift.AlarmOptions;
import io.scstream.models.drift.signal.InputQuality;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.models.stream.BatchRules;
import io.scstream.models.stream.DriftWatch;
import io.scstream.models.stream.DriftWatchOptions;
import io.scstream.schema.GeneSpaceRecord;
import java.util.Optional;
import java.util.function.Supplier;

/** How batches are watched, in the words of the models. */
public final class DriftSettings {
  private DriftSettings() {}

  /** The watch that was saved; none where batches are not watched. */
  static Optional<DriftWatch> watch(
      ScstreamConfig config, Supplier<GeneSpaceRecord> geneSpace, DriftWatch.Saved saved) {
    if (!config.input().drift().watch()) {
      return Optional.empty();
    }
    String device = config.train().device();
    return Optional.of(
        DriftWatch.restore(
            options(config),
            weights -> DjlLearnerFactory.restoreForInference(weights, device),
            () -> quality(geneSpace.get()),
            saved));
  }

  /** When a batch is over, and when an alarm is raised. */
  public static DriftWatchOptions options(ScstreamConfig config) {
    DriftConfig drift = config.input().drift();
    return new DriftWatchOptions(
        new BatchRules(
            drift.batches().silenceChunks(), drift.batches().open(), drift.batches().minCells()),
        new AlarmOptions(
            drift.ertBatches(), drift.minBatches(), drift.cleanBatches(), config.lineage().seed()),
        drift.referenceBatches(),
        drift.stratumMinCells());
  }

  private static InputQuality quality(GeneSpaceRecord space) {
    return InputQuality.of(
        space.getGeneIds().size(), InputQuality.mitochondrial(space.getGeneNames()));
  }
}
