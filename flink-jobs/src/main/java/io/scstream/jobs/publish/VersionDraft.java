package io.scstream.jobs.publish;

import io.scstream.models.stream.StreamCounts;
import io.scstream.store.RunOrigin;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** A model version on its way to the store. The arrays are not to be written to. */
public final class VersionDraft {
  private final Facts facts;
  private final SortedMap<String, byte[]> blobs;

  private VersionDraft(Facts facts, SortedMap<String, byte[]> blobs) {
    this.facts = facts;
    this.blobs = blobs;
  }

  /**
   * What the run knows of a version.
   *
   * @param origin the run that cut it
   * @param step the version's number
   * @param trainedThrough per topic-partition the offset after the last chunk taken in
   * @param gauge the frame that its codes are published in
   */
  public record Facts(
      RunOrigin origin,
      long step,
      StreamCounts counts,
      String geneSpace,
      int genes,
      SortedMap<String, Long> trainedThrough,
      SortedMap<String, Double> metrics,
      long gauge) {
    /** Copies. */
    public Facts {
      trainedThrough = Collections.unmodifiableSortedMap(new TreeMap<>(trainedThrough));
      metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
    }
  }

  /** A version with its files by name. */
  public static VersionDraft of(Facts facts, SortedMap<String, byte[]> blobs) {
    return new VersionDraft(facts, Collections.unmodifiableSortedMap(new TreeMap<>(blobs)));
  }

  /** What the run knows of it. */
  public Facts facts() {
    return facts;
  }

  /** File name to content. */
  public SortedMap<String, byte[]> blobs() {
    return blobs;
  }
}
