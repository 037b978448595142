package io.scstream.models.stream;

import static io.scstream.models.ModelException.checkInput;

import java.util.Objects;

/**
 * Where the cells of a chunk belong.
 *
 * @param batch name of the batch
 * @param place of the chunk in it, from 0
 * @param isLast whether the batch has no chunk after it
 */
public record BatchPlace(String batch, long place, boolean isLast) {
  /** Checks. */
  public BatchPlace {
    Objects.requireNonNull(batch);
    checkInput(place >= 0, "Invalid place in batch %s: %d; expected a number from 0", batch, place);
  }
}
