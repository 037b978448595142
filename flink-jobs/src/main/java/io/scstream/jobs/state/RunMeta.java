package io.scstream.jobs.state;

import io.scstream.models.stream.GuardState;
import io.scstream.models.stream.StreamCounts;
import io.scstream.models.stream.Waiting;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The small part of a run's state, written whole at every checkpoint. */
public record RunMeta(
    StreamCounts counts,
    String geneSpace,
    int genes,
    SortedMap<String, Long> trainedThrough,
    SortedMap<String, Long> replaySeen,
    SortedMap<String, Long> holdOutSeen,
    SortedMap<String, Long> referenceSeen,
    List<Waiting> carry,
    GuardState guard,
    String holdOutRule) {
  /** Copies. */
  public RunMeta {
    trainedThrough = new TreeMap<>(trainedThrough);
    replaySeen = new TreeMap<>(replaySeen);
    holdOutSeen = new TreeMap<>(holdOutSeen);
    referenceSeen = new TreeMap<>(referenceSeen);
    carry = List.copyOf(carry);
  }
}
