package io.scstream.models.stream;

import static io.scstream.models.ModelException.checkInput;

import java.util.List;
import java.util.Objects;

/**
 * The cells of one chunk as they come from the stream.
 *
 * @param id names the chunk in reports and in the quarantine
 * @param share of the cells that are trained on, from 0 to 1; the others are scored and remembered
 *     only. Below 1 where more comes than can be trained on. It may differ from chunk to chunk, and
 *     which cells it takes depends on their ids and the seed alone
 */
public record ChunkArrival(String id, List<Arrival> cells, double share) {
  /** Checks and copies. */
  public ChunkArrival {
    Objects.requireNonNull(id);
    cells = List.copyOf(cells);
    checkInput(
        share >= 0 && share <= 1,
        "Invalid share of chunk %s: %s; expected a number from 0 to 1",
        id,
        share);
  }
}
