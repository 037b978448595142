package io.scstream.models.stream;

import io.scstream.models.memory.RememberedCell;
import java.util.Optional;

/**
 * A cell as it comes from the stream.
 *
 * @param label what leakage is looked for of in target cells, such as the treatment
 */
public record Arrival(RememberedCell remembered, Optional<String> donor, Optional<String> label) {

  /** Without a label. */
  public Arrival(RememberedCell remembered, Optional<String> donor) {
    this(remembered, donor, Optional.empty());
  }
}
