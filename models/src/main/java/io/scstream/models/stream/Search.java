package io.scstream.models.stream;

import io.scstream.models.data.Cell;
import io.scstream.models.learner.LearnerSnapshot;
import io.scstream.models.memory.RememberedCell;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The search for what made a run go back. Cells may do harm long after their first step, as replay
 * brings them back, so that all chunks since the safe point are asked, and then the memory.
 */
final class Search {
  private final Examination examination;
  private final Course.Mark safe;
  private final Optional<LearnerSnapshot> present;
  private final Map<String, List<Cell>> chunks = new LinkedHashMap<>();

  /**
   * A search among what is within reach.
   *
   * @param present the model as it was when it went wrong; empty if there is no sound one
   * @param since the chunks since the safe point
   */
  Search(
      Examination examination,
      Course.Mark safe,
      Optional<LearnerSnapshot> present,
      List<ChunkArrival> since) {
    this.examination = examination;
    this.safe = safe;
    this.present = present;
    for (Waiting waiting : safe.carry()) {
      cellsOf(waiting.chunk()).add(waiting.cell().cell());
    }
    for (ChunkArrival chunk : since) {
      chunk.cells().forEach(arrival -> cellsOf(chunk.id()).add(arrival.remembered().cell()));
    }
  }

  private List<Cell> cellsOf(String chunk) {
    return chunks.computeIfAbsent(chunk, id -> new ArrayList<>());
  }

  /**
   * The safe model is asked first: what it cannot take is bad, whereas the present one may be
   * spoilt and refuse good cells too.
   */
  Culprits culprits(Guard.Trouble trouble) {
    // Steps that were finite, only long, are laid to the cells that were new in them.
    Map<String, List<Cell>> asked = new LinkedHashMap<>(chunks);
    if (trouble.isLasting()) {
      asked.keySet().retainAll(trouble.chunks());
    }
    boolean isReplayAsked = !trouble.isLasting();
    return among(asked, isReplayAsked, safe.learner(), true)
        .or(() -> present.flatMap(it -> among(asked, isReplayAsked, Optional.of(it), false)))
        .orElseGet(() -> new Culprits(new LinkedHashSet<>(trouble.chunks()), Set.of(), false));
  }

  private Optional<Culprits> among(
      Map<String, List<Cell>> asked,
      boolean isReplayAsked,
      Optional<LearnerSnapshot> model,
      boolean isProof) {
    List<Cell> replay = replay();
    Set<String> found = examination.poisonousChunks(model, asked);
    if (!found.isEmpty()) {
      // Where nothing at all can be taken, it is the model or the device that is at fault.
      boolean isOthersFault =
          found.size() == asked.size() && (replay.isEmpty() || !examination.canTake(model, replay));
      return isOthersFault ? Optional.empty() : Optional.of(new Culprits(found, Set.of(), isProof));
    }
    Set<String> remembered = isReplayAsked ? examination.poisonousCells(model, replay) : Set.of();
    return remembered.isEmpty() || remembered.size() == replay.size()
        ? Optional.empty()
        : Optional.of(new Culprits(Set.of(), remembered, isProof));
  }

  private List<Cell> replay() {
    return Objects.requireNonNull(safe.memories().get(MemoryWatcher.Which.REPLAY)).cells().stream()
        .map(RememberedCell::cell)
        .toList();
  }
}
