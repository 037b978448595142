package io.scstream.ingest;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What an ingest did, counted from what the broker acknowledged.
 *
 * @param geneSpace id of the dataset's gene space
 * @param batches technical batches in the files
 * @param cells cells sent now, without those of skipped chunks
 * @param skippedChunks chunks that were on the topic already
 * @param bytes length of the messages before compression
 * @param background those of the cells sent that are background
 */
public record IngestReport(
    String dataset,
    String topic,
    String geneSpace,
    int genes,
    int batches,
    long cells,
    long chunks,
    long skippedChunks,
    long bytes,
    long background) {

  @JsonProperty
  public long target() {
    return cells - background;
  }

  /** For people. */
  public String summary() {
    String sent =
        "%,d cells (%,d background, %,d target) in %,d chunks, %.1f MB"
            .formatted(cells, background, target(), chunks, bytes / 1e6);
    String there =
        skippedChunks == 0 ? "" : "%n%,d chunks were there already".formatted(skippedChunks);
    return "Dataset %s on topic %s: %s%s%n%,d genes (gene space %s), %,d batches"
        .formatted(dataset, topic, sent, there, genes, geneSpace, batches);
  }
}
