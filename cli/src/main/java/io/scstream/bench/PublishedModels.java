package io.scstream.bench;

import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.connect.Message;
import io.scstream.jobs.embed.LoadedModel;
import io.scstream.jobs.publish.VersionFiles;
import io.scstream.jobs.publish.VersionGauge;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.models.learner.Embedder;
import io.scstream.schema.CellChunkRecord;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelStore;
import io.scstream.store.VersionRef;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Embeds with any version of a store, each loaded once. */
final class PublishedModels implements AutoCloseable {
  private final ModelStore store;
  private final ScstreamConfig config;
  private final Map<Long, LoadedModel> loaded = new HashMap<>();

  PublishedModels(ModelStore store, ScstreamConfig config) {
    this.store = store;
    this.config = config;
  }

  /** Message key to message value. */
  Map<String, byte[]> embed(CellChunkRecord chunk, long version) {
    return loaded.computeIfAbsent(version, this::load).embed(chunk).stream()
        .collect(
            Collectors.toMap(
                message -> new String(message.key(), StandardCharsets.UTF_8), Message::value));
  }

  private LoadedModel load(long version) {
    VersionRef ref = VersionRef.exact(config.lineage().name(), version);
    ModelManifest manifest =
        store
            .find(ref)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "Embedded with " + ref + ", which is not in the store"));
    Embedder embedder =
        DjlLearnerFactory.restoreForInference(
            store.read(manifest.blob(VersionFiles.WEIGHTS)), "cpu");
    return new LoadedModel(
        manifest,
        embedder,
        VersionGauge.read(store, manifest, embedder.spec()),
        config.topics().embeddings());
  }

  @Override
  public void close() {
    loaded.values().forEach(LoadedModel::close);
    loaded.clear();
  }
}
