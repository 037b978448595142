package io.scstream.models.memory;

import io.scstream.models.data.Cell;
import java.util.Objects;

/** A cell with the stratum that it is sampled in, such as role, covariates and treatment. */
public record RememberedCell(Cell cell, String stratum) {
  /** Checks. */
  public RememberedCell {
    Objects.requireNonNull(cell);
    Objects.requireNonNull(stratum);
  }
}
