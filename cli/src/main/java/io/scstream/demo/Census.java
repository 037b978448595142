package io.scstream.demo;

import io.scstream.config.ScstreamConfig;
import io.scstream.ingest.TopicCounts;
import io.scstream.ingest.TopicScan;
import io.scstream.schema.DeadLetterRecord;
import io.scstream.schema.framing.Framing;
import io.scstream.schema.framing.SingleObjectFraming;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelStore;
import io.scstream.store.VersionRef;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts what is on the topics and in the store, so that a summary tells what really passed. */
public final class Census {
  private final Map<String, Object> client;
  private final ScstreamConfig config;
  private final ModelStore store;

  /** Counts the topics and the lineage of the settings. */
  public Census(Map<String, Object> client, ScstreamConfig config, ModelStore store) {
    this.client = Map.copyOf(client);
    this.config = config;
    this.store = store;
  }

  /** What became of the cells. */
  public DemoSummary.Cells cells() {
    ModelManifest last = last();
    return new DemoSummary.Cells(
        TopicCounts.of(client, config.topics().cells()).cells(),
        last.training().cellsTrained(),
        rejected(),
        last.training().cellsHeldOut(),
        TopicScan.distinctKeys(client, config.topics().embeddings()));
  }

  /** What became of the model; first and last version are compared on the same held-out cells. */
  public DemoSummary.Model model() {
    List<ModelManifest> versions = store.list(config.lineage().name());
    ModelManifest first = versions.get(versions.size() - 1);
    HeldOutCells heldOut = HeldOutCells.of(client, config.topics().cells(), last(), config);
    return new DemoSummary.Model(
        last().training().step(),
        versions.size(),
        heldOut.elbo(store, first),
        heldOut.elbo(store, last()));
  }

  private ModelManifest last() {
    return store
        .find(VersionRef.latest(config.lineage().name()))
        .orElseThrow(() -> new IllegalStateException("No model version was published"));
  }

  /** Letters may repeat after a crash: a cell of one source record counts once. */
  private long rejected() {
    Framing<DeadLetterRecord> framing = SingleObjectFraming.of(DeadLetterRecord.class);
    Set<String> cells = new HashSet<>();
    TopicScan.read(
        client,
        config.topics().deadLetters(),
        message -> {
          DeadLetterRecord letter = framing.read(message.value());
          String source = letter.getSourcePartition() + "/" + letter.getSourceOffset() + "/";
          letter.getCellIds().forEach(cell -> cells.add(source + cell));
        });
    return cells.size();
  }
}
