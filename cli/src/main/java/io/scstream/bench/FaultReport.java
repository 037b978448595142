package io.scstream.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What faults did to a run, compared with the same run without any. */
public record FaultReport(
    long seed,
    int faults,
    @JsonProperty("by_kind") SortedMap<String, Integer> byKind,
    @JsonUnwrapped Versions versions,
    @JsonUnwrapped Embeddings embeddings,
    @JsonUnwrapped Recovery recovery,
    double seconds) {
  /** Copies. */
  public FaultReport {
    byKind = new TreeMap<>(byKind);
  }

  /** What was published. */
  public record Versions(
      @JsonProperty("versions") int published,
      @JsonProperty("differing_manifests") int differing,
      @JsonProperty("damaged_files") int damaged,
      @JsonProperty("cells_sent") long cellsSent,
      @JsonProperty("lost_cells") long lostCells,
      @JsonProperty("trained_twice") long trainedTwice) {}

  /** What is on the topic of embeddings. */
  public record Embeddings(
      @JsonProperty("embedding_messages") long messages,
      @JsonProperty("embeddings") long pairs,
      @JsonProperty("duplicate_embeddings") long duplicates,
      @JsonProperty("missing_embeddings") long missing) {}

  /**
   * Seconds from a crash to the first step that had never been taken before.
   *
   * @param crashes that were timed
   */
  public record Recovery(
      int crashes,
      @JsonProperty("recovery_seconds_p50") double p50,
      @JsonProperty("recovery_seconds_p95") double p95) {

    /** The nearest-rank percentiles; 0 where nothing was timed. */
    static Recovery of(List<Double> seconds) {
      List<Double> sorted = new ArrayList<>(seconds);
      Collections.sort(sorted);
      return new Recovery(sorted.size(), rank(sorted, 0.5), rank(sorted, 0.95));
    }

    private static double rank(List<Double> sorted, double share) {
      return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }
  }

  /** Whether the faults left no trace. */
  public boolean isExact() {
    return versions.differing == 0
        && versions.damaged == 0
        && versions.lostCells == 0
        && versions.trainedTwice == 0
        && embeddings.duplicates == 0
        && embeddings.missing == 0;
  }

  /** For people. */
  public String text() {
    return String.format(
        "%d faults (seed %d): %s%n"
            + "%,d cells sent, %,d lost, %,d trained twice%n"
            + "%,d versions, %,d differ from those of the undisturbed run, %,d damaged files%n"
            + "%,d embeddings in %,d messages, %,d contradict another, %,d missing%n"
            + "%d crashes: first new step after %.1f s (median), %.1f s (95 %%)%n"
            + "%.0f seconds in all",
        faults,
        seed,
        byKind,
        versions.cellsSent,
        versions.lostCells,
        versions.trainedTwice,
        versions.published,
        versions.differing,
        versions.damaged,
        embeddings.pairs,
        embeddings.messages,
        embeddings.duplicates,
        embeddings.missing,
        recovery.crashes,
        recovery.p50,
        recovery.p95,
        seconds);
  }
}
