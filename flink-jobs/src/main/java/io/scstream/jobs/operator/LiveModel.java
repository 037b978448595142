package io.scstream.jobs.operator;

import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.connect.Message;
import io.scstream.jobs.publish.VersionFiles;
import io.scstream.models.data.Minibatch;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.models.learner.Embedder;
import io.scstream.models.learner.Embeddings;
import io.scstream.models.stream.HoldOut;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.EmbeddingRecord;
import io.scstream.schema.cells.CellContent;
import io.scstream.schema.framing.Framing;
import io.scstream.schema.framing.SingleObjectFraming;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelStore;
import io.scstream.store.StoreException;
import io.scstream.store.VersionRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The published version in use. It is replaced between two chunks; a bad one never replaces it. */
final class LiveModel implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveModel.class);
  private static final Framing<EmbeddingRecord> FRAMING =
      SingleObjectFraming.of(EmbeddingRecord.class);

  private final ModelStore store;
  private final VersionRef ref;
  private final ScstreamConfig config;
  private ModelManifest manifest;
  private Embedder embedder;
  private HoldOut holdOut;
  private long nextLook;

  private LiveModel(ModelStore store, VersionRef ref, ScstreamConfig config) {
    this.store = store;
    this.ref = ref;
    this.config = config;
    this.manifest =
        store
            .find(ref)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "Unknown model version: " + ref + "; expected one that is in the store"));
    this.embedder = load(manifest);
    this.holdOut = HoldOuts.of(manifest);
  }

  /** Loads the version that is named now, or fails where there is none. */
  static LiveModel open(ModelStore store, String ref, ScstreamConfig config) {
    return new LiveModel(store, VersionRef.parse(ref), config);
  }

  /** Looks from time to time whether the name stands for a newer version now. */
  void refresh(long nowMillis) {
    if (nowMillis < nextLook) {
      return;
    }
    nextLook = nowMillis + config.embed().pollAlias().toMillis();
    try {
      Optional<ModelManifest> named = store.find(ref);
      if (named.isPresent() && !named.get().version().equals(manifest.version())) {
        Embedder next = load(named.get());
        embedder.close();
        embedder = next;
        manifest = named.get();
        holdOut = HoldOuts.of(manifest);
        LOG.info("Embedding with {}", manifest.version());
      }
    } catch (StoreException e) {
      LOG.warn("Staying with {}", manifest.version(), e);
    }
  }

  /** One message for each cell with counts; none for a chunk of another gene space. */
  List<Message> embed(CellChunkRecord chunk) {
    if (!chunk.getGeneSpace().equals(manifest.geneSpace().id())) {
      return List.of();
    }
    List<CellContent> cells = backgroundFirst(ChunkCells.countedCells(chunk));
    if (cells.isEmpty()) {
      return List.of();
    }
    Embeddings codes =
        embedder.embed(
            Minibatch.of(
                manifest.geneSpace().genes(),
                cells.stream()
                    .map(cell -> ChunkCells.modelCell(chunk.getDataset(), cell))
                    .toList()));
    List<Message> messages = new ArrayList<>();
    for (int row = 0; row < cells.size(); row++) {
      messages.add(message(chunk, cells.get(row), codes, row));
    }
    return messages;
  }

  /** The order of a minibatch's rows. */
  private static List<CellContent> backgroundFirst(List<CellContent> cells) {
    List<CellContent> ordered = new ArrayList<>(cells);
    ordered.sort((a, b) -> a.role().compareTo(b.role()));
    return ordered;
  }

  private Message message(CellChunkRecord chunk, CellContent cell, Embeddings codes, int row) {
    String key = ChunkCells.cellKey(chunk.getDataset(), cell.id());
    EmbeddingRecord record =
        EmbeddingRecord.newBuilder()
            .setDataset(chunk.getDataset())
            .setBatch(chunk.getBatch())
            .setCellId(cell.id())
            .setRole(cell.role())
            .setLineage(manifest.version().lineage())
            .setVersion(manifest.version().version())
            .setModelSha256(manifest.blob(VersionFiles.WEIGHTS).sha256())
            .setGauge(manifest.gauge())
            .setBackgroundMean(boxed(codes.backgroundMean(row)))
            .setBackgroundLogVariance(boxed(codes.backgroundLogVariance(row)))
            .setSalientMean(boxed(codes.salientMean(row)))
            .setSalientLogVariance(boxed(codes.salientLogVariance(row)))
            .setCovariates(cell.annotations().covariates())
            .setTreatments(cell.annotations().treatments())
            .setDonor(cell.annotations().donor().orElse(null))
            .setLibrarySize(cell.librarySize())
            .setHeldOut(holdOut.holds(key, cell.annotations().donor()))
            .build();
    return Message.of(config.topics().embeddings(), key, FRAMING.write(record));
  }

  private static List<Float> boxed(float[] values) {
    List<Float> boxed = new ArrayList<>(values.length);
    for (float value : values) {
      boxed.add(value);
    }
    return boxed;
  }

  private Embedder load(ModelManifest version) {
    return DjlLearnerFactory.restoreForInference(
        store.read(version.blob(VersionFiles.WEIGHTS)), config.train().device());
  }

  @Override
  public void close() {
    embedder.close();
    store.close();
  }
}
