package io.scstream.export;

import io.scstream.ingest.TopicScan;
import io.scstream.matrix.EmbeddingsH5ad;
import io.scstream.schema.EmbeddingRecord;
import io.scstream.schema.framing.Framing;
import io.scstream.schema.framing.SingleObjectFraming;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Writes the embeddings on a topic to an h5ad file: one row a cell. Of several versions of one
 * model the newest counts.
 */
public final class EmbeddingExport {
  private final Map<String, Object> client;
  private final String topic;

  /** Reads through this client. */
  public EmbeddingExport(Map<String, Object> client, String topic) {
    this.client = Map.copyOf(client);
    this.topic = topic;
  }

  /**
   * What was written.
   *
   * @param versions how many versions the rows come from
   */
  public record Report(Path file, int cells, String model, int versions) {}

  /**
   * Writes the embeddings that are wanted.
   *
   * @throws ExportException if there are none, or if they are of several models
   */
  public Report write(Path out, Predicate<EmbeddingRecord> isWanted) {
    List<EmbeddingRecord> rows = read(isWanted);
    if (rows.isEmpty()) {
      throw new ExportException(
          "No embedding on " + topic + " is asked for; expected at least one cell");
    }
    List<String> models = rows.stream().map(EmbeddingRecord::getLineage).distinct().toList();
    if (models.size() > 1) {
      throw new ExportException(
          "Embeddings of several models are on " + topic + ": " + models + "; name one by --model");
    }
    EmbeddingsH5ad.write(out, new EmbeddingColumns(rows).table());
    long versions = rows.stream().map(EmbeddingRecord::getVersion).distinct().count();
    return new Report(out, rows.size(), models.get(0), (int) versions);
  }

  /** The newest of each cell, in the order in which cells first came. */
  private List<EmbeddingRecord> read(Predicate<EmbeddingRecord> isWanted) {
    Framing<EmbeddingRecord> framing = SingleObjectFraming.of(EmbeddingRecord.class);
    Map<String, EmbeddingRecord> newest = new LinkedHashMap<>();
    TopicScan.read(
        client,
        topic,
        message -> {
          EmbeddingRecord record = framing.read(message.value());
          if (isWanted.test(record)) {
            String cell =
                record.getLineage() + "|" + record.getDataset() + "|" + record.getCellId();
            newest.merge(cell, record, (a, b) -> b.getVersion() >= a.getVersion() ? b : a);
          }
        });
    return List.copyOf(newest.values());
  }
}
