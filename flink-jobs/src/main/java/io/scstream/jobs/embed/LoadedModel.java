package io.scstream.jobs.embed;

import io.scstream.jobs.connect.Message;
import io.scstream.jobs.operator.ChunkCells;
import io.scstream.jobs.operator.HoldOuts;
import io.scstream.jobs.publish.VersionFiles;
import io.scstream.models.data.Minibatch;
import io.scstream.models.gauge.Gauge;
import io.scstream.models.learner.Embedder;
import io.scstream.models.learner.Embeddings;
import io.scstream.models.spec.Groups;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.stream.HoldOut;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.CodeBlock;
import io.scstream.schema.EmbeddingRecord;
import io.scstream.schema.cells.CellContent;
import io.scstream.schema.framing.Framing;
import io.scstream.schema.framing.SingleObjectFraming;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelVersion;
import java.util.ArrayList;
import java.util.List;

/** A published version in memory. A chunk is embedded by one of them from its first cell on. */
public final class LoadedModel implements AutoCloseable {
  private static final Framing<EmbeddingRecord> FRAMING =
      SingleObjectFraming.of(EmbeddingRecord.class);

  private final ModelManifest manifest;
  private final Embedder embedder;
  private final Gauge gauge;
  private final HoldOut holdOut;
  private final String topic;
  private final List<CodeBlock> blocks;

  /** Takes over the embedder; its codes, turned by the gauge, go to {@code topic}. */
  public LoadedModel(ModelManifest manifest, Embedder embedder, Gauge gauge, String topic) {
    this.manifest = manifest;
    this.embedder = embedder;
    this.gauge = gauge;
    this.holdOut = HoldOuts.of(manifest);
    this.topic = topic;
    this.blocks = blocks(embedder.spec());
  }

  /** What codes fall into: the background code, then the parts of the salient one. */
  private static List<CodeBlock> blocks(ModelSpec spec) {
    List<Integer> sizes = new ArrayList<>(List.of(spec.backgroundLatent()));
    sizes.addAll(spec.salientBlocks());
    List<CodeBlock> blocks = new ArrayList<>();
    for (String name : spec.blockNames()) {
      blocks.add(new CodeBlock(name, sizes.get(blocks.size())));
    }
    return List.copyOf(blocks);
  }

  ModelManifest manifest() {
    return manifest;
  }

  ModelVersion version() {
    return manifest.version();
  }

  /**
   * One message for each cell with counts; none for a target cell of a group that the model does
   * not know, and none for a chunk of another gene space.
   */
  public List<Message> embed(CellChunkRecord chunk) {
    if (!chunk.getGeneSpace().equals(manifest.geneSpace().id())) {
      return List.of();
    }
    Groups groups = embedder.spec().groups();
    List<CellContent> cells = ChunkCells.embeddableCells(chunk, groups);
    if (cells.isEmpty()) {
      return List.of();
    }
    Embeddings codes =
        embedder
            .embed(
                Minibatch.of(
                    manifest.geneSpace().genes(),
                    cells.stream()
                        .map(
                            cell -> ChunkCells.modelCell(chunk.getDataset(), cell, embedder.spec()))
                        .toList()))
            .in(gauge);
    List<Message> messages = new ArrayList<>();
    for (int row = 0; row < cells.size(); row++) {
      messages.add(message(chunk, cells.get(row), codes, row));
    }
    return messages;
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
            .setBlocks(blocks)
            .build();
    return Message.of(topic, key, FRAMING.write(record));
  }

  private static List<Float> boxed(float[] values) {
    List<Float> boxed = new ArrayList<>(values.length);
    for (float value : values) {
      boxed.add(value);
    }
    return boxed;
  }

  @Override
  public void close() {
    embedder.close();
  }
}
