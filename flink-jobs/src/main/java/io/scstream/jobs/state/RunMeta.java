package io.scstream.jobs.state;

import io.scstream.models.memory.RememberedCell;
import io.scstream.models.stream.StreamCounts;
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
    List<RememberedCell> carry,
    String holdOutRule) {
  /** Copies. */
  public RunMeta {
    trainedThrough = new TreeMap<>(trainedThrough);
    replaySeen = new TreeMap<>(replaySeen);
    holdOutSeen = new TreeMap<>(holdOutSeen);
    carry = List.copyOf(carry);
  }
}
