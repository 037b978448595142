package io.scstream.demo;

import io.scstream.config.ScstreamConfig;
import io.scstream.ingest.CellTopic;
import io.scstream.jobs.operator.ChunkCells;
import io.scstream.jobs.operator.HoldOuts;
import io.scstream.jobs.operator.LearnerSettings;
import io.scstream.jobs.publish.VersionFiles;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.models.learner.Embedder;
import io.scstream.models.objective.ElboTerms;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.stream.HoldOut;
import io.scstream.models.stream.StreamTrainer;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The cells of a topic that a model never trained on, found again by the rule in its manifest. Two
 * versions can be compared on them, since neither has seen any.
 */
final class HeldOutCells {
  private static final int AT_ONCE = 128;

  private final List<Cell> cells;

  private HeldOutCells(List<Cell> cells) {
    this.cells = cells;
  }

  static HeldOutCells of(
      Map<String, Object> client, String topic, ModelManifest manifest, ScstreamConfig config) {
    HoldOut rule = HoldOuts.of(manifest);
    ModelSpec model = LearnerSettings.spec(config, manifest.geneSpace().genes());
    List<Cell> cells = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    CellTopic.read(
        client,
        topic,
        chunk -> {
          if (chunk.getGeneSpace().equals(manifest.geneSpace().id())) {
            ChunkCells.arrivals(chunk, model).stream()
                .filter(a -> rule.holds(a.remembered().cell().id(), a.donor()))
                .filter(a -> seen.add(a.remembered().cell().id()))
                .forEach(a -> cells.add(a.remembered().cell()));
          }
        },
        message -> {});
    return new HeldOutCells(cells);
  }

  /** The mean bound a cell, in nats; higher is better. */
  double elbo(ModelStore store, ModelManifest version) {
    byte[] weights = store.read(version.blob(VersionFiles.WEIGHTS));
    try (Embedder model = DjlLearnerFactory.restoreForInference(weights)) {
      List<ElboTerms> parts = new ArrayList<>();
      for (int from = 0; from < cells.size(); from += AT_ONCE) {
        int to = Math.min(cells.size(), from + AT_ONCE);
        parts.add(model.score(Minibatch.of(version.geneSpace().genes(), cells.subList(from, to))));
      }
      return parts.isEmpty() ? Double.NaN : -StreamTrainer.mean(parts).negativeElbo();
    }
  }
}
