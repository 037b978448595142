package io.scstream.jobs.state;

import io.scstream.models.stream.GuardState;
import io.scstream.models.stream.StreamCounts;
import io.scstream.models.stream.Waiting;
import io.scstream.store.ModelVersion;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The small part of a run's state, written whole at every checkpoint.
 *
 * @param lastDueStep the step of the last version that was due by the number of steps
 * @param trainedThrough per topic-partition the offset after the last chunk taken in
 */
public record RunMeta(
    Identity identity,
    Frame frame,
    StreamCounts counts,
    long lastDueStep,
    SortedMap<String, Long> trainedThrough,
    Seen seen,
    List<Waiting> carry,
    GuardState guard) {
  /** Copies. */
  public RunMeta {
    trainedThrough = new TreeMap<>(trainedThrough);
    carry = List.copyOf(carry);
  }

  /**
   * Which run this is.
   *
   * @param run a UUID, made once when the run began; empty in states of the first form
   * @param lineage the name that the run learns under; empty in states of the first form
   * @param forkedFrom the version of another lineage that the run began with
   */
  public record Identity(String run, String lineage, Optional<ModelVersion> forkedFrom) {}

  /**
   * What never changes in a run.
   *
   * @param inputRule how cells are taken, as text: what is held out, and the groups if there are
   *     any
   */
  public record Frame(String geneSpace, int genes, String inputRule) {}

  /** Per memory and stratum the number of cells shown so far. */
  public record Seen(
      SortedMap<String, Long> replay,
      SortedMap<String, Long> holdOut,
      SortedMap<String, Long> reference) {
    /** Copies. */
    public Seen {
      replay = new TreeMap<>(replay);
      holdOut = new TreeMap<>(holdOut);
      reference = new TreeMap<>(reference);
    }
  }
}
