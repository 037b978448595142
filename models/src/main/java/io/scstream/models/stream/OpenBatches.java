package io.scstream.models.stream;

import io.scstream.models.drift.ClosedBatch;
import io.scstream.models.drift.OpenBatch;
import io.scstream.models.drift.OpenBatchState;
import io.scstream.models.memory.RememberedCell;
import io.scstream.models.stream.BatchCourse.Totals;
import io.scstream.models.stream.BatchCourse.Track;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Gathers chunks into batches and says which are over. In bounded memory. Not thread-safe. */
final class OpenBatches {
  /** Batches whose late chunks are known as such. */
  private static final int REMEMBERED = 1000;

  private final BatchRules rules;
  private final long seed;
  private final SortedMap<String, Track> tracks = new TreeMap<>();
  private final SortedMap<String, OpenBatch> cells = new TreeMap<>();
  private final Deque<String> closed = new ArrayDeque<>();
  private final Set<String> isClosed = new HashSet<>();
  private final Set<String> touched = new HashSet<>();
  private final Set<String> gone = new HashSet<>();
  private long chunks;
  private long leftOut;
  private long late;

  OpenBatches(
      BatchRules rules, long seed, BatchCourse course, Collection<OpenBatchState> openCells) {
    this.rules = rules;
    this.seed = seed;
    chunks = course.chunks();
    tracks.putAll(course.open());
    openCells.forEach(state -> cells.put(state.batch(), OpenBatch.restore(seed, state)));
    closed.addAll(course.closed());
    isClosed.addAll(course.closed());
    leftOut = course.totals().leftOut();
    late = course.totals().late();
  }

  /** Takes in a chunk. Returns the batches to judge that are over by it, in order. */
  List<ClosedBatch> add(BatchPlace place, List<RememberedCell> arriving) {
    chunks++;
    List<ClosedBatch> over = new ArrayList<>();
    String batch = place.batch();
    if (isClosed.contains(batch)) {
      late++;
    } else {
      Track before = tracks.getOrDefault(batch, new Track(0, 0, 0));
      if (before.seen() == 0 && tracks.size() == rules.open()) {
        close(mostSilent(), over);
      }
      long expected = place.isLast() ? place.place() + 1 : before.expected();
      Track now = new Track(before.seen() + 1, expected, chunks);
      tracks.put(batch, now);
      OpenBatch open = cells.computeIfAbsent(batch, name -> OpenBatch.start(name, seed));
      arriving.forEach(open::add);
      touched.add(batch);
      if (expected > 0 && now.seen() >= expected) {
        close(batch, over);
      }
    }
    while (!tracks.isEmpty() && chunks - track(mostSilent()).lastAt() > rules.silence()) {
      close(mostSilent(), over);
    }
    return over;
  }

  /** No more chunks come: all batches are over. */
  List<ClosedBatch> finish() {
    List<ClosedBatch> over = new ArrayList<>();
    while (!tracks.isEmpty()) {
      close(mostSilent(), over);
    }
    return over;
  }

  /** Of no two batches the last chunk was the same one. */
  private String mostSilent() {
    return tracks.entrySet().stream()
        .min(Comparator.comparingLong(it -> it.getValue().lastAt()))
        .map(Map.Entry::getKey)
        .orElseThrow();
  }

  private Track track(String batch) {
    return Objects.requireNonNull(tracks.get(batch));
  }

  private void close(String batch, List<ClosedBatch> over) {
    Track track = Objects.requireNonNull(tracks.remove(batch));
    OpenBatch open = Objects.requireNonNull(cells.remove(batch));
    touched.remove(batch);
    gone.add(batch);
    closed.add(batch);
    isClosed.add(batch);
    if (closed.size() > REMEMBERED) {
      isClosed.remove(closed.remove());
    }
    boolean isThere = track.seen() >= BatchRules.LEAST_SHARE * track.expected();
    if (isThere && open.cells() >= rules.cells()) {
      over.add(open.close());
    } else {
      leftOut++;
    }
  }

  /** A batch that was to be judged could not be. */
  void leaveOut() {
    leftOut++;
  }

  BatchCourse course(long taken) {
    return new BatchCourse(chunks, tracks, List.copyOf(closed), new Totals(taken, leftOut, late));
  }

  /** The open batches that have changed, and the names of those that are over, since last asked. */
  void tellChanges(DriftStore store) {
    gone.forEach(store::closed);
    touched.forEach(batch -> store.open(Objects.requireNonNull(cells.get(batch)).state()));
    gone.clear();
    touched.clear();
  }
}
