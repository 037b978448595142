package io.scstream.models.memory;

import io.scstream.models.data.Cell;
import java.util.Objects;
import java.util.Optional;

/**
 * A cell with the stratum that it is sampled in, such as role, covariates and treatment.
 *
 * @param donor whom it comes from; known of held-out cells only, for the errors of their means
 */
public record RememberedCell(Cell cell, String stratum, Optional<String> donor) {
  /** Checks. */
  public RememberedCell {
    Objects.requireNonNull(cell);
    Objects.requireNonNull(stratum);
    Objects.requireNonNull(donor);
  }

  /** Of an unknown donor. */
  public RememberedCell(Cell cell, String stratum) {
    this(cell, stratum, Optional.empty());
  }

  /** The same of a donor. */
  public RememberedCell of(Optional<String> other) {
    return new RememberedCell(cell, stratum, other);
  }
}
