package io.scstream.models.stream;

import java.util.ArrayList;
import java.util.List;

/**
 * The last point of a run at which all was well, and the chunks since. Always at the boundary of
 * two chunks. The chunks share their cells with the memories.
 */
final class SafePoints {
  private final int everySteps;
  private final int everyCells;
  private Point last;
  private final List<ChunkArrival> since = new ArrayList<>();
  private long cellsSince;

  /** A run as it was, and the row of bad steps that was open. */
  record Point(Course.Mark mark, long step, GuardState.Row row, OversightState oversight) {}

  SafePoints(StreamOptions options, Point first) {
    this.everySteps = options.guard().safePointSteps();
    // Where few cells are trained on, steps alone would let the chunks pile up.
    this.everyCells =
        (int)
            Math.min(
                Integer.MAX_VALUE,
                options.steps().initialCells() + 2L * everySteps * options.steps().newCells());
    this.last = first;
  }

  Point last() {
    return last;
  }

  void add(ChunkArrival chunk) {
    since.add(chunk);
    cellsSince += chunk.cells().size();
  }

  boolean isDue(long step) {
    return step - last.step() >= everySteps || cellsSince >= everyCells;
  }

  /** All is well now; there are no chunks since. */
  void set(Point point) {
    last = point;
    since.clear();
    cellsSince = 0;
  }

  /** The ids of the chunks since the last point. */
  List<String> ids() {
    return since.stream().map(ChunkArrival::id).toList();
  }

  /** The chunks since the last point, in order. */
  List<ChunkArrival> since() {
    return List.copyOf(since);
  }
}
